using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>Whose turn it is.</content>
public sealed partial class EdgeGroup
{
    /// <summary>Picks a member for a new request.</summary>
    /// <param name="maySendOn">Whether the request can go to another member when its try fails: only such a one carries a trial.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">The member and its slot, if there is one.</param>
    public PickOutcome TryPick(bool maySendOn, TimeSpan now, out Pick pick)
    {
        _traffic.Count(now);
        return TryServe(maySendOn, now, out pick);
    }

    /// <summary>Picks a member for a request that has waited: it has been counted already.</summary>
    /// <param name="maySendOn">Whether the request can go to another member when its try fails.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">The member and its slot, if there is one.</param>
    public PickOutcome TryServe(bool maySendOn, TimeSpan now, out Pick pick)
    {
        if (_tryable > 0 && maySendOn && TryCarry(null, now, out pick))
        {
            return Counted(PickOutcome.Picked, ref pick);
        }

        if (!_plan.Takes)
        {
            return _plan.Definition.Rules.Failover is not null ? TryCurrent(null, now, out pick)
                : _plan.Algorithm == BalanceAlgorithm.RoundRobin ? TryWalk(ref _localCursor, PickMode.Local, null, now, out pick)
                : Counted(TryBalance(0, null, now, out pick), ref pick);
        }

        if (_stock.TryTake(out var offset, out var member))
        {
            if (member is not null && member.IsUsableAt(now))
            {
                pick = new Pick(member.Id, PickMode.Cluster, _seen.Epoch.Number, offset) { Routing = member.Route() };
                return PickOutcome.Picked;
            }

            // The turn is spent: handing it to the next in line would give the neighbour double load.
            var outcome = TryWalk(ref _spillCursor, PickMode.Spill, null, now, out pick);
            pick = pick with { Epoch = _seen.Epoch.Number, Offset = offset };
            return outcome;
        }

        if (_circuit.IsOpen)
        {
            return TryWalk(ref _degradedCursor, PickMode.Degraded, null, now, out pick);
        }

        if (HasNoTurns)
        {
            return TryWalk(ref _spillCursor, PickMode.Spill, null, now, out pick);
        }

        pick = default;
        return PickOutcome.Wait;
    }

    /// <summary>Picks a member for a request that has waited <see cref="LongestWait"/>: it goes on without a turn.</summary>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">The member, if there is one.</param>
    public PickOutcome TryServeOverdue(TimeSpan now, out Pick pick) => TryWalk(ref _degradedCursor, PickMode.Degraded, null, now, out pick);

    /// <summary>Picks another member for a request whose tries have failed so far. Uses no turn.</summary>
    /// <param name="tried">Members the request has tried.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">A member not tried yet.</param>
    /// <returns>False when none is left that can be used here.</returns>
    public bool TryPickAnother(IReadOnlyCollection<string> tried, TimeSpan now, out Pick pick) =>
        (_plan.Definition.Rules.Failover is not null ? TryCurrent(tried, now, out pick)
            : _plan.Algorithm == BalanceAlgorithm.RoundRobin ? TryWalk(ref _spillCursor, PickMode.Spill, tried, now, out pick)
            : Counted(TryBalance(0, tried, now, out pick), ref pick)) == PickOutcome.Picked;

    /// <summary>
    /// How long until some member can be used again; zero if one can be now, or is in trial. The longest span when only an operator's
    /// word can bring one back.
    /// </summary>
    /// <param name="now">The edge's clock.</param>
    public TimeSpan RetryAfter(TimeSpan now)
    {
        var least = TimeSpan.MaxValue;
        foreach (var member in _order)
        {
            var remaining = member.RemainingAt(now);
            least = remaining < least ? remaining : least;
        }

        return least;
    }

    // The cluster's current member; when it cannot be used here, the first in the configured order that can: WSO2's scan.
    private PickOutcome TryCurrent(IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick)
    {
        var current = _snapshot is { Current: >= 0 } snapshot && snapshot.Current < snapshot.Members.Length
            ? Find(snapshot.Members[snapshot.Current].Id)
            : null;
        if (current is not null && IsPickable(current, tried, now))
        {
            return Use(current, tried is not null ? PickMode.Spill : _circuit.IsOpen ? PickMode.Degraded : PickMode.Cluster, out pick);
        }

        foreach (var member in _order)
        {
            if (IsPickable(member, tried, now))
            {
                return Use(member, _circuit.IsOpen && tried is null ? PickMode.Degraded : PickMode.Spill, out pick);
            }
        }

        return TryLast(tried, now, out pick);
    }

    // Walks the ring from a cursor of this edge's own, past members that cannot be used or have been tried. The grain's ring may
    // be of another catalog revision than this edge's: then the configured one knows members that it does not.
    private PickOutcome TryWalk(ref ulong cursor, PickMode mode, IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick) =>
        (Walk(_ring, ref cursor, tried, now) ?? Walk(_configured, ref cursor, tried, now)) is { } member
            ? Use(member, mode, out pick)
            : TryLast(tried, now, out pick);

    private static MemberView? Walk(RingView ring, ref ulong cursor, IReadOnlyCollection<string>? tried, TimeSpan now)
    {
        for (var step = 0; step < ring.Length; step++)
        {
            var member = ring.At(cursor++);
            if (member is not null && IsPickable(member, tried, now))
            {
                return member;
            }
        }

        return null;
    }

    // A request that would be refused has nothing to lose by a trial; and some groups would rather try than refuse.
    private PickOutcome TryLast(IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick)
    {
        if (_tryable > 0 && TryCarry(tried, now, out pick))
        {
            return PickOutcome.Picked;
        }

        if (_plan.Definition.Rules.WhenAllSuspended == WhenAllSuspended.TryAnyway && _order.Length > 0)
        {
            for (var step = 0; step < _order.Length; step++)
            {
                var member = _order[(int)(_spillCursor++ % (ulong)_order.Length)];
                if (member.Verdict.Word == OperatorWord.None && tried?.Contains(member.Id) != true)
                {
                    return Use(member, PickMode.Spill, out pick);
                }
            }
        }

        pick = default;
        return PickOutcome.NoneAvailable;
    }

    // Only while some member needs a try by a request: else nobody comes here.
    private bool TryCarry(IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick)
    {
        foreach (var member in _order)
        {
            if (tried?.Contains(member.Id) == true || LiveTry(member, now) is not { } routing)
            {
                continue;
            }

            pick = new Pick(member.Id, _circuit.IsOpen ? PickMode.Degraded : _order.Length == 1 ? PickMode.Local : PickMode.Spill, 0, 0)
            {
                Routing = routing,
            };
            return true;
        }

        pick = default;
        return false;
    }

    private static bool IsPickable(MemberView member, IReadOnlyCollection<string>? tried, TimeSpan now) =>
        member.IsUsableAt(now) && (tried is null || !tried.Contains(member.Id));

    private static PickOutcome Use(MemberView member, PickMode mode, out Pick pick)
    {
        pick = new Pick(member.Id, mode, 0, 0) { Routing = member.Route() };
        return PickOutcome.Picked;
    }
}
