using System.Security.Cryptography;

namespace Gateway.Core.Authentication;

/// <summary>Bytes that only holders of a key can read or make: AES-256 in GCM (NIST SP 800-38D), as nonce, cipher text, tag.</summary>
internal static class SealedBytes
{
    /// <summary>Bytes of a nonce; chance is good enough for as many as a key ever sees.</summary>
    public const int NonceLength = 12;

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    private const int TagLength = 16;

    /// <summary>Seals bytes.</summary>
    /// <param name="key">The key.</param>
    /// <param name="plain">What is sealed.</param>
    /// <param name="place">What it is tied to: it opens with the same only. Not a part of the result.</param>
    /// <param name="nonce">As many random bytes as <see cref="NonceLength"/>, never used before.</param>
    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> place, ReadOnlySpan<byte> nonce)
    {
        var whole = new byte[NonceLength + plain.Length + TagLength];
        nonce.CopyTo(whole);
        using var cipher = new AesGcm(key, TagLength);
        cipher.Encrypt(nonce, plain, whole.AsSpan(NonceLength, plain.Length), whole.AsSpan(NonceLength + plain.Length), place);
        return whole;
    }

    /// <summary>Opens them; null: they were not sealed so, or not with this key, or for another place.</summary>
    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> place)
    {
        if (whole.Length < NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[whole.Length - NonceLength - TagLength];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(whole[..NonceLength], whole.Slice(NonceLength, plain.Length), whole[(NonceLength + plain.Length)..], plain, place);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
