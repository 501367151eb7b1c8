using System.Buffers;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// A request body that can be sent again: it keeps what passes, up to a limit. Beyond that the copy is given up and the body is an
/// ordinary stream; it never fails for its size. Nothing is read ahead.
/// </summary>
internal sealed class ReplayBody : Stream
{
    /// <summary>The most that is kept, in bytes.</summary>
    public const int Limit = 64 * 1024;

    private const int FirstSegment = 4096;

    private readonly Stream _source;
    private byte[] _kept = [];
    private int _length;
    private int _position;
    private bool _gaveUp;

    public ReplayBody(Stream source) => _source = source;

    /// <summary>Whether everything handed out so far can be handed out again.</summary>
    public bool CanRewind => !_gaveUp;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts again from the first byte.</summary>
    /// <exception cref="InvalidOperationException">The copy was given up.</exception>
    public void Rewind()
    {
        if (_gaveUp)
        {
            throw new InvalidOperationException("The body is larger than what is kept of it.");
        }

        _position = 0;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _length)
        {
            var again = Math.Min(buffer.Length, _length - _position);
            _kept.AsMemory(_position, again).CopyTo(buffer);
            _position += again;
            return again;
        }

        var read = await _source.ReadAsync(buffer, cancellationToken);
        Keep(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Request bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Release();
        base.Dispose(disposing);
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        if (_gaveUp || bytes.IsEmpty)
        {
            return;
        }

        if (_length + bytes.Length > Limit)
        {
            _gaveUp = true;
            Release();
            return;
        }

        Grow(_length + bytes.Length);
        bytes.CopyTo(_kept.AsSpan(_length));
        _length += bytes.Length;
        _position = _length;
    }

    private void Grow(int needed)
    {
        if (_kept.Length >= needed)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Max(needed, FirstSegment), Math.Min(_kept.Length * 2, Limit)));
        _kept.AsSpan(0, _length).CopyTo(larger);
        var smaller = _kept;
        _kept = larger;
        Return(smaller);
    }

    private void Release()
    {
        var kept = _kept;
        _kept = [];
        _length = _position = 0;
        Return(kept);
    }

    private static void Return(byte[] array)
    {
        if (array.Length > 0)
        {
            // What one client sent must not be found by the next user of the array.
            ArrayPool<byte>.Shared.Return(array, clearArray: true);
        }
    }
}
