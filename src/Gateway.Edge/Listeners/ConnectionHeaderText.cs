using System.Text;

namespace Gateway.Edge.Listeners;

/// <summary>
/// Reads a <c>Connection</c> header so that its whole value is kept. Kestrel puts its own word in the place of a value in which it finds
/// just one of <c>close</c>, <c>keep-alive</c> and <c>upgrade</c>, and with that the names of the headers that are for this hop only (RFC
/// 9110, 7.6.1) are gone before anybody can remove those. A value that names others is therefore read as one with two such words more:
/// Kestrel leaves it, and closes the connection after the answer.
/// </summary>
internal sealed class ConnectionHeaderText : Encoding
{
    private const string Kept = ", close, keep-alive";

    public static ConnectionHeaderText Instance { get; } = new();

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount + Kept.Length;

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetCharCount(byte[] bytes, int index, int count) => count + (NamesOthers(bytes.AsSpan(index, count)) ? Kept.Length : 0);

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var value = bytes.AsSpan(byteIndex, byteCount);
        if (value.Contains((byte)0))
        {
            // As Kestrel does where it decodes by itself: the request is malformed.
            throw new DecoderFallbackException("A header value holds a NUL.");
        }

        var length = Latin1.GetChars(bytes, byteIndex, byteCount, chars, charIndex);
        if (!NamesOthers(value))
        {
            return length;
        }

        Kept.CopyTo(chars.AsSpan(charIndex + length));
        return length + Kept.Length;
    }

    private static bool NamesOthers(ReadOnlySpan<byte> value)
    {
        foreach (var part in value.Split((byte)','))
        {
            var option = value[part].Trim(" \t"u8);
            if (!option.IsEmpty && !IsOrdinary(option))
            {
                return true;
            }
        }

        return false;
    }

    // What clients send in good faith, and what is never sent on.
    private static bool IsOrdinary(ReadOnlySpan<byte> option) =>
        Ascii.EqualsIgnoreCase(option, "keep-alive"u8) || Ascii.EqualsIgnoreCase(option, "close"u8) || Ascii.EqualsIgnoreCase(option, "upgrade"u8)
        || Ascii.EqualsIgnoreCase(option, "TE"u8) || Ascii.EqualsIgnoreCase(option, "HTTP2-Settings"u8);
}
