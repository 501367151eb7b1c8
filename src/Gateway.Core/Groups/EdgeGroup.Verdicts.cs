using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>Who is well: the cluster's verdicts, and what this edge has seen itself.</content>
public sealed partial class EdgeGroup
{
    private static readonly TimeSpan TryMargin = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ProbePause = PullSchedule.Period(inUse: true);

    private int _tryable;
    private int _listening;
    private Stamp _changesTaken;

    /// <summary>Whether some member's success is worth telling: else a request that succeeds need not tell the group.</summary>
    public bool HearsSuccess => _listening > 0;

    /// <summary>Whether some member waits for a request that may carry its trial.</summary>
    public bool SeeksCarrier => _tryable > 0;

    /// <summary>Notes that a try failed by the backend's fault.</summary>
    /// <param name="pick">The try.</param>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="stage">How far it came.</param>
    /// <param name="now">The edge's clock.</param>
    /// <returns>How long this edge now leaves the member alone, if that has begun just now; else zero.</returns>
    public TimeSpan Failed(in Pick pick, int errorCode, FailureStage stage, TimeSpan now)
    {
        if (Find(pick.Member) is not { Rules: { } rules } member)
        {
            return TimeSpan.Zero;
        }

        var routing = pick.Routing;
        var permit = EndPermit(member, routing, now);
        var isPresent = EndTry(member, routing);

        // A member that is tried all the same, suspended or held as it is, proves nothing that is not known.
        var isOpen = permit != 0 || routing.IsTry || (!(member.IsSuspended && !_circuit.IsOpen) && member.Overlay.Kind != OverlayKind.Held);
        var counts = isPresent && isOpen && member.Overlay.Failed(rules, errorCode, stage, routing, now);
        var ask = counts ? AnswerByRequest(member) : 0;
        member.OwesSuccess |= counts && member.Overlay.Kind == OverlayKind.Marked;
        if (counts || permit != 0)
        {
            Tell(member, routing, ReportKind.Failed, errorCode, stage, permit, ask, now);
        }

        Refresh();
        return counts && member.IsHeldAt(now) ? member.Overlay.Until - now : TimeSpan.Zero;
    }

    /// <summary>Notes that a member answered.</summary>
    /// <param name="pick">The try.</param>
    /// <param name="now">The edge's clock.</param>
    /// <returns>Whether that ended an overlay.</returns>
    public bool Succeeded(in Pick pick, TimeSpan now)
    {
        if (Find(pick.Member) is not { Rules: not null } member)
        {
            return false;
        }

        var routing = pick.Routing;
        var permit = EndPermit(member, routing, now);
        var isPresent = EndTry(member, routing);
        var ask = member.IsOfVerdict(routing) ? AnswerByRequest(member, routing.Asked) : 0;
        return Succeeded(member, routing, isPresent, FailureStage.Answer, permit, ask, now);
    }

    /// <summary>Notes that nothing can be said of a try: its leave, if it had one, is given back.</summary>
    /// <param name="pick">The try.</param>
    /// <param name="now">The edge's clock.</param>
    public void GaveBack(in Pick pick, TimeSpan now)
    {
        if (pick.Routing.IsAwaited && Find(pick.Member) is { } member)
        {
            EndTry(member, pick.Routing);
            if (EndPermit(member, pick.Routing, now) is not 0 and var permit)
            {
                Tell(member, pick.Routing, ReportKind.GivenBack, 0, default, permit, 0, now);
            }

            Refresh();
        }
    }

    /// <summary>
    /// The members that the cluster has taken out of use here or put back since the last call: to be logged. Trials of a member that
    /// stays out are the grain's to tell.
    /// </summary>
    public IReadOnlyList<VerdictChange> TakeVerdictChanges()
    {
        if (_changesTaken == _seen)
        {
            return [];
        }

        _changesTaken = _seen;
        List<VerdictChange>? changes = null;
        foreach (var member in _order)
        {
            if (member.TakeChange() is { } change)
            {
                (changes ??= []).Add(change);
            }
        }

        return changes ?? [];
    }

    private bool Succeeded(MemberView member, in Routing routing, bool isPresent, FailureStage stage, long permit, long ask, TimeSpan now)
    {
        var overlay = member.Overlay;
        var ends = isPresent && !overlay.IsClean && stage >= overlay.Stage;
        var wasHeld = ends && overlay.Kind != OverlayKind.None;
        if (ends)
        {
            overlay.End();
        }

        if (isPresent && routing.IsTry && _circuit.IsOpen && member.IsSuspended)
        {
            member.IsAcquitted = true;
        }

        // A dropped overlay too: the node has its vote back only when its success is known.
        var owes = isPresent && member.OwesSuccess && stage == FailureStage.Answer;
        if (ends || owes || permit != 0 || ask != 0)
        {
            member.OwesSuccess &= !owes;
            Tell(member, routing, ReportKind.Succeeded, 0, stage, permit, ask, now);
        }

        Refresh();
        return wasHeld;
    }

    // Whether what the try rested on still holds. The one try of an overlay is over, however it ended.
    private static bool EndTry(MemberView member, in Routing routing)
    {
        var isPresent = member.IsOfVerdict(routing) && routing.Turn == member.Overlay.Turn;
        if (routing.IsTry && routing.Turn == member.Overlay.Turn)
        {
            member.TryOutUntil = TimeSpan.MinValue;
        }

        return isPresent;
    }

    // Leave for a try by this request, if there is any.
    private Routing? LiveTry(MemberView member, TimeSpan now)
    {
        if (!MayCarry(member, now))
        {
            return null;
        }

        if (HasLivePermit(member, now))
        {
            var held = member.Permit!.Value;
            member.Permit = held with { IsUsed = true };
            Refresh();
            return member.Route(held.Permit.Id);
        }

        member.TryOutUntil = now + member.Rules!.AttemptTimeout + TryMargin;
        return member.Route(isTry: true);
    }

    private bool MayCarry(MemberView member, TimeSpan now) => member.Verdict.Word == OperatorWord.None && member.Rules is not null
        && (HasLivePermit(member, now)
            || (member.NeedsTry(_circuit.IsOpen) && !member.TriesByProbe(_circuit.IsOpen) && now >= member.TryFrom(_circuit.IsOpen)
                && !member.IsUsableAt(now)));

    private static bool HasLivePermit(MemberView member, TimeSpan now) =>
        member.Permit is { IsUsed: false, Permit.ByProbe: false } held && held.IsValid(member, now);

    // Takes the verdicts of a snapshot. Whom it does not name, this edge knows of alone.
    private void JudgeBy(GroupSnapshot snapshot, TimeSpan now)
    {
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            Find(snapshot.Members[i].Id)?.Judge(snapshot.Stamp, i < snapshot.Verdicts.Length ? snapshot.Verdicts[i] : default, now);
        }

        foreach (var member in _order)
        {
            if (member.Stamp != snapshot.Stamp)
            {
                member.Forget();
            }
        }

        Refresh();
    }

    private void Refresh()
    {
        _tryable = _listening = 0;
        foreach (var member in _order)
        {
            member.Refresh(_circuit.IsOpen);
            var mayCarry = member.Permit is { IsUsed: false, Permit.ByProbe: false }
                || (member.NeedsTry(_circuit.IsOpen) && !member.TriesByProbe(_circuit.IsOpen));
            _tryable += mayCarry ? 1 : 0;
            _listening += member.Overlay.IsClean && !member.OwesSuccess ? 0 : 1;
        }

        _listening += _asks.Count;
    }
}
