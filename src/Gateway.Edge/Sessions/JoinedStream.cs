namespace Gateway.Edge.Sessions;

/// <summary>A stream with bytes before its beginning, such as those of it that have been read already, and behind its end. Read once.</summary>
/// <param name="first">The bytes before it.</param>
/// <param name="stream">The stream; disposed of with this.</param>
/// <param name="last">The bytes behind it.</param>
internal sealed class JoinedStream(ReadOnlyMemory<byte> first, Stream stream, ReadOnlyMemory<byte> last = default) : Stream
{
    private ReadOnlyMemory<byte> _first = first;
    private ReadOnlyMemory<byte> _last = last;
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

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_first.IsEmpty)
        {
            return new ValueTask<int>(Take(ref _first, buffer));
        }

        return _isOver ? new ValueTask<int>(Take(ref _last, buffer))
            : _last.IsEmpty ? stream.ReadAsync(buffer, cancellationToken)
            : ReadToLastAsync(buffer, cancellationToken);
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

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadToLastAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var read = await stream.ReadAsync(buffer, cancellationToken);
        if (read > 0 || buffer.IsEmpty)
        {
            return read;
        }

        _isOver = true;
        return Take(ref _last, buffer);
    }

    private static int Take(ref ReadOnlyMemory<byte> bytes, Memory<byte> buffer)
    {
        var count = Math.Min(bytes.Length, buffer.Length);
        bytes.Span[..count].CopyTo(buffer.Span);
        bytes = bytes[count..];
        return count;
    }
}
