using System.Threading.Tasks.Sources;
using Gateway.Core.Groups;

namespace Gateway.Edge.Groups;

/// <summary>A request that waits for its turn. Pooled: one per waiting request, not one per request.</summary>
internal sealed class PickWaiter : IValueTaskSource<Pick?>
{
    private ManualResetValueTaskSourceCore<Pick?> _core = new() { RunContinuationsAsynchronously = true };
    private readonly Action<PickWaiter> _release;
    private CancellationToken _aborted;

    public PickWaiter(Action<PickWaiter> release) => _release = release;

    /// <summary>Whether the client has gone: its turn is for the next in line.</summary>
    public bool IsAborted => _aborted.IsCancellationRequested;

    /// <summary>When the request began to wait, by its group's clock.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Whether the request can go to another member when its try fails.</summary>
    public bool MaySendOn { get; private set; }

    public ValueTask<Pick?> WaitAsync(TimeSpan now, bool maySendOn, CancellationToken aborted)
    {
        Since = now;
        MaySendOn = maySendOn;
        _aborted = aborted;
        return new ValueTask<Pick?>(this, _core.Version);
    }

    public void Serve(Pick? pick) => _core.SetResult(pick);

    public Pick? GetResult(short token)
    {
        var pick = _core.GetResult(token);
        _core.Reset();
        _aborted = default;
        _release(this);
        return pick;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
