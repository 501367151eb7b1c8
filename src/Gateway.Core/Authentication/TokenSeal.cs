using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Authentication;

/// <summary>
/// Seals tokens for the way to the cluster and back: only nodes that have the cluster's key can read them. AES-256 in GCM under a key of the
/// endpoint's own (HKDF, RFC 5869): the nonce, the text, the tag, as base64.
/// </summary>
public sealed class TokenSeal
{
    /// <summary>Bytes of a nonce; chance is good enough for as many as a key ever sees.</summary>
    public const int NonceLength = SealedBytes.NonceLength;

    private readonly byte[] _key = new byte[SealedBytes.KeyLength];

    /// <summary>Derives the key.</summary>
    /// <param name="clusterKey">The cluster's secret.</param>
    /// <param name="name">What the tokens are for.</param>
    public TokenSeal(ReadOnlySpan<byte> clusterKey, string name) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, clusterKey, _key, salt: [], info: Encoding.UTF8.GetBytes($"gateway token 1 {name}"));

    /// <summary>Seals a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="nonce">As many random bytes as <see cref="NonceLength"/>, never used before.</param>
    public string Seal(string token, ReadOnlySpan<byte> nonce) =>
        Convert.ToBase64String(SealedBytes.Seal(_key, Encoding.UTF8.GetBytes(token), place: [], nonce));

    /// <summary>Opens what was sealed; null: it was not, or not with this key.</summary>
    public string? Open(string sealedToken)
    {
        ArgumentNullException.ThrowIfNull(sealedToken);
        var whole = new byte[sealedToken.Length];
        return Convert.TryFromBase64String(sealedToken, whole, out var length) && SealedBytes.Open(_key, whole.AsSpan(0, length), place: []) is { } plain
            ? Encoding.UTF8.GetString(plain)
            : null;
    }
}
