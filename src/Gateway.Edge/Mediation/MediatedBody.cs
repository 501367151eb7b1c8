using System.IO.Compression;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Mediation;

/// <summary>How the reading of a body ended.</summary>
internal enum BodyEnd
{
    /// <summary>It is there.</summary>
    Read,

    /// <summary>It is longer than a sequence may read, coded or decoded.</summary>
    TooLarge,

    /// <summary>It is coded in a way that is not known, or not coded as it says.</summary>
    Coded,
}

/// <summary>A body that was read.</summary>
/// <param name="End">How the reading ended.</param>
/// <param name="Raw">As it came.</param>
/// <param name="Plain">Without its content coding.</param>
internal readonly record struct MediatedBody(BodyEnd End, byte[] Raw, byte[] Plain)
{
    /// <summary>Reads a body as a whole.</summary>
    /// <param name="source">The body.</param>
    /// <param name="coding">Its <c>Content-Encoding</c>; null or empty: none.</param>
    /// <param name="limit">The most of it, in bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async ValueTask<MediatedBody> ReadAsync(Stream source, string? coding, long limit, CancellationToken cancellation)
    {
        if (await ReadUpToAsync(source, limit, cancellation) is not { } raw)
        {
            return new MediatedBody(BodyEnd.TooLarge, [], []);
        }

        // What follows is work, not waiting.
        await FairShare.LeaveAsync();
        if (string.IsNullOrEmpty(coding) || coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            return new MediatedBody(BodyEnd.Read, raw, raw);
        }

        await using var coded = new MemoryStream(raw, writable: false);
        await using var plain = Decoder(coded, coding);
        if (plain is null)
        {
            return new MediatedBody(BodyEnd.Coded, raw, []);
        }

        try
        {
            return await ReadUpToAsync(plain, limit, cancellation) is { } decoded
                ? new MediatedBody(BodyEnd.Read, raw, decoded)
                : new MediatedBody(BodyEnd.TooLarge, raw, []);
        }
        catch (InvalidDataException)
        {
            return new MediatedBody(BodyEnd.Coded, raw, []);
        }
    }

    private static Stream? Decoder(Stream coded, string coding) => coding.Trim().ToLowerInvariant() switch
    {
        "gzip" or "x-gzip" => new GZipStream(coded, CompressionMode.Decompress),
        "deflate" => new ZLibStream(coded, CompressionMode.Decompress),
        "br" => new BrotliStream(coded, CompressionMode.Decompress),
        _ => null,
    };

    private static async ValueTask<byte[]?> ReadUpToAsync(Stream source, long limit, CancellationToken cancellation)
    {
        var kept = new byte[4096];
        var length = 0;
        while (true)
        {
            var read = await source.ReadAsync(kept.AsMemory(length), cancellation);
            if (read == 0)
            {
                return kept.AsSpan(0, length).ToArray();
            }

            length += read;
            if (length > limit)
            {
                return null;
            }

            if (length == kept.Length)
            {
                Array.Resize(ref kept, (int)Math.Min(kept.Length * 2L, limit + 1));
            }
        }
    }
}
