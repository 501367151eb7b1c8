namespace Gateway.Edge.Draining;

/// <summary>
/// The client's side of a WebSocket, as the forwarder sees it. Between two frames of the backend it can put a close frame of its own;
/// whatever the backend sends after that is dropped (RFC 6455, 5.5.1). The client's close frame in answer goes through to the backend,
/// which ends its side by it.
/// </summary>
internal sealed class ClientSocket(Stream client, Action<ClientSocket> closed) : Stream
{
    // A close frame with the code 1001, "going away".
    private static readonly byte[] GoingAway = [0x88, 0x02, 0x03, 0xe9];

    private readonly SemaphoreSlim _turn = new(1);
    private FrameWalk _walk;
    private bool _shallEnd;
    private bool _hasEnded;

    /// <inheritdoc />
    public override bool CanRead => true;

    /// <inheritdoc />
    public override bool CanWrite => true;

    /// <inheritdoc />
    public override bool CanSeek => false;

    /// <inheritdoc />
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Sends the close frame, now or after the frame that is on its way.</summary>
    /// <returns>Done when it has been sent or is to follow that frame, or the client is gone.</returns>
    public async Task EndAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _shallEnd = true;
            if (_walk.IsBetweenFrames)
            {
                await SendGoingAwayAsync(CancellationToken.None);
            }
        }
        catch (Exception fault) when (fault is IOException or ObjectDisposedException or OperationCanceledException or InvalidOperationException)
        {
            // The client has gone first.
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        client.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc />
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_hasEnded)
            {
                return;
            }

            var whole = 0;
            while (whole < buffer.Length && !(_shallEnd && _walk.IsBetweenFrames && whole > 0))
            {
                whole += _walk.Walk(buffer.Span[whole..]);
            }

            await client.WriteAsync(buffer[..whole], cancellationToken);
            if (_shallEnd && _walk.IsBetweenFrames)
            {
                await SendGoingAwayAsync(cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc />
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc />
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc />
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc />
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        closed(this);
        await client.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            closed(this);
            client.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask SendGoingAwayAsync(CancellationToken cancellationToken)
    {
        // A side that has closed says nothing more; whichever side was first, this one is done.
        if (!_hasEnded && !_walk.HasClosed)
        {
            _hasEnded = true;
            await client.WriteAsync(GoingAway, cancellationToken);
            await client.FlushAsync(cancellationToken);
        }
    }
}
