using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// Says to the backend who asks: <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c>. What a client claims of itself is
/// replaced; what a trusted proxy says is kept and continued.
/// </summary>
internal sealed class ForwardedHeaders
{
    /// <summary>Says for which of an API's endpoints the consumer's key is good.</summary>
    public const string KeyType = "X-Gateway-Key-Type";

    private const string For = "X-Forwarded-For";
    private const string Proto = "X-Forwarded-Proto";
    private const string Host = "X-Forwarded-Host";
    private static readonly string[] Claims = [For, Proto, Host, "Forwarded", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Real-IP", KeyType];

    private readonly ImmutableArray<IPNetwork> _trusted;

    public ForwardedHeaders(ImmutableArray<IPNetwork> trusted) => _trusted = trusted;

    /// <summary>Whether the peer is a proxy whose headers count.</summary>
    public bool Trusts(HttpContext http) => !_trusted.IsEmpty && http.Connection.RemoteIpAddress is { } peer && Trusts(peer);

    /// <summary>Whether an address is a proxy's whose headers count.</summary>
    public bool Trusts(IPAddress peer)
    {
        var address = peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer;
        foreach (var network in _trusted)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    public void Write(HttpContext http, HttpRequestHeaders headers)
    {
        var client = http.Connection.RemoteIpAddress is { } peer ? AddressText.Of(http, peer) : "unknown";
        if (Trusts(http))
        {
            Continue(headers, client);
            AddMissing(headers, Proto, http.Request.Scheme);
            AddMissing(headers, Host, http.Request.Host.Value ?? "");
            return;
        }

        // Asked of the listener's headers first: hardly a client sends one of them, and there a look costs next to nothing.
        var sent = http.Request.Headers;
        foreach (var claim in Claims)
        {
            if (sent.ContainsKey(claim))
            {
                headers.Remove(claim);
            }
        }

        headers.TryAddWithoutValidation(For, client);
        headers.TryAddWithoutValidation(Proto, http.Request.Scheme);
        headers.TryAddWithoutValidation(Host, http.Request.Host.Value ?? "");
    }

    private static void Continue(HttpRequestHeaders headers, string client)
    {
        var path = headers.NonValidated.TryGetValues(For, out var said) ? $"{string.Join(", ", said)}, {client}" : client;
        Replace(headers, For, path);
    }

    private static void AddMissing(HttpRequestHeaders headers, string name, string value)
    {
        if (!headers.NonValidated.Contains(name))
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }

    private static void Replace(HttpRequestHeaders headers, string name, string value)
    {
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }
}
