using Gateway.Core.Groups;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Groups;

/// <summary>
/// The shell around one <see cref="EdgeGroup"/>: reads the clock, holds the requests that wait for a turn, and keeps at most one
/// Take in flight. The lock is held for decisions only.
/// </summary>
internal sealed class GroupShell
{
    private readonly Lock _gate = new();
    private readonly EdgeGroup _group;
    private readonly IGroupLink _link;
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly GatewayInstruments _instruments;
    private readonly Queue<PickWaiter> _waiting = new();
    private readonly Stack<PickWaiter> _spare = new();
    private Task _takes = Task.CompletedTask;

    public GroupShell(EdgeGroup group, IGroupLink link, TimeProvider clock, GatewayInstruments instruments)
    {
        _group = group;
        _link = link;
        _clock = clock;
        _start = clock.GetTimestamp();
        _instruments = instruments;
        Name = group.Plan.Definition.Name;
    }

    public string Name { get; }

    /// <summary>Completes when no Take is in flight any more.</summary>
    public Task Quiet
    {
        get
        {
            lock (_gate)
            {
                return _takes;
            }
        }
    }

    /// <summary>Picks a member for a new request: at once from the stock, else with the answer to the next Take.</summary>
    /// <param name="aborted">Fires when the client has gone: it is then not given a turn.</param>
    /// <returns>Null when no member can be used.</returns>
    public ValueTask<Pick?> PickAsync(CancellationToken aborted)
    {
        ValueTask<Pick?> answer;
        lock (_gate)
        {
            var now = Now;
            var outcome = _group.TryPick(now, out var pick);
            if (outcome == PickOutcome.Wait)
            {
                var waiter = _spare.TryPop(out var spare) ? spare : new PickWaiter(Release);
                answer = waiter.WaitAsync(now, aborted);
                _waiting.Enqueue(waiter);
            }
            else
            {
                answer = new ValueTask<Pick?>(Counted(outcome, pick, TimeSpan.Zero));
            }

            if (_group.NextTake(_waiting.Count, now) is { } take)
            {
                // Owned here: one at a time, its failures are outcomes, and a stopping node waits for it.
                _takes = RunTakesAsync(take);
            }
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
    /// <returns>How long this edge leaves the member alone, if that begins now; else zero.</returns>
    public TimeSpan Failed(string member, int errorCode)
    {
        lock (_gate)
        {
            return _group.Failed(member, errorCode, Now);
        }
    }

    /// <summary>Notes that a member answered.</summary>
    /// <returns>Whether it had failed before.</returns>
    public bool Succeeded(string member)
    {
        if (!_group.HasOverlays)
        {
            return false;
        }

        lock (_gate)
        {
            return _group.Succeeded(member);
        }
    }

    /// <summary>Reads the group or tells it something, under its lock.</summary>
    /// <param name="work">A decision: no waiting, no calls.</param>
    public T With<T>(Func<EdgeGroup, TimeSpan, T> work)
    {
        lock (_gate)
        {
            return work(_group, Now);
        }
    }

    /// <summary>Sends the Pull that is due, if one is.</summary>
    public async Task PullAsync()
    {
        PullRequest? pull;
        TimeSpan sent;
        lock (_gate)
        {
            sent = Now;
            pull = _group.NextPull(sent);
        }

        if (pull is not { } request)
        {
            return;
        }

        var reply = await _link.PullAsync(Name, request);
        lock (_gate)
        {
            var now = Now;
            if (reply is null)
            {
                _group.PullUnanswered(now);
            }
            else
            {
                _group.PullAnswered(reply, now - sent, now);
            }

            ServeWaiting(now);
        }
    }

    /// <summary>Lets go on whoever has waited as long as the cluster may hold up a request. Called every few milliseconds.</summary>
    public void ServeOverdue()
    {
        // Read without the lock: who begins to wait just now is not overdue.
        if (_waiting.Count == 0)
        {
            return;
        }

        lock (_gate)
        {
            var now = Now;
            while (_waiting.TryPeek(out var waiter) && now - waiter.Since >= EdgeGroup.LongestWait)
            {
                _waiting.Dequeue().Serve(Counted(_group.TryServeOverdue(now, out var pick), pick, now - waiter.Since));
            }
        }
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    private async Task RunTakesAsync(TakeRequest first)
    {
        // The caller holds the lock and has a request to answer: the call itself is not its business.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        TakeRequest? next = first;
        while (next is { } request)
        {
            var reply = await _link.TakeAsync(Name, request);
            lock (_gate)
            {
                var now = Now;
                next = reply is null ? _group.TakeUnanswered(now) : _group.TakeAnswered(reply, now);
                if (next is null)
                {
                    ServeWaiting(now);
                    next = _group.NextTake(_waiting.Count, now);
                }
            }
        }
    }

    private void ServeWaiting(TimeSpan now)
    {
        while (_waiting.TryPeek(out var waiter))
        {
            if (waiter.IsAborted)
            {
                _waiting.Dequeue().Serve(null);
                continue;
            }

            var outcome = _group.TryServe(now, out var pick);
            if (outcome == PickOutcome.Wait)
            {
                return;
            }

            _waiting.Dequeue().Serve(Counted(outcome, pick, now - waiter.Since));
        }
    }

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

    private void Release(PickWaiter waiter)
    {
        lock (_gate)
        {
            if (_spare.Count < 1024)
            {
                _spare.Push(waiter);
            }
        }
    }
}
