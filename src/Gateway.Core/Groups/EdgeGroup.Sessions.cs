using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <content>Requests that belong to a member: by their session, or by a key.</content>
public sealed partial class EdgeGroup
{
    private TimeSpan _used;

    /// <summary>Picks the member that a request belongs to. Uses no turn, and never waits.</summary>
    /// <param name="wish">What the request says of it.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="outcome">What came of it.</param>
    /// <param name="pick">The member, if there is one.</param>
    /// <returns>False when it belongs to none that can be used here: it is to be dealt a member like any other request.</returns>
    public bool TryPickOwn(in PickWish wish, TimeSpan now, out PickOutcome outcome, out Pick pick)
    {
        (outcome, pick) = (PickOutcome.NoneAvailable, default);
        if (wish.Member is { } kept && Find(kept) is { } member && member.IsUsableToSessionsAt(now))
        {
            outcome = Use(member, PickMode.Local, out pick);
        }
        else if (wish is { IsSession: true, Key: not 0 })
        {
            outcome = TryOfSession(wish.Key, wish.MaySendOn, now, out pick);
        }
        else if (_plan.Algorithm == BalanceAlgorithm.Hash)
        {
            outcome = _tryable > 0 && wish.MaySendOn && TryCarry(null, now, out pick)
                ? PickOutcome.Picked
                : TryBalance(wish.Key, null, now, out pick);
        }
        else
        {
            return false;
        }

        _used = now;
        Counted(outcome, ref pick);
        return true;
    }

    /// <summary>Picks another member for a request whose tries have failed so far: the next one of its key, if it has one.</summary>
    /// <param name="wish">What the request says of its member.</param>
    /// <param name="tried">Members the request has tried.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">A member not tried yet.</param>
    /// <returns>False when none is left that can be used here.</returns>
    public bool TryPickAnother(in PickWish wish, IReadOnlyCollection<string> tried, TimeSpan now, out Pick pick)
    {
        if (wish is { IsSession: true, Key: not 0 })
        {
            var outcome = ByKey(wish.Key, 0, tried, now) is { } next ? Use(next, PickMode.Spill, out pick) : TryLast(tried, now, out pick);
            return Counted(outcome, ref pick) == PickOutcome.Picked;
        }

        return _plan.Algorithm == BalanceAlgorithm.Hash
            ? Counted(TryBalance(wish.Key, tried, now, out pick), ref pick) == PickOutcome.Picked
            : TryPickAnother(tried, now, out pick);
    }

    // A trial is carried only to the member that the session would be with if that one were well: to any other it is a stranger.
    private PickOutcome TryOfSession(ulong key, bool maySendOn, TimeSpan now, out Pick pick)
    {
        var best = ByKey(key, 0, null, now);
        if (_tryable > 0 && maySendOn)
        {
            var limit = best is null ? double.MinValue : Rendezvous.Score(key, best.Hash, best.Share);
            foreach (var member in _order)
            {
                if (Rendezvous.Score(key, member.Hash, member.Share) > limit && LiveTry(member, now) is { } routing)
                {
                    pick = new Pick(member.Id, PickMode.Local, 0, 0) { Routing = routing };
                    return PickOutcome.Picked;
                }
            }
        }

        return best is not null ? Use(best, PickMode.Local, out pick) : TryLast(null, now, out pick);
    }
}
