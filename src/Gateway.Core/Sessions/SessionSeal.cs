using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gateway.Core.Sessions;

/// <summary>
/// Writes and reads what the cookie of one group's sessions says: the member, and until when. Every node with the cluster's key reads what
/// any other has written; nobody else can write one, and nobody can read a member's name or address out of it.
/// </summary>
/// <remarks>
/// 30 bytes as base64url (RFC 4648, section 5): the end in milliseconds since 1970 (6 bytes, big-endian), the member's tag (8), and the
/// first 16 of an HMAC-SHA256 over the key of the session and both. The key of the HMAC is the group's own (HKDF, RFC 5869): a cookie
/// of another group does not verify.
/// </remarks>
public sealed class SessionSeal
{
    /// <summary>Characters of a token.</summary>
    public const int TokenLength = 40;

    private const int EndLength = 6;
    private const int SaidLength = EndLength + sizeof(ulong);
    private const int MacLength = 16;
    private const byte OfMember = 1;
    private const byte OfToken = 2;

    private readonly byte[] _key;

    /// <summary>Derives the group's key.</summary>
    /// <param name="clusterKey">The cluster's secret.</param>
    /// <param name="group">The group's name.</param>
    public SessionSeal(ReadOnlySpan<byte> clusterKey, string group)
    {
        _key = new byte[HMACSHA256.HashSizeInBytes];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, clusterKey, _key, salt: [], info: Encoding.UTF8.GetBytes($"gateway session cookie 1 {group}"));
    }

    /// <summary>What stands for a member in a token.</summary>
    /// <param name="member">The member's id.</param>
    public ulong TagOf(string member)
    {
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, [OfMember, .. Encoding.UTF8.GetBytes(member)], mac);
        return BinaryPrimitives.ReadUInt64BigEndian(mac);
    }

    /// <summary>Writes a token.</summary>
    /// <param name="tag">The member's tag.</param>
    /// <param name="key">The number of the key that the session is known by; 0: the token itself is all there is.</param>
    /// <param name="end">When it ends, since 1970.</param>
    public string Write(ulong tag, ulong key, TimeSpan end)
    {
        Span<byte> token = stackalloc byte[SaidLength + MacLength];
        Span<byte> wide = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(wide, end.Ticks / TimeSpan.TicksPerMillisecond);
        wide[(sizeof(long) - EndLength)..].CopyTo(token);
        BinaryPrimitives.WriteUInt64BigEndian(token[EndLength..], tag);
        Sign(token[..SaidLength], key, token[SaidLength..]);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token.</summary>
    /// <param name="text">As the client sent it.</param>
    /// <param name="key">The number of the key that the request's session is known by; 0: none.</param>
    /// <param name="now">The time of day, since 1970.</param>
    /// <param name="tag">The member's tag.</param>
    /// <param name="end">When it ends, since 1970.</param>
    /// <returns>False when it is not a token of this group and key, or its time is up: then it counts as none.</returns>
    public bool TryRead(ReadOnlySpan<char> text, ulong key, TimeSpan now, out ulong tag, out TimeSpan end)
    {
        (tag, end) = (0, default);
        Span<byte> token = stackalloc byte[SaidLength + MacLength];
        if (text.Length != TokenLength || Base64Url.DecodeFromChars(text, token, out _, out var written) != OperationStatus.Done
            || written != token.Length)
        {
            return false;
        }

        Span<byte> mac = stackalloc byte[MacLength];
        Sign(token[..SaidLength], key, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token[SaidLength..]))
        {
            return false;
        }

        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Clear();
        token[..EndLength].CopyTo(wide[(sizeof(long) - EndLength)..]);
        end = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadInt64BigEndian(wide));
        tag = BinaryPrimitives.ReadUInt64BigEndian(token[EndLength..]);
        return now < end;
    }

    private void Sign(ReadOnlySpan<byte> said, ulong key, Span<byte> mac)
    {
        Span<byte> signed = stackalloc byte[1 + sizeof(ulong) + SaidLength];
        signed[0] = OfToken;
        BinaryPrimitives.WriteUInt64BigEndian(signed[1..], key);
        said.CopyTo(signed[(1 + sizeof(ulong))..]);
        Span<byte> whole = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, signed, whole);
        whole[..MacLength].CopyTo(mac);
    }
}
