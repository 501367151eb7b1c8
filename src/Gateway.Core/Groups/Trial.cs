namespace Gateway.Core.Groups;

/// <summary>Who may try a member whose suspension has run out: one edge in the cluster at a time.</summary>
internal sealed class Trial
{
    private static readonly TimeSpan PermitLife = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan PreferenceEnds = TimeSpan.FromSeconds(3);

    // Who has just given it back, or failed, is not handed it again with the answer to that.
    private static readonly TimeSpan HolderRests = TimeSpan.FromSeconds(1);

    private Permit? _permit;
    private string _lastHolder = "";
    private TimeSpan _freeSince;
    private TimeSpan _holderRestsUntil;

    private sealed record Permit(long Id, Guid Edge, string Node, TimeSpan IssuedAt, TimeSpan ExpiresAt, bool ByProbe);

    /// <summary>The node that may try now; empty: none.</summary>
    public string Holder(TimeSpan now) => _permit is { } permit && now < permit.ExpiresAt ? permit.Node : "";

    /// <summary>When it began.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>Starts afresh: the suspension has just run out.</summary>
    public void Begin(TimeSpan now) => (_permit, _freeSince, _holderRestsUntil, Since) = (null, now, now, now);

    /// <summary>Voids what was dealt. Who failed last is remembered: the next trial prefers another.</summary>
    public void End() => _permit = null;

    /// <summary>Deals the permit to an edge that has just called, if it is free and the edge is the one to have it.</summary>
    public TrialPermit? Deal(MemberCase member, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (_permit is { } lapsed && now >= lapsed.ExpiresAt)
        {
            (_permit, _lastHolder, _freeSince) = (null, lapsed.Node, lapsed.ExpiresAt);
        }

        if (_permit is not null || !EdgeRegister.IsRegistered(edge, now))
        {
            return null;
        }

        var byProbe = member.Rules.HasProbeFor(member.Stage);
        if (!IsNext(member.Votes, edge, byProbe, bench, now))
        {
            return null;
        }

        var life = bench.Lease.LifeAt(now, PermitLife);
        if (life <= TimeSpan.Zero)
        {
            return null;
        }

        _permit = new Permit(bench.NextId(), edge.Id, edge.Node, now, now + life, byProbe);
        return Write(_permit, member, bench, now);
    }

    /// <summary>Prolongs a permit that its holder's Pull names, up to the longest try and 3 s.</summary>
    /// <returns>The permit with its new life; null when it is not this edge's, or void.</returns>
    public TrialPermit? Renew(long id, MemberCase member, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (_permit is not { } permit || permit.Id != id || permit.Edge != edge.Id || now >= permit.ExpiresAt)
        {
            return null;
        }

        var wanted = permit.IssuedAt + member.Rules.AttemptTimeout + PermitLife - now;
        var until = now + bench.Lease.LifeAt(now, wanted < PermitLife ? wanted : PermitLife);
        _permit = until > permit.ExpiresAt ? permit with { ExpiresAt = until } : permit;
        return Write(_permit, member, bench, now);
    }

    /// <summary>Takes the permit back from its holder, with a result or without.</summary>
    /// <returns>False when it is void: then no result of it counts.</returns>
    public bool TryClose(long id, Guid edge, TimeSpan now)
    {
        if (_permit is not { } permit || permit.Id != id || permit.Edge != edge || now >= permit.ExpiresAt)
        {
            return false;
        }

        (_permit, _lastHolder, _freeSince, _holderRestsUntil) = (null, permit.Node, now, now + HolderRests);
        return true;
    }

    private static TrialPermit Write(Permit permit, MemberCase member, Bench bench, TimeSpan now) => new(
        permit.Id, member.Id, bench.Epoch, member.Gen, (int)(permit.ExpiresAt - now).TotalMilliseconds, permit.ByProbe);

    private bool IsNext(Votes votes, RegisterEntry edge, bool byProbe, Bench bench, TimeSpan now)
    {
        if ((!byProbe && !edge.HasTraffic(now)) || (edge.Node == _lastHolder && now < _holderRestsUntil))
        {
            return false;
        }

        return IsPreferred(edge) || now - _freeSince >= PreferenceEnds || !bench.Edges.Registered(now).Any(IsPreferred);

        bool IsPreferred(RegisterEntry other) =>
            other.HasTraffic(now) && !votes.IsContradicted(other.Node) && !votes.HasVoted(other.Node) && other.Node != _lastHolder;
    }
}
