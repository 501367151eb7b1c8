using System.Buffers;
using System.Globalization;
using System.Text;

namespace Gateway.Core.Routing;

/// <summary>Reading and writing of <c>%XX</c> (RFC 3986 section 2.1).</summary>
internal static class PercentEncoding
{
    private static readonly SearchValues<char> Illegal = SearchValues.Create(
        Enumerable.Range(0, 0x80).Select(c => (char)c).Where(c => c <= ' ' || c == 0x7F || "\"<>\\^`{|}".Contains(c)).ToArray());

    private static readonly SearchValues<char> Ascii = SearchValues.Create(Enumerable.Range(0, 0x80).Select(c => (char)c).ToArray());

    /// <summary>A letter, a digit or one of <c>-._~</c>: the same whether escaped or not (RFC 3986 section 2.3).</summary>
    public static bool IsUnreserved(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_' or '~';

    /// <summary>Reads the escape at <paramref name="at"/>, -1 when there is none or it is broken.</summary>
    public static int ReadByte(ReadOnlySpan<char> text, int at) =>
        at + 2 < text.Length && text[at] == '%' && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2])
            ? int.Parse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : -1;

    /// <summary>
    /// Writes <paramref name="text"/> with escaped unreserved characters read and hexadecimal digits in upper case, so that texts equal
    /// by RFC 3986 section 6.2.2 become equal. False when an escape is broken: such a text is compared as it stands, because reading
    /// the rest could make a new escape out of its pieces.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="target">At least as long as <paramref name="text"/>.</param>
    /// <param name="written">The length of what was written.</param>
    public static bool TryCanonicalize(ReadOnlySpan<char> text, Span<char> target, out int written)
    {
        written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                target[written++] = text[i];
                continue;
            }

            var value = ReadByte(text, i);
            if (value < 0)
            {
                return false;
            }

            if (IsUnreserved((char)value))
            {
                target[written++] = (char)value;
            }
            else
            {
                target[written++] = '%';
                target[written++] = char.ToUpperInvariant(text[i + 1]);
                target[written++] = char.ToUpperInvariant(text[i + 2]);
            }

            i += 2;
        }

        return true;
    }

    /// <summary>The canonical form of a configured path: what no request can hold as it stands is escaped, then as above.</summary>
    public static string Canonical(string text)
    {
        var escaped = EscapeIllegal(text, keepBraces: true);
        if (!escaped.Contains('%'))
        {
            return escaped;
        }

        var target = new char[escaped.Length];
        return TryCanonicalize(escaped, target, out var written) ? new string(target, 0, written) : escaped;
    }

    /// <summary>Escapes what may not stand in a URL at all: controls, blanks, <c>"&lt;&gt;\^`{|}</c> and everything beyond ASCII.</summary>
    public static string EscapeIllegal(string text, bool keepBraces = false)
    {
        if (!text.AsSpan().ContainsAny(Illegal) && !text.AsSpan().ContainsAnyExcept(Ascii))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.IsAscii && (!Illegal.Contains((char)rune.Value) || (keepBraces && rune.Value is '{' or '}')))
            {
                result.Append((char)rune.Value);
                continue;
            }

            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                result.Append('%').Append(value.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return result.ToString();
    }

    /// <summary>
    /// Reads every escape as UTF-8. Never throws: a broken escape stays as it stands, bytes that are no UTF-8 become U+FFFD.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="plusIsBlank">As in a query (HTML forms); a path's <c>+</c> is a plus.</param>
    public static string Decode(ReadOnlySpan<char> text, bool plusIsBlank)
    {
        if (!text.Contains('%') && !(plusIsBlank && text.Contains('+')))
        {
            return text.ToString();
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var count = 0;
        for (var i = 0; i < text.Length;)
        {
            var value = ReadByte(text, i);
            if (value >= 0)
            {
                bytes[count++] = (byte)value;
                i += 3;
                continue;
            }

            var length = char.IsHighSurrogate(text[i]) && i + 1 < text.Length ? 2 : 1;
            count += plusIsBlank && text[i] == '+'
                ? Encoding.UTF8.GetBytes(" ", bytes.AsSpan(count))
                : Encoding.UTF8.GetBytes(text.Slice(i, length), bytes.AsSpan(count));
            i += length;
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }
}
