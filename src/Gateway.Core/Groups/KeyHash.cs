namespace Gateway.Core.Groups;

/// <summary>
/// A number for a text: the same on every node, in every version and on every machine, because all of them must find the same member
/// for a key. FNV-1a, and a last mixing (MurmurHash3's) that spreads what FNV leaves together. No defence against chosen keys.
/// </summary>
public static class KeyHash
{
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    /// <summary>The number of a text; never 0, which stands for no key.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = Basis;
        foreach (var c in text)
        {
            hash = (hash ^ c) * Prime;
        }

        return Finish(hash);
    }

    /// <summary>The number of a run of bytes; never 0.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Basis;
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * Prime;
        }

        return Finish(hash);
    }

    /// <summary>Mixes all bits with all others.</summary>
    internal static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 33)) * 0xFF51AFD7ED558CCD;
        bits = (bits ^ (bits >> 33)) * 0xC4CEB9FE1A85EC53;
        return bits ^ (bits >> 33);
    }

    private static ulong Finish(ulong hash) => Mix(hash) is not 0 and var mixed ? mixed : 1;
}
