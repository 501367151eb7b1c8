using Gateway.Core.Sessions;

namespace Gateway.Edge.Sessions;

/// <summary>Reads the beginning of a SOAP message, as far as its header has to be seen.</summary>
internal static class MessageStart
{
    /// <summary>The most that is read, in bytes.</summary>
    public const int Most = 64 * 1024;

    private static readonly string[] XmlTypes = ["text/xml", "application/soap+xml", "application/xml"];

    /// <summary>Reads until a header block has come, or it is sure that it does not come.</summary>
    /// <param name="message">The message.</param>
    /// <param name="buffer">At least <see cref="Most"/> bytes.</param>
    /// <param name="name">The block's local name.</param>
    /// <param name="space">Its namespace.</param>
    /// <param name="anywhere">Whether it may stand within another block.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>How much has been read, and the block's text; empty: there is none.</returns>
    public static async ValueTask<(int Length, string Text)> ReadAsync(
        Stream message, byte[] buffer, string name, string space, bool anywhere, CancellationToken cancellation)
    {
        // Looked at again only when twice as much has come: a message that drips in costs no more than one that comes at once.
        int length = 0, lookAt = 1;
        while (true)
        {
            var read = await message.ReadAsync(buffer.AsMemory(length, Most - length), cancellation);
            length += read;
            var isWhole = read == 0;
            if (!isWhole && length < lookAt && length < Most)
            {
                continue;
            }

            lookAt = length * 2;
            var look = SoapHeader.Find(new ArraySegment<byte>(buffer, 0, length), isWhole, name, space, anywhere, out var text);
            if (look != SoapLook.Unfinished || length == Most)
            {
                return (length, text);
            }
        }
    }

    /// <summary>Whether a body of this type and coding can be looked at.</summary>
    public static bool IsReadable(ReadOnlySpan<char> type, bool isEncoded)
    {
        var end = type.IndexOf(';');
        var media = (end < 0 ? type : type[..end]).Trim();
        foreach (var known in XmlTypes)
        {
            if (media.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return !isEncoded;
            }
        }

        return false;
    }
}
