using System.Buffers;
using Gateway.Core.Sessions;

namespace Gateway.Edge.Sessions;

/// <summary>Adds to the session's key in a SOAP answer which members the session is with.</summary>
internal static class SoapAnswer
{
    /// <summary>Does so, if the answer is one that can be looked at and has a key: its content is then another one.</summary>
    /// <param name="innermost">The request's ties.</param>
    /// <param name="answer">The backend's answer; nothing of its content has been read.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async ValueTask CarryAsync(SessionTie innermost, HttpResponseMessage answer, CancellationToken cancellation)
    {
        var headers = answer.Content.Headers;
        if (!innermost.CarriesInAnswer || !headers.NonValidated.TryGetValues("Content-Type", out var type)
            || !MessageStart.IsReadable(type.ToString(), isEncoded: headers.NonValidated.Contains("Content-Encoding")))
        {
            return;
        }

        var message = await answer.Content.ReadAsStreamAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(MessageStart.Most);
        try
        {
            var (length, text) = await MessageStart.ReadAsync(message, buffer, SoapSessionId.Name, SoapSessionId.Space, anywhere: true, cancellation);
            var begin = buffer.AsMemory(0, length);
            var added = text.Length > 0 ? SoapSessionId.Replace(begin.Span, text, innermost.Carried(SoapSessionId.Of(text).Own)) : null;
            var content = new StreamContent(new JoinedStream(added ?? begin.ToArray(), message));
            foreach (var header in headers.NonValidated)
            {
                content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            content.Headers.ContentLength += (added?.Length ?? length) - length;
            answer.Content = content;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
