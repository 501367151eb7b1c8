using System.Threading.Tasks.Sources;
using Gateway.Core.Groups;

namespace Gateway.Edge.Groups;

/// <summary>A request that waits for its turn. Pooled: one per waiting request, not one per request.</summary>
internal sealed class PickWaiter : IValueTaskSource<Pick?>
{
    // As many requests go on one after the other on one thread: sending one costs less than giving it to another thread.
    private const int TogetherAtMost = 16;

    private ManualResetValueTaskSourceCore<Pick?> _core;
    private readonly Action<PickWaiter> _release;
    private CancellationToken _aborted;
    private Pick? _pick;
    private PickWaiter? _next;

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

    /// <summary>Gives it its turn, but does not let it go on yet.</summary>
    /// <param name="pick">The turn; null: there is none for it.</param>
    /// <param name="last">Who has been served before it, if anybody.</param>
    public void Serve(Pick? pick, PickWaiter? last)
    {
        _pick = pick;
        last?._next = this;
    }

    /// <summary>Lets go on whoever has been served: the first few here, the others on threads of the pool. Not under a lock.</summary>
    /// <param name="first">The first of them; null: nobody.</param>
    public static void Resume(PickWaiter? first)
    {
        for (var count = 0; first is not null; count++)
        {
            // Once it goes on it may wait for another request.
            var next = first._next;
            first._next = null;
            first._core.RunContinuationsAsynchronously = count >= TogetherAtMost;
            first._core.SetResult(first._pick);
            first = next;
        }
    }

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
