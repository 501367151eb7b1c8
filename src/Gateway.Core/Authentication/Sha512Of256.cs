using System.Buffers.Binary;
using System.Numerics;

namespace Gateway.Core.Authentication;

/// <summary>
/// SHA-512/256 (FIPS 180-4, 6.4 and 6.7), which the platform does not have: SHA-512 from another beginning, cut to 256 bits. HTTP Digest calls
/// it SHA-512-256. Used once; not safe for concurrent use.
/// </summary>
public sealed class Sha512Of256
{
    private const int BlockLength = 128;
    private const int Rounds = 80;
    private const int Length = 32;
    private const int LengthAt = 112;

    // The first 64 bits of the fractional parts of the cube roots of the first 80 primes.
    private static readonly ulong[] Constants =
    [
        0x428A2F98D728AE22, 0x7137449123EF65CD, 0xB5C0FBCFEC4D3B2F, 0xE9B5DBA58189DBBC, 0x3956C25BF348B538,
        0x59F111F1B605D019, 0x923F82A4AF194F9B, 0xAB1C5ED5DA6D8118, 0xD807AA98A3030242, 0x12835B0145706FBE,
        0x243185BE4EE4B28C, 0x550C7DC3D5FFB4E2, 0x72BE5D74F27B896F, 0x80DEB1FE3B1696B1, 0x9BDC06A725C71235,
        0xC19BF174CF692694, 0xE49B69C19EF14AD2, 0xEFBE4786384F25E3, 0x0FC19DC68B8CD5B5, 0x240CA1CC77AC9C65,
        0x2DE92C6F592B0275, 0x4A7484AA6EA6E483, 0x5CB0A9DCBD41FBD4, 0x76F988DA831153B5, 0x983E5152EE66DFAB,
        0xA831C66D2DB43210, 0xB00327C898FB213F, 0xBF597FC7BEEF0EE4, 0xC6E00BF33DA88FC2, 0xD5A79147930AA725,
        0x06CA6351E003826F, 0x142929670A0E6E70, 0x27B70A8546D22FFC, 0x2E1B21385C26C926, 0x4D2C6DFC5AC42AED,
        0x53380D139D95B3DF, 0x650A73548BAF63DE, 0x766A0ABB3C77B2A8, 0x81C2C92E47EDAEE6, 0x92722C851482353B,
        0xA2BFE8A14CF10364, 0xA81A664BBC423001, 0xC24B8B70D0F89791, 0xC76C51A30654BE30, 0xD192E819D6EF5218,
        0xD69906245565A910, 0xF40E35855771202A, 0x106AA07032BBD1B8, 0x19A4C116B8D2D0C8, 0x1E376C085141AB53,
        0x2748774CDF8EEB99, 0x34B0BCB5E19B48A8, 0x391C0CB3C5C95A63, 0x4ED8AA4AE3418ACB, 0x5B9CCA4F7763E373,
        0x682E6FF3D6B2B8A3, 0x748F82EE5DEFB2FC, 0x78A5636F43172F60, 0x84C87814A1F0AB72, 0x8CC702081A6439EC,
        0x90BEFFFA23631E28, 0xA4506CEBDE82BDE9, 0xBEF9A3F7B2C67915, 0xC67178F2E372532B, 0xCA273ECEEA26619C,
        0xD186B8C721C0C207, 0xEADA7DD6CDE0EB1E, 0xF57D4F7FEE6ED178, 0x06F067AA72176FBA, 0x0A637DC5A2C898A6,
        0x113F9804BEF90DAE, 0x1B710B35131C471B, 0x28DB77F523047D84, 0x32CAAB7B40C72493, 0x3C9EBE0A15C9BEBC,
        0x431D67C49C100D4C, 0x4CC5D4BECB3E42B6, 0x597F299CFC657E2A, 0x5FCB6FAB3AD6FAEC, 0x6C44198C4A475817,
    ];

    private readonly ulong[] _state =
    [
        0x22312194FC2BF72C, 0x9F555FA3C84C64C2, 0x2393B86B6F53B151, 0x963877195940EABD,
        0x96283EE2A88EFFE3, 0xBE5E1E2553863992, 0x2B0199FC2C85B8AA, 0x0EB72DDC81C52CA2,
    ];

    private readonly byte[] _block = new byte[BlockLength];
    private readonly ulong[] _words = new ulong[Rounds];
    private int _filled;
    private ulong _count;

    /// <summary>The hash of bytes.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> bytes)
    {
        var hash = new Sha512Of256();
        hash.Append(bytes);
        return hash.Finish();
    }

    /// <summary>Takes more bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _count += (ulong)bytes.Length;
        while (!bytes.IsEmpty)
        {
            var taken = Math.Min(bytes.Length, BlockLength - _filled);
            bytes[..taken].CopyTo(_block.AsSpan(_filled));
            bytes = bytes[taken..];
            _filled += taken;
            if (_filled == BlockLength)
            {
                Mix();
                _filled = 0;
            }
        }
    }

    /// <summary>The hash of all bytes taken; nothing may follow.</summary>
    public byte[] Finish()
    {
        // A one, zeros, and the number of bits, so that a block is full. Of its 128 bits the upper 64 are those that no message fills.
        var bits = _count * 8;
        Append([0x80]);
        if (_filled > LengthAt)
        {
            Append(new byte[BlockLength - _filled]);
        }

        _block.AsSpan(_filled).Clear();
        BinaryPrimitives.WriteUInt64BigEndian(_block.AsSpan(BlockLength - sizeof(ulong)), bits);
        Mix();
        var hash = new byte[Length];
        for (var i = 0; i < Length / sizeof(ulong); i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(hash.AsSpan(i * sizeof(ulong)), _state[i]);
        }

        return hash;
    }

    private void Mix()
    {
        var words = _words;
        for (var t = 0; t < Rounds; t++)
        {
            words[t] = t < 16 ? BinaryPrimitives.ReadUInt64BigEndian(_block.AsSpan(t * sizeof(ulong)))
                : words[t - 16] + Small(words[t - 15], 1, 8, 7) + words[t - 7] + Small(words[t - 2], 19, 61, 6);
        }

        var (a, b, c, d, e, f, g, h) = (_state[0], _state[1], _state[2], _state[3], _state[4], _state[5], _state[6], _state[7]);
        for (var t = 0; t < Rounds; t++)
        {
            var one = h + Big(e, 14, 18, 41) + ((e & f) ^ (~e & g)) + Constants[t] + words[t];
            var other = Big(a, 28, 34, 39) + ((a & b) ^ (a & c) ^ (b & c));
            (h, g, f, e, d, c, b, a) = (g, f, e, d + one, c, b, a, one + other);
        }

        ulong[] more = [a, b, c, d, e, f, g, h];
        for (var i = 0; i < more.Length; i++)
        {
            _state[i] += more[i];
        }
    }

    private static ulong Big(ulong x, int one, int two, int three) =>
        BitOperations.RotateRight(x, one) ^ BitOperations.RotateRight(x, two) ^ BitOperations.RotateRight(x, three);

    private static ulong Small(ulong x, int one, int two, int shift) => BitOperations.RotateRight(x, one) ^ BitOperations.RotateRight(x, two) ^ (x >> shift);
}
