namespace Gateway.Edge.Soap;

/// <summary>A stream, and bytes behind its end. Read once, from the beginning.</summary>
/// <param name="stream">The stream; it stays open.</param>
/// <param name="tail">The bytes.</param>
internal sealed class TailedStream(Stream stream, ReadOnlyMemory<byte> tail) : Stream
{
    private ReadOnlyMemory<byte> _tail = tail;
    private bool _isOver;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_isOver)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read > 0 || buffer.IsEmpty)
            {
                return read;
            }

            _isOver = true;
        }

        var count = Math.Min(_tail.Length, buffer.Length);
        _tail.Span[..count].CopyTo(buffer.Span);
        _tail = _tail[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
