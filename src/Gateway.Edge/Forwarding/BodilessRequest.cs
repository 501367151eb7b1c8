using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// Keeps .NET's handler from sending a request twice on its own. Where a pooled connection turns out to be closed before a byte of the
/// answer has come, it sends a request without content again, whatever its method (once more at most: <see cref="FreshConnections"/>
/// ends it at the first connection of the request's own). A request that HTTP does not call idempotent gets
/// an empty content, told by a length of zero, which such a request should have anyway (RFC 9110, 8.6): then it is ours to decide.
/// </summary>
internal static class BodilessRequest
{
    public static void Prepare(GatewayRequest request)
    {
        // CONNECT is a WebSocket over HTTP/2: what follows is no content.
        var headers = request.Http.Request.Headers;
        if (!request.IsIdempotent && !request.HasBody && headers.ContentLength is null && !HttpMethods.IsConnect(request.Http.Request.Method))
        {
            headers.ContentLength = 0;
        }
    }
}
