using Gateway.Core.Groups;

namespace Gateway.Edge.Groups;

/// <content>The requests that wait for a turn, and the Takes that bring them theirs: one at a time.</content>
internal sealed partial class GroupShell
{
    private readonly Queue<PickWaiter> _waiting = new();
    private readonly Stack<PickWaiter> _spare = new();
    private bool _overdueArmed;

    // The next Take is not decided yet, but will be: nobody else sends one.
    private bool _isGathering;

    private async Task RunTakesAsync(TakeRequest first)
    {
        TakeRequest? next = first;
        while (next is { } request)
        {
            var reply = await _link.TakeAsync(Name, request);
            bool gathers;
            lock (_gate)
            {
                var now = Now;
                next = reply is null ? _group.TakeUnanswered(now) : _group.TakeAnswered(reply, now);
                gathers = next is null && ServeWaiting(now) > 1;
                _isGathering = gathers;
                if (next is null && !gathers)
                {
                    next = _group.NextTake(_waiting.Count, now);
                }
            }

            // Of two unanswered Takes, and of news, more may follow.
            if (reply is null || reply.News != GroupNews.None)
            {
                Go();
            }

            if (gathers)
            {
                next = await GatherAsync();
            }
        }
    }

    // Several were served at once, so more are about to come: those that do now are asked for together.
    private async ValueTask<TakeRequest?> GatherAsync()
    {
        await _link.GatherAsync();
        lock (_gate)
        {
            var now = Now;
            _isGathering = false;
            ServeWaiting(now);
            return _group.NextTake(_waiting.Count, now);
        }
    }

    // One timer for all who wait, and none while nobody does: armed for the first, and again for the first of those left.
    private void ArmOverdue(TimeSpan delay)
    {
        if (!_overdueArmed)
        {
            _overdueArmed = true;
            _overdue.Change(RoundUp(delay), Timeout.InfiniteTimeSpan);
        }
    }

    // Lets go on whoever has waited as long as the cluster may hold up a request.
    private void ServeOverdue()
    {
        lock (_gate)
        {
            var now = Now;
            while (_waiting.TryPeek(out var waiter) && now - waiter.Since >= EdgeGroup.LongestWait)
            {
                _waiting.Dequeue().Serve(Counted(_group.TryServeOverdue(now, out var pick), pick, now - waiter.Since));
            }

            _overdueArmed = false;
            if (_waiting.TryPeek(out var next))
            {
                ArmOverdue(next.Since + EdgeGroup.LongestWait - now);
            }
        }
    }

    private int ServeWaiting(TimeSpan now)
    {
        var served = 0;
        while (_waiting.TryPeek(out var waiter))
        {
            if (waiter.IsAborted)
            {
                _waiting.Dequeue().Serve(null);
                continue;
            }

            var outcome = _group.TryServe(waiter.MaySendOn, now, out var pick);
            if (outcome == PickOutcome.Wait)
            {
                break;
            }

            _waiting.Dequeue().Serve(Counted(outcome, pick, now - waiter.Since));
            served++;
        }

        return served;
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
