using System.Xml;
using Gateway.Core.Soap;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Soap;

/// <summary>Puts a backend's answer into the client's form, where the request was put into the backend's.</summary>
internal static class AnswerForm
{
    /// <summary>Does so; an answer that is no XML, or has no content, stays as it is.</summary>
    /// <param name="turn">What was changed of the request.</param>
    /// <param name="answer">The answer; nothing of its content has been read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>False when it cannot be: it is not the XML that it says, compressed unasked, or larger than is taken.</returns>
    public static async ValueTask<bool> ChangeAsync(MessageTurn turn, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var headers = answer.Content.Headers;
        if (!headers.NonValidated.TryGetValues("Content-Type", out var values) || values.ToString() is not { } type
            || MediaType.IsMultipart(type) || !IsXml(type))
        {
            return true;
        }

        if (headers.NonValidated.Contains("Content-Encoding"))
        {
            return false;
        }

        await FairShare.LeaveAsync();
        var message = await WholeMessage.ReadAsync(await answer.Content.ReadAsStreamAsync(cancellation), headers.ContentLength, cancellation);
        if (message is not { } whole)
        {
            return false;
        }

        if (whole.Count == 0)
        {
            return true;
        }

        try
        {
            var into = new MemoryStream();
            var charset = MediaType.Parameter(type, "charset") ?? "";
            if (turn.AnswerAs == SoapVersion.None)
            {
                // The reader of plain XML has no use for an envelope; one with nothing in it is no content.
                SoapMessage.ToPlain(whole, charset, into);
            }
            else
            {
                SoapMessage.ToSoap(whole, charset, turn.AnswerAs, into);
            }

            into.Position = 0;
            var content = new StreamContent(into);
            foreach (var header in headers.NonValidated)
            {
                if (!header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)
                    && !header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
                {
                    content.Headers.TryAddWithoutValidation(header.Key, header.Value);
                }
            }

            content.Headers.TryAddWithoutValidation("Content-Type", TypeOf(turn.AnswerAs));
            content.Headers.ContentLength = into.Length;
            answer.Content = content;
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static bool IsXml(string type) => MediaType.IsXml(type) || MediaType.VersionOf(type, hasAction: true) != SoapVersion.None;

    private static string TypeOf(SoapVersion client) =>
        client == SoapVersion.None ? "application/xml; charset=utf-8" : $"{SoapNames.Media(client)}; charset=utf-8";
}
