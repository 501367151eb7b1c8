using Gateway.Core.Groups;

namespace Gateway.Edge.Groups;

/// <content>Takes, one after the other, and whoever waits for their answers.</content>
internal sealed partial class GroupShell
{
    private static readonly TimeSpan GatherFor = TimeSpan.FromMilliseconds(1);

    private readonly ITimer _gathered;
    private readonly Queue<PickWaiter> _waiting = new();
    private bool _isTaking;

    // How many requests the next Take is held back for; 0: it is not.
    private int _gathering;

    // Under the lock. While Takes are under way the next one is theirs, unless it is held back and enough have come.
    private TakeRequest? NextTake(TimeSpan now)
    {
        if (_gathering > 0 && _waiting.Count >= _gathering)
        {
            _gathering = 0;
            _isTaking = false;
        }

        if (_isTaking)
        {
            return null;
        }

        var take = _group.NextTake(_waiting.Count, now);
        _isTaking = take is not null;
        return take;
    }

    private async Task RunTakesAsync(TakeRequest first)
    {
        TakeRequest? next = first;
        while (next is { } request)
        {
            var reply = await _link.TakeAsync(Name, request);
            PickWaiter? served = null;
            lock (_gate)
            {
                var now = Now;
                next = reply is null ? _group.TakeUnanswered(now) : _group.TakeAnswered(reply, now);
                if (next is null)
                {
                    served = ServeWaiting(now);
                }
            }

            // They go first: whoever arrives meanwhile shares the next Take, and a Take costs as much for many as for one.
            PickWaiter.Resume(served);
            if (next is null)
            {
                lock (_gate)
                {
                    next = TakeAfterOthers(out served);
                }

                PickWaiter.Resume(served);
            }

            // Of two unanswered Takes, and of news, more may follow.
            if (reply is null || reply.News != GroupNews.None)
            {
                Go();
            }
        }
    }

    // Under the lock; whoever is served is to be resumed without.
    private TakeRequest? TakeAfterOthers(out PickWaiter? served)
    {
        var wanted = _group.GatherAtLeast;
        if (wanted > 1 && _waiting.Count < wanted)
        {
            _gathering = wanted;
            _gathered.Change(GatherFor, Timeout.InfiniteTimeSpan);
            served = null;
            return null;
        }

        return TakeNow(out served);
    }

    // Not enough have come in time: those who are there go with the next Take.
    private void Gathered()
    {
        TakeRequest? take = null;
        PickWaiter? served = null;
        lock (_gate)
        {
            if (_gathering > 0)
            {
                _gathering = 0;
                take = TakeNow(out served);
            }
        }

        PickWaiter.Resume(served);
        if (take is { } request)
        {
            Own(RunTakesAsync(request));
        }
    }

    // Under the lock. Since nothing was in flight the cluster may have been given up: then nobody waits for a Take, and none will come.
    private TakeRequest? TakeNow(out PickWaiter? served)
    {
        var now = Now;
        served = ServeWaiting(now);
        _isTaking = false;
        return NextTake(now);
    }

    // Lets go on whoever has waited as long as the cluster may hold up a request.
    private void ServeOverdue()
    {
        PickWaiter? first = null;
        lock (_gate)
        {
            var now = Now;
            PickWaiter? last = null;
            while (_waiting.TryPeek(out var waiter) && now - waiter.Since >= EdgeGroup.LongestWait)
            {
                _waiting.Dequeue().Serve(Counted(_group.TryServeOverdue(now, out var pick), pick, now - waiter.Since), last);
                first ??= waiter;
                last = waiter;
            }

            _overdueArmed = false;
            if (_waiting.TryPeek(out var next))
            {
                ArmOverdue(next.Since + EdgeGroup.LongestWait - now);
            }
        }

        PickWaiter.Resume(first);
    }

    // Under the lock; whoever it returns is to be resumed without.
    private PickWaiter? ServeWaiting(TimeSpan now)
    {
        PickWaiter? first = null;
        PickWaiter? last = null;
        while (_waiting.TryPeek(out var waiter))
        {
            Pick? turn = null;
            if (!waiter.IsAborted)
            {
                var outcome = _group.TryServe(waiter.MaySendOn, now, out var pick);
                if (outcome == PickOutcome.Wait)
                {
                    break;
                }

                turn = Counted(outcome, pick, now - waiter.Since);
            }

            _waiting.Dequeue().Serve(turn, last);
            first ??= waiter;
            last = waiter;
        }

        return first;
    }
}
