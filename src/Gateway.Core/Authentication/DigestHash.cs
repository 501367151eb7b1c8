using System.Security.Cryptography;

namespace Gateway.Core.Authentication;

/// <summary>The hash of a body that is read piece by piece. Used once; not safe for concurrent use.</summary>
public sealed class DigestHash : IDisposable
{
    private readonly IncrementalHash? _platform;
    private readonly Sha512Of256? _own;

    /// <param name="platform">The platform's name for it; null: <see cref="Sha512Of256"/>.</param>
    internal DigestHash(HashAlgorithmName? platform)
    {
        _platform = platform is { } name ? IncrementalHash.CreateHash(name) : null;
        _own = platform is null ? new Sha512Of256() : null;
    }

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _platform?.AppendData(bytes);
        _own?.Append(bytes);
    }

    /// <summary>The hash in lower-case hexadecimal; nothing may follow.</summary>
    public string Finish() => Convert.ToHexStringLower(_platform?.GetHashAndReset() ?? _own!.Finish());

    /// <inheritdoc />
    public void Dispose() => _platform?.Dispose();
}
