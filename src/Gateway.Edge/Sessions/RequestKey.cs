using Gateway.Core.Endpoints;
using Gateway.Core.Sessions;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Sessions;

/// <summary>What of a request its member is found by.</summary>
/// <param name="key">Where it stands.</param>
/// <param name="clients">Finds the client's address.</param>
internal sealed class RequestKey(HashKey key, ClientAddress clients)
{
    /// <summary>The key's number; 0: the request has none.</summary>
    public ulong Of(GatewayRequest request) => key.Source switch
    {
        HashSource.Header => RequestKeys.OfText(request.Http.Request.Headers[key.Name].ToString()),
        HashSource.Cookie => OfCookie(request),
        HashSource.Query => RequestKeys.OfParameter(request.Target.Query, key.Name),
        _ => clients.Of(request.Http) is { } client ? RequestKeys.OfAddress(client) : 0,
    };

    private ulong OfCookie(GatewayRequest request)
    {
        foreach (var header in request.Http.Request.Headers.Cookie)
        {
            if (RequestKeys.OfCookie(header, key.Name) is not 0 and var number)
            {
                return number;
            }
        }

        return 0;
    }
}
