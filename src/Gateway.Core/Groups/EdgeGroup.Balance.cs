using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <content>The algorithms that take no turns: by key, by outstanding requests, by chance.</content>
public sealed partial class EdgeGroup
{
    // What the bound comes to is rounded up; a little is taken off first, so that errors of arithmetic do not round it up once more.
    private const double Rounding = 1e-9;

    private bool _counts;

    /// <summary>Notes that a try has ended, however it did, or that its pick was not used.</summary>
    /// <param name="pick">The pick; one that is not counted changes nothing.</param>
    public void Ended(in Pick pick)
    {
        if (pick.IsCounted && Find(pick.Member) is { Outstanding: > 0 } member)
        {
            member.Outstanding--;
        }
    }

    /// <summary>Requests of this edge that a member has now; only algorithms that look at them count.</summary>
    /// <param name="member">The member's id.</param>
    public int OutstandingAt(string member) => Find(member)?.Outstanding ?? 0;

    private PickOutcome TryBalance(ulong key, IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick)
    {
        var mode = tried is null ? PickMode.Local : PickMode.Spill;
        if (_plan.Algorithm == BalanceAlgorithm.Hash && key == 0)
        {
            // Nothing to look at: dealt in turn, as HAProxy does it.
            return TryWalk(ref _localCursor, mode, tried, now, out pick);
        }

        var member = _plan.Algorithm switch
        {
            BalanceAlgorithm.Hash => ByKey(key, _plan.BalanceFactor, tried, now),
            BalanceAlgorithm.LeastOutstanding => OfTwo(tried, now),
            _ => ByChance(null, tried, now),
        };
        return member is not null ? Use(member, mode, out pick) : TryLast(tried, now, out pick);
    }

    // Consistent hashing with bounded loads (Mirrokni, Thorup, Zadimoghaddam 2016), over rendezvous: nobody gets a request that would put
    // it over the factor times its fair share, and the key's next one in order gets it. Somebody always has room: the shares add up to more.
    private MemberView? ByKey(ulong key, double factor, IReadOnlyCollection<string>? tried, TimeSpan now)
    {
        var weights = 0.0;
        var outstanding = 1L;
        if (factor > 0)
        {
            foreach (var member in _order)
            {
                if (IsPickable(member, tried, now))
                {
                    weights += member.Share;
                    outstanding += member.Outstanding;
                }
            }
        }

        MemberView? best = null;
        var highest = double.MinValue;
        foreach (var member in _order)
        {
            if (!IsPickable(member, tried, now)
                || (factor > 0 && member.Outstanding >= Math.Ceiling((factor * outstanding * member.Share / weights) - Rounding)))
            {
                continue;
            }

            var score = Rendezvous.Score(key, member.Hash, member.Share);
            if (score > highest)
            {
                (best, highest) = (member, score);
            }
        }

        return best;
    }

    // The power of two choices (Mitzenmacher 1996): nearly as even as asking all, and edges that do not know of each other do not all
    // run to the same member. Drawn by weight, so that with nothing outstanding the shares are those of the weights.
    private MemberView? OfTwo(IReadOnlyCollection<string>? tried, TimeSpan now)
    {
        var one = ByChance(null, tried, now);
        return one is not null && ByChance(one, tried, now) is { } other && other.Outstanding * one.Share < one.Outstanding * other.Share
            ? other
            : one;
    }

    private MemberView? ByChance(MemberView? but, IReadOnlyCollection<string>? tried, TimeSpan now)
    {
        var weights = 0.0;
        foreach (var member in _order)
        {
            weights += member != but && IsPickable(member, tried, now) ? member.Share : 0;
        }

        var left = (NextRandom() >> 11) / (double)(1UL << 53) * weights;
        MemberView? last = null;
        foreach (var member in _order)
        {
            if (member == but || !IsPickable(member, tried, now))
            {
                continue;
            }

            last = member;
            left -= member.Share;
            if (left < 0)
            {
                break;
            }
        }

        return last;
    }

    private PickOutcome Counted(PickOutcome outcome, ref Pick pick)
    {
        if (outcome == PickOutcome.Picked && _counts && Find(pick.Member) is { } member)
        {
            member.Outstanding++;
            pick = pick with { IsCounted = true };
        }

        return outcome;
    }
}
