using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gateway.Core.Routing;

namespace Gateway.Core.Addresses;

/// <summary>
/// An address that was computed for a request, taken apart and brought into one form. What is compared with <c>allowed_hosts</c> is what
/// is called: nobody reads the text a second time.
/// </summary>
/// <param name="Scheme"><c>http</c> or <c>https</c>.</param>
/// <param name="Host">A name in lower case and punycode, or an IP address in its usual form, without brackets.</param>
/// <param name="Port">The port, written out or the scheme's own.</param>
/// <param name="Address">The IP address, where <paramref name="Host"/> is one; null for a name.</param>
/// <param name="Path">Begins with <c>/</c> or is empty; escapes as they stood.</param>
/// <param name="Query">With its <c>?</c>; empty: none.</param>
public readonly record struct ComputedAddress(string Scheme, string Host, int Port, IPAddress? Address, string Path, string Query)
{
    private const int Longest = 8192;

    /// <summary>Scheme, host and port: what keeps a state of its own.</summary>
    public string Authority => Address is { AddressFamily: AddressFamily.InterNetworkV6 }
        ? string.Create(CultureInfo.InvariantCulture, $"{Scheme}://[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}");

    /// <summary>Reads an address.</summary>
    /// <param name="text">An absolute http or https address.</param>
    /// <param name="address">The address; nothing when it is refused.</param>
    /// <returns>Why it is refused, <see cref="AddressRefusal.None"/> when it is not. Whether it is allowed is another question.</returns>
    public static AddressRefusal Read(string text, out ComputedAddress address)
    {
        address = default;

        // Blanks, controls, backslashes and fragments are read in one way by some and in another by others.
        if (text.Length is 0 or > Longest || text.AsSpan().IndexOfAny('\\', '#') >= 0 || text.AsSpan().IndexOfAnyInRange('\0', ' ') >= 0 || text.Contains('\x7f'))
        {
            return AddressRefusal.Malformed;
        }

        var colon = text.IndexOf(':');
        if (colon <= 0 || !IsScheme(text.AsSpan(0, colon)))
        {
            return AddressRefusal.Malformed;
        }

        var scheme = text[..colon].ToLowerInvariant();
        if (scheme is not ("http" or "https"))
        {
            return AddressRefusal.Scheme;
        }

        if (!text.AsSpan(colon).StartsWith("://", StringComparison.Ordinal))
        {
            return AddressRefusal.Malformed;
        }

        var begin = colon + 3;
        var length = text.AsSpan(begin).IndexOfAny('/', '?');
        var end = length < 0 ? text.Length : begin + length;
        var authority = text[begin..end];
        if (authority.Contains('@'))
        {
            return AddressRefusal.UserInfo;
        }

        var rest = PercentEncoding.EscapeIllegal(text[end..]);
        var query = rest.IndexOf('?');
        var path = query < 0 ? rest : rest[..query];
        if (DotSegments.Contain(path) || !TryReadAuthority(authority, out var host, out var port, out var ip))
        {
            return AddressRefusal.Malformed;
        }

        address = new ComputedAddress(scheme, host, port ?? (scheme == "http" ? 80 : 443), ip, path, query < 0 ? "" : rest[query..]);
        return AddressRefusal.None;
    }

    /// <summary>Reads host and port.</summary>
    internal static bool TryReadAuthority(string text, out string host, out int? port, out IPAddress? address)
    {
        port = null;
        var colon = text.LastIndexOf(':');
        if (colon > text.LastIndexOf(']'))
        {
            var digits = text.AsSpan(colon + 1);
            if (digits.Length > 0)
            {
                if (!ushort.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                {
                    (host, address) = ("", null);
                    return false;
                }

                port = number;
            }

            text = text[..colon];
        }

        return HostName.TryRead(text, out host, out address);
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter(text[0]);
    }
}
