using System.Net;
using System.Net.Sockets;
using Gateway.Core.Groups;
using Gateway.Core.Routing;

namespace Gateway.Core.Sessions;

/// <summary>The number of what a request is known by; 0 where the request has no such thing, or an empty one.</summary>
public static class RequestKeys
{
    /// <summary>Of a text.</summary>
    public static ulong OfText(ReadOnlySpan<char> text) => text.IsEmpty ? 0 : KeyHash.Of(text);

    /// <summary>Of an address: the same whether it is written as IPv4, or as IPv4 within IPv6.</summary>
    public static ulong OfAddress(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.TryWriteBytes(bytes, out var written) ? KeyHash.Of(bytes[..written]) : 0;
    }

    /// <summary>Of the first cookie of a name.</summary>
    /// <param name="header">A <c>Cookie</c> header.</param>
    /// <param name="name">The cookie's name; case counts.</param>
    public static ulong OfCookie(ReadOnlySpan<char> header, string name)
    {
        var pairs = new CookiePairs(header);
        while (pairs.MoveNext())
        {
            if (pairs.Name.SequenceEqual(name))
            {
                return OfText(pairs.Value);
            }
        }

        return 0;
    }

    /// <summary>Of the first parameter of a name, its escapes read: <c>%20</c> and <c>+</c> are one.</summary>
    /// <param name="query">A raw query.</param>
    /// <param name="name">The parameter's name.</param>
    public static ulong OfParameter(ReadOnlySpan<char> query, string name)
    {
        var parameters = new QueryParameters(query);
        while (parameters.MoveNext())
        {
            if (parameters.Is(name))
            {
                var value = parameters.Value;
                return value.ContainsAny('%', '+') ? OfText(PercentEncoding.Decode(value, plusIsBlank: true)) : OfText(value);
            }
        }

        return 0;
    }
}
