using System.Buffers;

namespace Gateway.Edge.Forwarding;

/// <summary>The first part of a body that is kept: pooled memory that grows with it.</summary>
internal struct ReplayMemory
{
    /// <summary>The most that it takes, in bytes.</summary>
    public const int Limit = 64 * 1024;

    private const int FirstSegment = 4096;

    private byte[]? _kept;

    /// <summary>Bytes kept.</summary>
    public int Length { get; private set; }

    /// <summary>Adds bytes at the end.</summary>
    /// <returns>False, and nothing is added, when they are more than there is room for.</returns>
    public bool TryKeep(ReadOnlySpan<byte> bytes)
    {
        if (Length + bytes.Length > Limit)
        {
            return false;
        }

        Grow(Length + bytes.Length);
        bytes.CopyTo(_kept.AsSpan(Length));
        Length += bytes.Length;
        return true;
    }

    /// <summary>Reads from a position before <see cref="Length"/>.</summary>
    public readonly int Read(long position, Span<byte> into)
    {
        var read = Math.Min(into.Length, Length - (int)position);
        _kept.AsSpan((int)position, read).CopyTo(into);
        return read;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        Return(_kept);
        _kept = null;
        Length = 0;
    }

    private void Grow(int needed)
    {
        var size = _kept?.Length ?? 0;
        if (size >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, FirstSegment), Math.Min(size * 2, Limit)));
        _kept.AsSpan(0, Length).CopyTo(larger);
        Return(_kept);
        _kept = larger;
    }

    private static void Return(byte[]? array)
    {
        if (array is not null)
        {
            // What one client sent must not be found by the next user of the array.
            ArrayPool<byte>.Shared.Return(array, clearArray: true);
        }
    }
}
