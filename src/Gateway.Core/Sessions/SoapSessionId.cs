using System.Buffers;
using System.Text;

namespace Gateway.Core.Sessions;

/// <summary>
/// A SOAP session's id as it travels between client and gateway: what the service made of it, and behind that who the session is with,
/// a token for each group that keeps sessions so. The service sees only its own part.
/// </summary>
/// <param name="Own">The service's part.</param>
/// <param name="Tokens">What the gateway has added: tokens of a <see cref="SessionSeal"/>, each behind the mark; empty: nothing.</param>
public readonly record struct SoapSessionId(string Own, string Tokens)
{
    /// <summary>Local name of the header block: Axis2's.</summary>
    public const string Name = "ServiceGroupId";

    /// <summary>Its namespace.</summary>
    public const string Space = "http://ws.apache.org/namespaces/axis2";

    private const string Mark = ";gateway=";

    private static ReadOnlySpan<byte> NameBytes => "ServiceGroupId"u8;

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;

    /// <summary>Parts what the client sent.</summary>
    public static SoapSessionId Of(string text)
    {
        var at = text.IndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? new(text, "") : new(text[..at], text[at..]);
    }

    /// <summary>What is to be added for one group.</summary>
    public static string Added(string token) => Mark + token;

    /// <summary>Finds the token that counts for a group.</summary>
    /// <param name="seal">The group's.</param>
    /// <param name="now">The time of day, since 1970.</param>
    /// <param name="tag">The member's tag.</param>
    public bool TryRead(SessionSeal seal, TimeSpan now, out ulong tag)
    {
        var key = RequestKeys.OfText(Own);
        var rest = Tokens.AsSpan();
        while (rest.StartsWith(Mark))
        {
            rest = rest[Mark.Length..];
            var end = rest.IndexOf(';');
            if (seal.TryRead(end < 0 ? rest : rest[..end], key, now, out tag, out _))
            {
                return true;
            }

            rest = end < 0 ? [] : rest[end..];
        }

        tag = 0;
        return false;
    }

    /// <summary>Changes the id's text in a message, wherever an element of its name holds it.</summary>
    /// <param name="message">The message's beginning, in an encoding whose letters are those of ASCII.</param>
    /// <param name="from">The id as it stands there.</param>
    /// <param name="to">The id as it is to stand there.</param>
    /// <returns>The beginning so changed; null when it does not stand there in these letters.</returns>
    public static byte[]? Replace(ReadOnlySpan<byte> message, string from, string to)
    {
        if (from.Length is 0 || !Ascii.IsValid(from) || !Ascii.IsValid(to))
        {
            return null;
        }

        var old = Encoding.ASCII.GetBytes(from);
        var changed = new ArrayBufferWriter<byte>(message.Length + to.Length);
        var isChanged = false;
        while (true)
        {
            var name = message.IndexOf(NameBytes);
            var tag = name < 0 ? -1 : message[name..].IndexOf((byte)'>');
            if (tag < 0)
            {
                break;
            }

            var text = name + tag + 1;
            text += message[text..].IndexOfAnyExcept(Blanks) is > 0 and var blanks ? blanks : 0;
            var behind = message[text..];
            changed.Write(message[..text]);
            if (behind.StartsWith(old) && behind[old.Length..].TrimStart(Blanks).StartsWith((byte)'<'))
            {
                changed.Write(Encoding.ASCII.GetBytes(to));
                text += old.Length;
                isChanged = true;
            }

            message = message[text..];
        }

        changed.Write(message);
        return isChanged ? changed.WrittenSpan.ToArray() : null;
    }
}
