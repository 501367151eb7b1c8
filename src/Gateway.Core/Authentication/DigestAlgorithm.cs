using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Authentication;

/// <summary>A hash of HTTP Digest, and whether what is made of name and password is bound to a nonce (RFC 7616, 3.4.2).</summary>
/// <param name="Name">As it stands in headers.</param>
/// <param name="IsSession">Whether it is one of those that end in <c>-sess</c>.</param>
/// <param name="Strength">The greater, the stronger.</param>
public sealed record DigestAlgorithm(string Name, bool IsSession, int Strength)
{
    private const int Md5Strength = 1;
    private const int Sha256Strength = 2;

    private static readonly DigestAlgorithm[] All =
    [
        new("MD5", false, Md5Strength), new("MD5-sess", true, Md5Strength), new("SHA-256", false, Sha256Strength),
        new("SHA-256-sess", true, Sha256Strength), new("SHA-512-256", false, 3), new("SHA-512-256-sess", true, 3),
    ];

    /// <summary>The algorithm of a challenge; null: one that is not known here.</summary>
    /// <param name="name">As the challenge names it; null: it names none, which means MD5.</param>
    public static DigestAlgorithm? Find(string? name) =>
        name is null ? All[0] : Array.Find(All, algorithm => algorithm.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The hash of bytes in lower-case hexadecimal.</summary>
#pragma warning disable CA5351 // MD5 is what servers ask for that know no other; a challenge of a stronger one beside it is preferred.
    public string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(Strength switch
    {
        Md5Strength => MD5.HashData(bytes),
        Sha256Strength => SHA256.HashData(bytes),
        _ => Sha512Of256.HashData(bytes),
    });
#pragma warning restore CA5351

    /// <summary>The hash of a text in UTF-8.</summary>
    public string Hash(string text) => Hash(Encoding.UTF8.GetBytes(text));

    /// <summary>Begins to hash what is too long for memory.</summary>
    public DigestHash Begin() => new(Strength switch
    {
        Md5Strength => HashAlgorithmName.MD5,
        Sha256Strength => HashAlgorithmName.SHA256,
        _ => null,
    });
}
