using System.Runtime.CompilerServices;

namespace Gateway.Edge.Forwarding;

/// <summary>Why a body cannot be sent again.</summary>
internal enum ReplayLoss
{
    /// <summary>It can.</summary>
    None,

    /// <summary>More has passed than is kept of it.</summary>
    TooLarge,

    /// <summary>There is no room for it on disk.</summary>
    NoRoom,
}

/// <summary>
/// A request body that can be sent again: it keeps what passes, up to a limit, the first part in memory and the rest in a file.
/// Beyond that the copy is given up and the body is an ordinary stream; it never fails for its size. Nothing is read ahead.
/// </summary>
internal sealed class ReplayBody : Stream
{
    private readonly Stream _source;
    private readonly ReplayFiles _files;
    private ReplayMemory _memory;
    private FileStream? _file;
    private long _limit;
    private long _length;
    private long _position;
    private long _sourceStart;

    /// <param name="source">The body; a <see cref="WholeBody"/> becomes this one's own.</param>
    /// <param name="files">Where the part goes that is not kept in memory.</param>
    /// <param name="limit">The most that is kept, in bytes; 0: it can be sent again only as long as nothing of it was taken.</param>
    public ReplayBody(Stream source, ReplayFiles files, long limit)
    {
        _source = source;
        _files = files;
        _limit = limit;
    }

    /// <summary>Why it cannot be sent again, if so.</summary>
    public ReplayLoss Loss { get; private set; }

    // Read before it came here, and in memory: nothing needs to be kept of it a second time.
    private bool IsWhole => _source is WholeBody;

    /// <summary>Whether everything handed out so far can be handed out again.</summary>
    public bool CanRewind => Loss == ReplayLoss.None;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Keeps at least so much from now on. What has been given up stays so.</summary>
    public void KeepUpTo(long limit) => _limit = Math.Max(_limit, limit);

    /// <summary>Starts again from the first byte.</summary>
    /// <exception cref="InvalidOperationException">The copy was given up.</exception>
    public void Rewind()
    {
        if (!CanRewind)
        {
            throw new InvalidOperationException("The body is larger than what is kept of it.");
        }

        _position = 0;
        if (IsWhole)
        {
            _source.Position = _sourceStart;
        }
    }

    /// <summary>Puts other bytes in the place of all that has passed, and starts again from the first. For what fits into memory.</summary>
    /// <exception cref="InvalidOperationException">They, or what has passed, are more than is kept in memory.</exception>
    public void Replace(ReadOnlySpan<byte> bytes)
    {
        if (!CanRewind || _file is not null)
        {
            throw new InvalidOperationException("More has passed than is kept in memory.");
        }

        _memory.Release();
        if (!_memory.TryKeep(bytes))
        {
            throw new InvalidOperationException("More bytes than are kept in memory.");
        }

        _length = bytes.Length;
        _position = 0;
        _sourceStart = IsWhole ? _source.Position : 0;
    }

    // Waits for the client for as long as it likes: the state of that wait is taken from a pool.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position < _length)
        {
            return await ReadAgainAsync(buffer, cancellationToken);
        }

        var read = await _source.ReadAsync(buffer, cancellationToken);
        if (read > 0 && CanRewind && !IsWhole)
        {
            await KeepAsync(buffer[..read], cancellationToken);
        }

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
        if (disposing && IsWhole)
        {
            _source.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask<int> ReadAgainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int again;
        if (_position < _memory.Length)
        {
            again = _memory.Read(_position, buffer.Span);
        }
        else
        {
            var file = _file!;
            file.Position = _position - _memory.Length;
            again = await file.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _length - _position)], cancellationToken);
        }

        _position += again;
        return again;
    }

    private ValueTask KeepAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (_length + bytes.Length > _limit)
        {
            GiveUp(ReplayLoss.TooLarge);
            return ValueTask.CompletedTask;
        }

        // Once there is a file, everything that follows goes there: one body is one run of memory and one of disk.
        if (_file is null && _memory.TryKeep(bytes.Span))
        {
            _position = _length += bytes.Length;
            return ValueTask.CompletedTask;
        }

        return KeepOnDiskAsync(bytes, cancellationToken);
    }

    private async ValueTask KeepOnDiskAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        if (!_files.TryReserve(bytes.Length))
        {
            GiveUp(ReplayLoss.NoRoom);
            return;
        }

        try
        {
            _file ??= _files.Open();
            _file.Position = _length - _memory.Length;
            await _file.WriteAsync(bytes, cancellationToken);
            _position = _length += bytes.Length;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The request goes on; it only cannot be sent again.
            _files.GiveBack(bytes.Length);
            GiveUp(ReplayLoss.NoRoom);
        }
        catch (OperationCanceledException)
        {
            // These bytes are gone from the source and half written: nobody can have them again.
            _files.GiveBack(bytes.Length);
            GiveUp(ReplayLoss.NoRoom);
            throw;
        }
    }

    private void GiveUp(ReplayLoss loss)
    {
        Loss = loss;
        Release();
    }

    private void Release()
    {
        if (_file is { } file)
        {
            _file = null;
            _files.GiveBack(_length - _memory.Length);
            file.Dispose();
        }

        _memory.Release();
        _length = _position = 0;
    }
}
