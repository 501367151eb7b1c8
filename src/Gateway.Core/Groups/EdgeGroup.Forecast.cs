using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>Who would be picked next, for those who ask why. Nothing changes: no turn is used, no leave taken, no cursor moved.</content>
public sealed partial class EdgeGroup
{
    /// <summary>The member that a request would get now, by the rules of <see cref="TryPickOwn"/> and <see cref="TryPick"/>.</summary>
    /// <param name="wish">What the request says of it.</param>
    /// <param name="next">The cluster's next turn, where somebody has asked the grain; null: what this edge last heard.</param>
    /// <param name="now">The edge's clock.</param>
    public PickForecast Forecast(in PickWish wish, (Epoch Epoch, long Offset)? next, TimeSpan now)
    {
        if (wish.Member is { } kept && Find(kept) is { } own && own.IsUsableToSessionsAt(now))
        {
            return Foretold(own, PickBasis.Session, now);
        }

        if (wish is { IsSession: true, Key: not 0 })
        {
            return OfSession(wish, now);
        }

        return _tryable > 0 && wish.MaySendOn && Carrier(now) is { } carrier ? Foretold(carrier, PickBasis.Trial, now)
            : _plan.Takes ? OfTurns(next, now)
            : _plan.Definition.Rules.Failover is not null ? OfFailover(now)
            : _plan.Algorithm == BalanceAlgorithm.RoundRobin || (_plan.Algorithm == BalanceAlgorithm.Hash && wish.Key == 0)
                ? OfWalk(_localCursor, _order.Length == 1 ? PickBasis.Only : PickBasis.OwnTurn, now)
            : OfBalance(wish.Key, now);
    }

    private PickForecast OfSession(in PickWish wish, TimeSpan now)
    {
        var best = ByKey(wish.Key, 0, null, now);
        if (_tryable > 0 && wish.MaySendOn)
        {
            var limit = best is null ? double.MinValue : Rendezvous.Score(wish.Key, best.Hash, best.Share);
            foreach (var member in _order)
            {
                if (Rendezvous.Score(wish.Key, member.Hash, member.Share) > limit && MayCarry(member, now))
                {
                    return Foretold(member, PickBasis.Trial, now);
                }
            }
        }

        return best is not null ? Foretold(best, PickBasis.SessionKey, now) : OfLast(now);
    }

    private PickForecast OfTurns((Epoch Epoch, long Offset)? next, TimeSpan now)
    {
        if (_stock.TryPeek(out var offset, out var member))
        {
            return OfTurn(member, offset, PickBasis.Turn, now);
        }

        if (_circuit.IsOpen)
        {
            return OfWalk(_degradedCursor, PickBasis.Degraded, now);
        }

        if (HasNoTurns || _snapshot is null)
        {
            return OfWalk(_spillCursor, PickBasis.Substitute, now);
        }

        offset = next is { } known && known.Epoch == _seen.Epoch ? known.Offset : NextOffset;
        return OfTurn(offset >= _ring.FirstOffset ? _ring.MemberOf(offset) : null, offset, PickBasis.NextTurn, now);
    }

    private PickForecast OfTurn(MemberView? member, long offset, PickBasis basis, TimeSpan now)
    {
        var foretold = member is not null && member.IsUsableAt(now)
            ? Foretold(member, basis, now)
            : OfWalk(_spillCursor, PickBasis.Substitute, now) with { Skipped = member?.Id };
        return foretold with { Epoch = _seen.Epoch.Number, Offset = offset };
    }

    private PickForecast OfFailover(TimeSpan now)
    {
        var current = _snapshot is { Current: >= 0 } snapshot && snapshot.Current < snapshot.Members.Length
            ? Find(snapshot.Members[snapshot.Current].Id)
            : null;
        if (current is not null && current.IsUsableAt(now))
        {
            return Foretold(current, PickBasis.Current, now);
        }

        var first = Array.Find(_order, member => member.IsUsableAt(now));
        return (first is null ? OfLast(now) : Foretold(first, PickBasis.Substitute, now)) with { Skipped = current?.Id };
    }

    private PickForecast OfBalance(ulong key, TimeSpan now)
    {
        if (_plan.Algorithm == BalanceAlgorithm.Hash)
        {
            return ByKey(key, _plan.BalanceFactor, null, now) is { } best ? Foretold(best, PickBasis.Key, now) : OfLast(now);
        }

        var usable = Array.FindAll(_order, member => member.IsUsableAt(now));
        return usable.Length switch
        {
            0 => OfLast(now),
            1 => Foretold(usable[0], PickBasis.Only, now),
            _ => Foretold(null, PickBasis.Chance, now),
        };
    }

    // The cursor is a copy: it does not move.
    private PickForecast OfWalk(ulong cursor, PickBasis basis, TimeSpan now) =>
        (Walk(_ring, ref cursor, null, now) ?? Walk(_configured, ref cursor, null, now)) is { } member
            ? Foretold(member, basis, now)
            : OfLast(now);

    private PickForecast OfLast(TimeSpan now)
    {
        if (_tryable > 0 && Carrier(now) is { } carrier)
        {
            return Foretold(carrier, PickBasis.Trial, now);
        }

        if (_plan.Definition.Rules.WhenAllSuspended == WhenAllSuspended.TryAnyway)
        {
            for (var step = 0; step < _order.Length; step++)
            {
                var member = _order[(int)((_spillCursor + (ulong)step) % (ulong)_order.Length)];
                if (member.Verdict.Word == OperatorWord.None)
                {
                    return Foretold(member, PickBasis.Anyway, now);
                }
            }
        }

        return Foretold(null, PickBasis.None, now);
    }

    private MemberView? Carrier(TimeSpan now) => Array.Find(_order, member => MayCarry(member, now));

    private PickForecast Foretold(MemberView? member, PickBasis basis, TimeSpan now)
    {
        var members = ImmutableArray.CreateBuilder<MemberForecast>(_plan.Definition.Members.Length);
        foreach (var known in _plan.Definition.Members)
        {
            var view = _members[known.Id];
            members.Add(new MemberForecast(
                Standing(known, now), view.IsUsableAt(now),
                view.IsHeldAt(now) && view.Verdict is { State: MemberState.Active, Word: OperatorWord.None }, view.Overlay.IsPrivate));
        }

        return new PickForecast(member?.Id, basis, 0, 0, members.MoveToImmutable());
    }
}
