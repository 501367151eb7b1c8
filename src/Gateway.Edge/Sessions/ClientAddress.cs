using System.Net;
using Gateway.Edge.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Sessions;

/// <summary>
/// Who asks: the peer, or, where that is a trusted proxy, the last one in <c>X-Forwarded-For</c> that is none. What stands before that
/// one is the client's own claim.
/// </summary>
internal sealed class ClientAddress(ForwardedHeaders proxies)
{
    private const string Header = "X-Forwarded-For";

    /// <summary>The address; null where the connection has none.</summary>
    public IPAddress? Of(HttpContext http)
    {
        var client = http.Connection.RemoteIpAddress;
        if (client is null || !proxies.Trusts(http))
        {
            return client;
        }

        var values = http.Request.Headers[Header];
        for (var i = values.Count - 1; i >= 0; i--)
        {
            var rest = values[i].AsSpan();
            while (rest.Length > 0)
            {
                var comma = rest.LastIndexOf(',');
                if (!TryParse(rest[(comma + 1)..].Trim(), out var said))
                {
                    return client;
                }

                client = said;
                if (!proxies.Trusts(said))
                {
                    return client;
                }

                rest = comma < 0 ? [] : rest[..comma];
            }
        }

        return client;
    }

    // Some proxies write the port, too.
    private static bool TryParse(ReadOnlySpan<char> text, out IPAddress address)
    {
        if (IPAddress.TryParse(text, out var plain))
        {
            address = plain;
            return true;
        }

        var isPair = IPEndPoint.TryParse(text, out var pair);
        address = pair?.Address ?? IPAddress.None;
        return isPair;
    }
}
