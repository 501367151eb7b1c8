namespace Gateway.Core.Groups;

/// <summary>
/// The edge's side of the protocol for one group: whose turn it is, what to ask the grain for, and how to go on without it.
/// Synchronous and without a clock; the shell around it holds the waiting requests, reads the time and sends the calls.
/// Not safe for concurrent use: the shell calls it under a lock.
/// </summary>
public sealed partial class EdgeGroup
{
    private readonly Guid _edge;
    private readonly string _node;
    private readonly SlotStock _stock = new();
    private readonly Circuit _circuit = new();
    private ulong _random;
    private GroupPlan _plan;
    private Dictionary<string, MemberView> _members = [];
    private RingView _configured;
    private RingView _ring;
    private int _overlays;
    private TrafficRate _traffic;
    private ulong _degradedCursor;
    private ulong _localCursor;
    private ulong _spillCursor;

    /// <summary>Starts with the configured ring, and with the circuit open: the first answers of the grain close it.</summary>
    /// <param name="plan">The group in the edge's catalog.</param>
    /// <param name="edge">The edge's process.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="random">Any random bits: phases and jitter are drawn from them.</param>
    public EdgeGroup(GroupPlan plan, Guid edge, string node, ulong random)
    {
        _edge = edge;
        _node = node;
        _random = random;
        _plan = plan;
        _ring = _configured = Configure(plan);
        _degradedCursor = _spillCursor = _localCursor = NextRandom();
    }

    /// <summary>The group in the edge's catalog.</summary>
    public GroupPlan Plan => _plan;

    /// <summary>Whether the group's grain is out of reach and this edge goes on alone.</summary>
    public bool IsDegraded => _circuit.IsOpen;

    /// <summary>Turns in stock.</summary>
    public int Stocked => _stock.Count;

    /// <summary>Picks a member for a new request.</summary>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">The member and its slot, if there is one.</param>
    public PickOutcome TryPick(TimeSpan now, out Pick pick)
    {
        _traffic.Count(now);
        return TryServe(now, out pick);
    }

    /// <summary>Picks a member for a request that has waited: it has been counted already.</summary>
    /// <param name="now">The edge's clock.</param>
    /// <param name="pick">The member and its slot, if there is one.</param>
    public PickOutcome TryServe(TimeSpan now, out Pick pick)
    {
        if (!_plan.Takes)
        {
            return TryWalk(ref _localCursor, PickMode.Local, null, now, out pick);
        }

        if (_stock.TryTake(out var offset, out var member))
        {
            if (member is not null && member.IsUsableAt(now))
            {
                pick = new Pick(member.Id, PickMode.Cluster, _seen.Epoch.Number, offset);
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
        TryWalk(ref _spillCursor, PickMode.Spill, tried, now, out pick) == PickOutcome.Picked;

    /// <summary>Notes that a try at a member failed by the backend's fault.</summary>
    /// <param name="member">Its id.</param>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="now">The edge's clock.</param>
    /// <returns>How long this edge now leaves it alone, if that has begun just now; else zero.</returns>
    public TimeSpan Failed(string member, int errorCode, TimeSpan now)
    {
        if (_members.GetValueOrDefault(member) is not { } view || !view.IsUsableAt(now))
        {
            return TimeSpan.Zero;
        }

        var begins = view.Overlays == 0;
        view.Failed(errorCode, now);
        _overlays += begins && view.Overlays > 0 ? 1 : 0;
        return view.RemainingAt(now);
    }

    /// <summary>Notes that a member answered.</summary>
    /// <param name="member">Its id.</param>
    /// <returns>Whether that ended an overlay.</returns>
    public bool Succeeded(string member)
    {
        if (_members.GetValueOrDefault(member) is not { Overlays: > 0 } view)
        {
            return false;
        }

        view.Succeeded();
        _overlays--;
        return true;
    }

    /// <summary>Whether any member has failed here since it last answered: only then is a success worth telling.</summary>
    public bool HasOverlays => _overlays > 0;

    /// <summary>How long until some member can be used again; zero if one can be now.</summary>
    /// <param name="now">The edge's clock.</param>
    public TimeSpan RetryAfter(TimeSpan now)
    {
        var least = TimeSpan.MaxValue;
        foreach (var member in _members.Values)
        {
            var remaining = member.RemainingAt(now);
            least = remaining < least ? remaining : least;
        }

        return least;
    }

    /// <summary>Goes on under a changed catalog. Overlays, stock and cursors stay, by the members' ids.</summary>
    /// <param name="plan">The group in the new catalog.</param>
    public void Replan(GroupPlan plan)
    {
        _plan = plan;
        _configured = Configure(plan);
        _ring = _snapshot is null ? _configured : _ring.Over(Find);
        _rings = _rings.ConvertAll(ring => ring.Over(Find));
        _stock.Resolve(Find);
        _pulls.DueNow();
    }

    // Walks the ring from a cursor of this edge's own, past members that cannot be used or have been tried. The grain's ring may
    // be of another catalog revision than this edge's: then the configured one knows members that it does not.
    private PickOutcome TryWalk(ref ulong cursor, PickMode mode, IReadOnlyCollection<string>? tried, TimeSpan now, out Pick pick)
    {
        if ((Walk(_ring, ref cursor, tried, now) ?? Walk(_configured, ref cursor, tried, now)) is { } member)
        {
            pick = new Pick(member.Id, mode, 0, 0);
            return PickOutcome.Picked;
        }

        pick = default;
        return PickOutcome.NoneAvailable;
    }

    private static MemberView? Walk(RingView ring, ref ulong cursor, IReadOnlyCollection<string>? tried, TimeSpan now)
    {
        for (var step = 0; step < ring.Length; step++)
        {
            var member = ring.At(cursor++);
            if (member is not null && member.IsUsableAt(now) && (tried is null || !tried.Contains(member.Id)))
            {
                return member;
            }
        }

        return null;
    }

    private RingView Configure(GroupPlan plan)
    {
        var members = new Dictionary<string, MemberView>(StringComparer.Ordinal);
        foreach (var member in plan.Definition.Members)
        {
            var view = _members.GetValueOrDefault(member.Id) ?? new MemberView(member.Id, null);
            view.Policy = plan.Suspensions.GetValueOrDefault(member.Id);
            members[member.Id] = view;
        }

        _members = members;
        _overlays = members.Values.Count(member => member.Overlays > 0);
        return new RingView(0, 0, plan.Ring(), plan.Definition.Members, Find);
    }

    private MemberView? Find(string id) => _members.GetValueOrDefault(id);

    // SplitMix64 (Steele, Lea, Flood 2014): phases and jitter need spread, not secrecy.
    private ulong NextRandom()
    {
        _random += 0x9E3779B97F4A7C15;
        var mixed = (_random ^ (_random >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
