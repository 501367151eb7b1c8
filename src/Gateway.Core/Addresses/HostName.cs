using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Core.Addresses;

/// <summary>
/// Brings a host into the one form in which it is compared and called: lower case, punycode, no dot at the end, addresses in their
/// usual form however they were written. What resolvers and HTTP stacks do not agree on is refused.
/// </summary>
internal static class HostName
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    /// <summary>Reads a host.</summary>
    /// <param name="text">As it stands between scheme and port, an IPv6 address in its brackets.</param>
    /// <param name="host">Its one form, an IPv6 address without brackets; empty when it cannot be read.</param>
    /// <param name="address">The address that it is; null for a name.</param>
    public static bool TryRead(string text, out string host, out IPAddress? address)
    {
        address = null;
        host = "";
        if (text.StartsWith('['))
        {
            return text.EndsWith(']') && TryReadIPv6(text[1..^1], out host, out address);
        }

        if (ToAscii(text) is not { } ascii)
        {
            return false;
        }

        var name = ascii.EndsWith('.') ? ascii[..^1] : ascii;
        if (!IsName(name))
        {
            return false;
        }

        if (!IPv4Text.IsNumeric(name))
        {
            host = name;
            return true;
        }

        // "Only digits" beyond ASCII are a way to hide an address, and nobody's name.
        if (!IPv4Text.TryRead(name, out address) || !System.Text.Ascii.IsValid(text))
        {
            address = null;
            return false;
        }

        host = address.ToString();
        return true;
    }

    private static bool TryReadIPv6(string text, out string host, out IPAddress? address)
    {
        (host, address) = ("", null);

        // No zone: which link an address is of is nothing that a request can know.
        if (text.Contains('%') || text.Contains('/') || !IPAddress.TryParse(text, out var read) || read.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        address = ReservedAddresses.Plain(read);
        host = address.ToString();
        return true;
    }

    private static string? ToAscii(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        try
        {
            return new IdnMapping { UseStd3AsciiRules = false }.GetAscii(text.ToLowerInvariant()).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsName(string name)
    {
        if (name.Length is 0 or > Longest)
        {
            return false;
        }

        var label = 0;
        foreach (var c in name)
        {
            if (c == '.')
            {
                if (label == 0)
                {
                    return false;
                }

                label = 0;
            }
            else if (!(char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || ++label > LongestLabel)
            {
                return false;
            }
        }

        return label > 0;
    }
}
