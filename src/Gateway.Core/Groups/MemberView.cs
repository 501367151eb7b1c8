using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>A member as one edge sees it: the cluster's verdict, what the edge holds against it itself, and its leave to try it.</summary>
internal sealed class MemberView(string id)
{
    private TimeSpan _openFrom = TimeSpan.MinValue;
    private bool _wasOut;
    private TimeSpan _openToSessionsFrom = TimeSpan.MinValue;

    public string Id { get; } = id;

    /// <summary>Null for a member that is a group: its own leaves carry the state.</summary>
    public MemberRules? Rules { get; set; }

    /// <summary>Turns per ring.</summary>
    public int Weight { get; set; } = 1;

    /// <summary>Its place in every key's order.</summary>
    public ulong Hash { get; } = KeyHash.Of(id);

    /// <summary>Requests of this edge that it has now; counted only where the algorithm looks at them.</summary>
    public int Outstanding { get; set; }

    /// <summary>Its weight as far as it is given that now: a member that is back starts slowly.</summary>
    public double Share => Verdict.Share > 0 ? Weight * Verdict.Share : Weight;

    public Overlay Overlay { get; } = new();

    /// <summary>The cluster's verdict; active while none is known.</summary>
    public MemberVerdict Verdict { get; private set; }

    /// <summary>The stamp of the snapshot that it comes from; none while no snapshot names the member.</summary>
    public Stamp Stamp { get; private set; }

    /// <summary>The epoch of the verdict.</summary>
    public Epoch Epoch => Stamp.Epoch;

    /// <summary>When the verdict's time is up, by this edge's clock.</summary>
    public TimeSpan VerdictUntil { get; private set; } = TimeSpan.MinValue;

    /// <summary>
    /// It made an error that only marks, and the cluster counts it: the next success here is told even if nothing is held against it any
    /// more, because only a success gives the retries back (WSO2's <c>retriesBeforeSuspension</c>).
    /// </summary>
    public bool OwesSuccess { get; set; }

    /// <summary>Its trial succeeded here while the grain was out of reach.</summary>
    public bool IsAcquitted { get; set; }

    /// <summary>Leave to try it for the whole cluster; null: none.</summary>
    public HeldPermit? Permit { get; set; }

    /// <summary>A permit that has been used or given back: it may come again in an answer that crossed with that.</summary>
    public long LastPermit { get; private set; }

    /// <summary>Until when a try of the overlay's is out; after that it counts as given back.</summary>
    public TimeSpan TryOutUntil { get; set; } = TimeSpan.MinValue;

    /// <summary>No probe of the overlay's before this.</summary>
    public TimeSpan NextProbe { get; set; } = TimeSpan.MinValue;

    /// <summary>Whether the cluster has been told that its overlay is private.</summary>
    public bool IsToldPrivate { get; set; }

    /// <summary>Counts the opinions on it that this edge has been asked for.</summary>
    public int Asked { get; set; }

    /// <summary>Whether a probe is under way.</summary>
    public bool IsProbed { get; set; }

    /// <summary>Whether it may be picked like any other.</summary>
    public bool IsUsableAt(TimeSpan now) => now >= _openFrom;

    /// <summary>Whether a session that is with it may go on: with one that is being drained, too.</summary>
    public bool IsUsableToSessionsAt(TimeSpan now) => now >= _openToSessionsFrom;

    /// <summary>Whether this edge leaves it alone on its own evidence.</summary>
    public bool IsHeldAt(TimeSpan now) => Rules is not null && now < OpenByOverlay();

    /// <summary>What a try that begins now rests on.</summary>
    public Routing Route(long permit = 0, bool isTry = false) => new(Epoch, Verdict.Gen, Overlay.Turn, permit, isTry) { Asked = Asked };

    /// <summary>Whether what a try rested on still holds, as far as the cluster is concerned.</summary>
    public bool IsOfVerdict(in Routing routing) => routing.Epoch == Epoch && routing.Gen == Verdict.Gen;

    public bool IsSuspended => Verdict.State is MemberState.Suspended or MemberState.Trial;

    /// <summary>Whether only a try can bring it back here: its overlay is held, or its verdict is not the grain's to change just now.</summary>
    public bool NeedsTry(bool isDegraded) => Rules is not null && Verdict.Word == OperatorWord.None
        && (isDegraded || !IsSuspended) && (Overlay.Kind == OverlayKind.Held || (isDegraded && IsSuspended && !IsAcquitted));

    /// <summary>When the try of <see cref="NeedsTry"/> may begin.</summary>
    public TimeSpan TryFrom(bool isDegraded)
    {
        var from = Overlay is { Kind: OverlayKind.Held } && !(Overlay.IsPrivate && TriesByProbe(isDegraded)) ? Overlay.Until : TimeSpan.MinValue;
        from = isDegraded && IsSuspended && VerdictUntil > from ? VerdictUntil : from;
        from = TriesByProbe(isDegraded) && NextProbe > from ? NextProbe : from;
        return TryOutUntil > from ? TryOutUntil : from;
    }

    /// <summary>Whether that try is a probe's; of a verdict this edge does not know which stage failed.</summary>
    public bool TriesByProbe(bool isDegraded) => Rules is { } rules
        && rules.HasProbeFor(isDegraded && IsSuspended ? FailureStage.Answer : Overlay.Stage);

    /// <summary>The stage that a probe must reach when nothing says which one failed: the last there is a probe for.</summary>
    public FailureStage FarthestStage => Rules?.Farthest ?? FailureStage.Tls;

    /// <summary>Takes a verdict.</summary>
    public void Judge(Stamp stamp, in MemberVerdict verdict, TimeSpan now)
    {
        var epoch = stamp.Epoch;
        if (epoch != Epoch || verdict.Gen != Verdict.Gen)
        {
            IsAcquitted = false;
        }

        var isLater = epoch == Epoch && epoch == Overlay.Epoch && verdict.Gen > Overlay.Gen;
        Stamp = stamp;
        Verdict = verdict;
        var remaining = TimeSpan.FromMilliseconds(Math.Clamp(verdict.RemainingMs, 0, (long)TimeSpan.FromDays(3650).TotalMilliseconds));
        VerdictUntil = now + remaining;
        OwesSuccess &= !IsSuspended;
        if (!Overlay.IsPrivate && !Overlay.IsClean && (IsSuspended || (isLater && verdict.State == MemberState.Active)))
        {
            Overlay.End();
        }
    }

    /// <summary>
    /// The grain is out of reach from now on. Its trial is the cluster's affair until then: else a lost silo would send one try from
    /// every edge to a dead member at once.
    /// </summary>
    public void LeaveToCluster(TimeSpan until)
    {
        if (IsSuspended && VerdictUntil < until)
        {
            VerdictUntil = until;
        }
    }

    /// <summary>Whether the cluster has taken it out of use, or put it back, since the last call.</summary>
    public VerdictChange? TakeChange()
    {
        var isOut = Verdict.State != MemberState.Active || Verdict.Word != OperatorWord.None;
        if (isOut == _wasOut)
        {
            return null;
        }

        _wasOut = isOut;
        return new VerdictChange(Id, isOut, Verdict.State, Verdict.Word, Stamp);
    }

    /// <summary>No snapshot names it: what its edge knows is all there is.</summary>
    public void Forget()
    {
        Stamp = default;
        Verdict = default;
        EndPermit();
    }

    /// <summary>Lets go of the permit: it may come again in an answer that crossed with its end, and then counts for nothing.</summary>
    public void EndPermit()
    {
        LastPermit = Permit?.Permit.Id ?? LastPermit;
        Permit = null;
    }

    /// <summary>A new epoch: its permits are counted from 1 again.</summary>
    public void ForgetPermits()
    {
        Permit = null;
        LastPermit = 0;
    }

    /// <summary>Works out from when on it may be picked. Called after every change.</summary>
    /// <param name="isDegraded">Whether the grain is out of reach: then a verdict whose time is up is this edge's to try.</param>
    public void Refresh(bool isDegraded)
    {
        var byOverlay = Rules is null ? TimeSpan.MinValue : OpenByOverlay();
        var byVerdict = OpenByVerdict(isDegraded);
        _openFrom = byVerdict > byOverlay ? byVerdict : byOverlay;
        var byState = Verdict.Word == OperatorWord.Draining ? OpenByState(isDegraded) : byVerdict;
        _openToSessionsFrom = byState > byOverlay ? byState : byOverlay;
    }

    /// <summary>How much longer it is left alone, as far as this edge can tell; the longest span when nothing but a word ends it.</summary>
    public TimeSpan RemainingAt(TimeSpan now)
    {
        if (IsUsableAt(now))
        {
            return TimeSpan.Zero;
        }

        if (Verdict.Word != OperatorWord.None)
        {
            return TimeSpan.MaxValue;
        }

        var until = Overlay.Kind != OverlayKind.None ? Overlay.Until : TimeSpan.MinValue;
        until = Verdict.State != MemberState.Active && VerdictUntil > until ? VerdictUntil : until;
        return until > now ? until - now : TimeSpan.Zero;
    }

    private TimeSpan OpenByOverlay() => Overlay.Kind switch
    {
        OverlayKind.None => TimeSpan.MinValue,
        OverlayKind.Marked => Overlay.Until,
        _ => Overlay.IsPrivate && TriesByProbe(isDegraded: false) ? TimeSpan.MaxValue : Overlay.DroppedAt,
    };

    private TimeSpan OpenByVerdict(bool isDegraded) => Verdict.Word != OperatorWord.None ? TimeSpan.MaxValue : OpenByState(isDegraded);

    private TimeSpan OpenByState(bool isDegraded) => Verdict.State switch
    {
        MemberState.Active => TimeSpan.MinValue,
        MemberState.Timeout => VerdictUntil,
        _ when !isDegraded || Rules is null => TimeSpan.MaxValue,
        _ when IsAcquitted => TimeSpan.MinValue,

        // Untried as long as a first suspension lasts: in use again, like an overlay.
        _ => Rules.Suspend.Next(TimeSpan.Zero) is var first && first > TimeSpan.MaxValue - VerdictUntil
            ? TimeSpan.MaxValue
            : VerdictUntil + first,
    };
}

/// <summary>A permit in this edge's hands.</summary>
/// <param name="Permit">The grain's words.</param>
/// <param name="Expires">When it runs out, by this edge's clock.</param>
/// <param name="IsUsed">Whether its one try is out.</param>
internal readonly record struct HeldPermit(TrialPermit Permit, TimeSpan Expires, bool IsUsed)
{
    /// <summary>Whether it still gives leave.</summary>
    public bool IsValid(MemberView member, TimeSpan now) =>
        Permit.Epoch == member.Epoch && Permit.Gen == member.Verdict.Gen && now < Expires;
}
