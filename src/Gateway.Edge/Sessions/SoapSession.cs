using System.Buffers;
using Gateway.Core.Sessions;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Sessions;

/// <summary>
/// A session's key that stands in the header of a SOAP message. It is read before a member is chosen; the message is then sent whole,
/// but for what the gateway itself has added to the key.
/// </summary>
/// <param name="name">The header block's local name.</param>
/// <param name="space">Its namespace.</param>
/// <param name="tokens">Name members in what is added to the key; null: nothing is.</param>
internal sealed class SoapSession(string name, string space, SessionTokens? tokens)
{
    /// <summary>What names members in what is added to a key; null: nothing is.</summary>
    public SessionTokens? Tokens => tokens;

    /// <summary>WSO2's <c>simpleClientSession</c>: the client names itself.</summary>
    public static SoapSession OfClient { get; } = new("ClientID", "http://ws.apache.org/ns/synapse", null);

    /// <summary>WSO2's <c>soap</c>: the service names the session, and the gateway adds who it is with.</summary>
    /// <param name="tokens">Name members; null: nothing is added.</param>
    public static SoapSession OfService(SessionTokens? tokens) => new(SoapSessionId.Name, SoapSessionId.Space, tokens);

    /// <summary>Reads the key.</summary>
    /// <param name="request">Its body is kept, and stands at its beginning again afterwards.</param>
    /// <returns>An empty one: the message has none. Null: the body cannot be read, and the answer says so.</returns>
    public async ValueTask<SoapSessionId?> ReadAsync(GatewayRequest request)
    {
        var http = request.Http.Request;
        if (request.Body is not { CanRewind: true } body
            || !MessageStart.IsReadable(http.ContentType, isEncoded: http.Headers.ContainsKey("Content-Encoding")))
        {
            return new SoapSessionId("", "");
        }

        // A group around this one may have sent it before.
        body.Rewind();
        var buffer = ArrayPool<byte>.Shared.Rent(MessageStart.Most);
        try
        {
            var (length, text) = await MessageStart.ReadAsync(body, buffer, name, space, anywhere: false, request.Http.RequestAborted);
            var id = name == SoapSessionId.Name ? SoapSessionId.Of(text) : new SoapSessionId(text, "");
            if (id.Tokens.Length > 0 && SoapSessionId.Replace(buffer.AsSpan(0, length), text, id.Own) is { } own)
            {
                body.Replace(own);
                http.ContentLength -= length - own.Length;
            }
            else
            {
                body.Rewind();
            }

            return id;
        }
        catch (Exception fault) when (fault is IOException or OperationCanceledException)
        {
            request.Http.Response.StatusCode = (fault as BadHttpRequestException)?.StatusCode ?? StatusCodes.Status400BadRequest;
            return null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    /// <summary>The member that a session is with, by what was added to its key; null: nothing that counts.</summary>
    public string? MemberOf(SoapSessionId id) =>
        tokens is not null && id.TryRead(tokens.Seal, tokens.Now, out var tag) ? tokens.MemberOf(tag) : null;

    /// <summary>What is added to a session's key in an answer of a member; empty: nothing.</summary>
    /// <param name="own">The service's key.</param>
    /// <param name="member">The member that answers.</param>
    public string Added(string own, string member) =>
        tokens?.Write(member, RequestKeys.OfText(own)) is { } token ? SoapSessionId.Added(token) : "";
}
