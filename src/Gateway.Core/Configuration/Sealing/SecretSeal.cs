using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Authentication;

namespace Gateway.Core.Configuration.Sealing;

/// <summary>
/// Seals the secrets of catalogs for storage and for the way between nodes: AES-256 in GCM under a key made of the cluster's (HKDF, RFC 5869), each
/// secret tied to the endpoint and the key that it stands under.
/// </summary>
public sealed class SecretSeal
{
    /// <summary>Bytes of a nonce.</summary>
    public const int NonceLength = SealedBytes.NonceLength;

    private const string Opening = "$sealed{";

    private readonly byte[] _key = new byte[SealedBytes.KeyLength];

    /// <summary>Derives the key.</summary>
    /// <param name="clusterKey">The cluster's secret.</param>
    public SecretSeal(ReadOnlySpan<byte> clusterKey)
    {
        HKDF.DeriveKey(HashAlgorithmName.SHA256, clusterKey, _key, salt: [], info: "gateway stored secret 1"u8);
        Span<byte> id = stackalloc byte[4];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, clusterKey, id, salt: [], info: "gateway stored secret 1 name"u8);
        KeyId = Convert.ToHexStringLower(id);
    }

    /// <summary>Names the key without telling anything of it: 8 hexadecimal digits.</summary>
    public string KeyId { get; }

    /// <summary>Whether a text is a sealed secret. Means something only where <see cref="Catalog.SealedWith"/> says so: anybody can write one.</summary>
    public static bool IsSealed(string written)
    {
        ArgumentNullException.ThrowIfNull(written);
        return written.StartsWith(Opening, StringComparison.Ordinal) && written.EndsWith('}');
    }

    /// <summary>Seals a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="place">Where it stands: sealed, it is good for nothing anywhere else.</param>
    /// <param name="nonce">As many random bytes as <see cref="NonceLength"/>, never used before.</param>
    public string Seal(string secret, string place, ReadOnlySpan<byte> nonce) =>
        $"{Opening}{Convert.ToBase64String(SealedBytes.Seal(_key, Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(place), nonce))}}}";

    /// <summary>Opens a sealed secret; null: it was damaged, sealed with another key, or for another place.</summary>
    public string? Open(string written, string place)
    {
        if (!IsSealed(written))
        {
            return null;
        }

        var text = written.AsSpan(Opening.Length, written.Length - Opening.Length - 1);
        var whole = new byte[text.Length];
        return Convert.TryFromBase64Chars(text, whole, out var length) && SealedBytes.Open(_key, whole.AsSpan(0, length), Encoding.UTF8.GetBytes(place)) is { } plain
            ? Encoding.UTF8.GetString(plain)
            : null;
    }
}
