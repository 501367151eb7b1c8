using System.Collections.Frozen;
using Gateway.Core.Groups;
using Gateway.Edge.Probes;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <summary>
/// The shell around one <see cref="EdgeGroup"/>: reads the clock, holds the requests that wait for a turn, sends the calls and makes the
/// probes. The lock is held for decisions only.
/// </summary>
internal sealed partial class GroupShell : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly EdgeGroup _group;
    private readonly IGroupLink _link;
    private readonly IProbes _probes;
    private readonly MemberLog _log;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly GatewayInstruments _instruments;
    private readonly ITimer _overdue;
    private readonly ITimer _due;
    private FrozenDictionary<string, ProbeTarget> _targets;

    public GroupShell(
        EdgeGroup group, FrozenDictionary<string, ProbeTarget> targets, IGroupLink link, IProbes probes, MemberLog log, TimeProvider clock,
        GatewayInstruments instruments)
    {
        _group = group;
        _targets = targets;
        _link = link;
        _probes = probes;
        _log = log;
        _clock = clock;
        _start = clock.GetTimestamp();
        _stop = _stopping.Token;
        _instruments = instruments;
        _overdue = clock.CreateTimer(static shell => ((GroupShell)shell!).ServeOverdue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _due = clock.CreateTimer(static shell => ((GroupShell)shell!).WhenDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Name = group.Plan.Definition.Name;
    }

    public string Name { get; }

    /// <summary>
    /// Whether some member waits for a request that may carry its trial: only then does it matter whether a request can be sent on.
    /// </summary>
    public bool SeeksCarrier => _group.SeeksCarrier;

    /// <summary>Picks a member for a new request: at once from the stock, else with the answer to the next Take.</summary>
    /// <param name="maySendOn">Whether the request can go to another member when its try fails: only such a one carries a trial.</param>
    /// <param name="aborted">Fires when the client has gone: it is then not given a turn.</param>
    /// <returns>Null when no member can be used.</returns>
    public ValueTask<Pick?> PickAsync(bool maySendOn, CancellationToken aborted)
    {
        ValueTask<Pick?> answer;
        TakeRequest? take;
        lock (_gate)
        {
            var now = Now;
            var outcome = _group.TryPick(maySendOn, now, out var pick);
            if (outcome == PickOutcome.Wait)
            {
                var waiter = _spare.TryPop(out var spare) ? spare : new PickWaiter(Release);
                answer = waiter.WaitAsync(now, maySendOn, aborted);
                _waiting.Enqueue(waiter);
                ArmOverdue(EdgeGroup.LongestWait);
            }
            else
            {
                answer = new ValueTask<Pick?>(Counted(outcome, pick, TimeSpan.Zero));
            }

            take = _isGathering ? null : _group.NextTake(_waiting.Count, now);
            if (_group.DueWithTraffic < _armedFor)
            {
                Arm(now);
            }
        }

        if (take is { } request)
        {
            // Begins on this thread: the request waits for the answer anyway, and the lock is free again.
            Own(RunTakesAsync(request));
        }

        return answer;
    }

    /// <summary>Picks another member for a request whose tries have failed so far.</summary>
    public Pick? PickAnother(IReadOnlyCollection<string> tried)
    {
        lock (_gate)
        {
            return _group.TryPickAnother(tried, Now, out var pick) ? Counted(PickOutcome.Picked, pick, TimeSpan.Zero) : null;
        }
    }

    /// <summary>Notes that a try failed by the backend's fault.</summary>
    /// <param name="pick">The try.</param>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="stage">How far the try came.</param>
    /// <returns>How long this edge leaves the member alone, if that begins now; else zero.</returns>
    public TimeSpan Failed(in Pick pick, int errorCode, FailureStage stage)
    {
        TimeSpan length;
        lock (_gate)
        {
            length = _group.Failed(pick, errorCode, stage, Now);
        }

        if (length > TimeSpan.Zero)
        {
            _log.LeftAlone(pick.Member, Name, length, errorCode);
        }

        CountTrial(pick.Routing, TrialOutcome.Failure);
        Go();
        return length;
    }

    /// <summary>Notes that a member answered.</summary>
    /// <returns>Whether it had been left alone.</returns>
    public bool Succeeded(in Pick pick)
    {
        if (!_group.HearsSuccess && !pick.Routing.IsAwaited)
        {
            return false;
        }

        bool isBack;
        lock (_gate)
        {
            isBack = _group.Succeeded(pick, Now);
        }

        CountTrial(pick.Routing, TrialOutcome.Success);
        Go();
        return isBack;
    }

    /// <summary>Notes that nothing can be said of a try.</summary>
    public void GaveBack(in Pick pick)
    {
        if (pick.Routing.IsAwaited)
        {
            lock (_gate)
            {
                _group.GaveBack(pick, Now);
            }

            CountTrial(pick.Routing, TrialOutcome.GivenBack);
            Go();
        }
    }

    /// <summary>Reads the group, under its lock.</summary>
    /// <param name="work">No waiting, no calls, no changes.</param>
    public T With<T>(Func<EdgeGroup, TimeSpan, T> work)
    {
        lock (_gate)
        {
            return work(_group, Now);
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    private Pick? Counted(PickOutcome outcome, Pick pick, TimeSpan waited)
    {
        if (outcome != PickOutcome.Picked)
        {
            return null;
        }

        _instruments.SlotUsed(Name, (SlotMode)pick.Mode);
        if (_group.Plan.Takes)
        {
            _instruments.Acquired(waited.TotalSeconds);
        }

        return pick;
    }

    private void CountTrial(in Routing routing, TrialOutcome outcome)
    {
        if (routing.Permit != 0)
        {
            _instruments.TrialEnded(Name, outcome);
        }
    }

    // Timers count whole milliseconds: one that came a little early would find nothing due.
    private static TimeSpan RoundUp(TimeSpan delay) => TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(delay.TotalMilliseconds)));
}
