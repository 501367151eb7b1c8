using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Gateway.Core.Addresses;

/// <summary>
/// IPv4 addresses in all the forms that systems take (<c>inet_aton</c>; the URL Standard's "IPv4 parser"): one to four numbers, each
/// decimal, octal behind <c>0</c> or hexadecimal behind <c>0x</c>, the last of which fills what is left.
/// </summary>
internal static class IPv4Text
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>Whether a name without a dot at its end is meant as an address: its last label is a number.</summary>
    public static bool IsNumeric(string name)
    {
        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        return last.Length > 0 && (last.IndexOfAnyExceptInRange('0', '9') < 0
            || (last.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && !last[2..].ContainsAnyExcept(HexDigits)));
    }

    /// <summary>Reads an address.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        var parts = text.Split('.');
        if (parts.Length > 4)
        {
            return false;
        }

        var value = 0UL;
        for (var i = 0; i < parts.Length; i++)
        {
            var isLast = i == parts.Length - 1;
            var room = isLast ? 8 * (5 - parts.Length) : 8;
            if (!TryReadNumber(parts[i], out var number) || number >= 1UL << room)
            {
                return false;
            }

            value = (value << room) | number;
        }

        address = new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        return true;
    }

    private static bool TryReadNumber(string text, out ulong number)
    {
        number = 0;
        if (text.Length is 0 or > 20)
        {
            return false;
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return text.Length == 2
                || ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
        }

        if (text.Length == 1 || text[0] != '0')
        {
            return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }

        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            number = (number << 3) | (uint)(digit - '0');
        }

        return true;
    }
}
