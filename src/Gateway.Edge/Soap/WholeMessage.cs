namespace Gateway.Edge.Soap;

/// <summary>A message that has to be looked at whole: read into memory, up to a limit.</summary>
internal static class WholeMessage
{
    /// <summary>The most of one message, in bytes.</summary>
    public const int Most = 8 * 1024 * 1024;

    private const int First = 4096;

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>Its bytes, which are the caller's; null: they are more than <see cref="Most"/>.</returns>
    public static async ValueTask<ArraySegment<byte>?> ReadAsync(Stream stream, long? length, CancellationToken cancellation)
    {
        if (length > Most)
        {
            return null;
        }

        var buffer = new byte[length is { } known ? (int)known + 1 : First];
        var filled = 0;
        while (true)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0)
            {
                return new ArraySegment<byte>(buffer, 0, filled);
            }

            filled += read;
            if (filled > Most)
            {
                return null;
            }

            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, Math.Min(filled * 2, Most + 1));
            }
        }
    }
}
