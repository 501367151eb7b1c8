namespace Gateway.Core.Groups;

/// <content>What the grain asks this edge to find out: opinions, trials; and the edge's own tries.</content>
public sealed partial class EdgeGroup
{
    private const int MostAsks = 256;
    private static readonly TimeSpan OpinionByRequest = TimeSpan.FromSeconds(3);

    private readonly List<(OpinionAsk Ask, TimeSpan Until, bool IsProbed, int Number)> _asks = [];
    private readonly Queue<long> _answeredAsks = new();

    /// <summary>The next probe to be made now, if one is due. Its end is told by <see cref="Probed"/>, whatever it is.</summary>
    /// <param name="now">The edge's clock.</param>
    public ProbeOrder? NextProbe(TimeSpan now)
    {
        Tidy(now);
        foreach (var member in _order)
        {
            if (!member.IsProbed && member.Rules is not null && DueProbe(member, now) is { } order)
            {
                member.IsProbed = true;
                return order;
            }
        }

        return null;
    }

    /// <summary>Whether a probe that has had to wait may still begin: its leave may have run out, or been taken back.</summary>
    /// <param name="order">The probe.</param>
    /// <param name="now">The edge's clock.</param>
    public bool MayBegin(in ProbeOrder order, TimeSpan now)
    {
        var routing = order.Routing;
        return Find(order.Member) is { } member && member.IsOfVerdict(routing)
            && (routing.Permit == 0 || (member.Permit is { } held && held.Permit.Id == routing.Permit && held.IsValid(member, now)))
            && (!routing.IsTry || routing.Turn == member.Overlay.Turn);
    }

    /// <summary>Notes how a probe ended.</summary>
    /// <param name="order">The probe.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="now">The edge's clock.</param>
    /// <returns>Whether that ended an overlay.</returns>
    public bool Probed(in ProbeOrder order, in ProbeResult result, TimeSpan now)
    {
        if (Find(order.Member) is not { } member)
        {
            return false;
        }

        member.IsProbed = false;
        if (member.Rules is not { } rules)
        {
            return false;
        }

        var routing = order.Routing;
        var permit = EndPermit(member, routing, now);
        var isPresent = EndTry(member, routing);
        var ask = EndAsk(order.Ask);
        if (result.Kind == ReportKind.Succeeded)
        {
            return Succeeded(member, routing, isPresent, order.Stage, permit, ask, now);
        }

        var lengthens = false;
        if (routing.IsTry)
        {
            // A contradicted edge goes on asking once in a pull period; any other leaves the member alone for longer.
            lengthens = isPresent && result.Kind == ReportKind.Failed && !member.Overlay.IsPrivate;
            if (lengthens)
            {
                member.Overlay.Hold(rules, now);
            }
            else
            {
                member.NextProbe = now + ProbePause;
            }
        }

        if (lengthens || permit != 0 || ask != 0)
        {
            Tell(member, routing, result.Kind, result.ErrorCode, result.Stage, permit, ask, now);
        }

        Refresh();
        return false;
    }

    private ProbeOrder? DueProbe(MemberView member, TimeSpan now)
    {
        if (member.Permit is { IsUsed: false, Permit.ByProbe: true } held && held.IsValid(member, now))
        {
            member.Permit = held with { IsUsed = true };
            if (member.Rules!.HasAddress)
            {
                return new ProbeOrder(member.Id, member.FarthestStage, member.Route(held.Permit.Id), 0);
            }

            var routing = member.Route(held.Permit.Id);
            Tell(member, routing, ReportKind.GivenBack, 0, default, EndPermit(member, routing, now), 0, now);
        }

        for (var i = 0; i < _asks.Count; i++)
        {
            var (ask, until, isProbed, number) = _asks[i];
            if (ask.ByProbe && !isProbed && ask.Member == member.Id)
            {
                _asks[i] = (ask, until, true, number);
                return new ProbeOrder(member.Id, ask.Stage, member.Route(), ask.Id);
            }
        }

        if (member.NeedsTry(_circuit.IsOpen) && member.TriesByProbe(_circuit.IsOpen) && now >= member.TryFrom(_circuit.IsOpen))
        {
            member.TryOutUntil = now + member.Rules!.AttemptTimeout + TryMargin;
            var stage = _circuit.IsOpen && member.IsSuspended ? FailureStage.Answer : member.Overlay.Stage;
            return new ProbeOrder(member.Id, stage, member.Route(isTry: true), 0);
        }

        return null;
    }

    // An answer tells of permits and asks again until it has heard of their end.
    private void Owe(OpinionAsk ask, TimeSpan now)
    {
        if (_answeredAsks.Contains(ask.Id) || _asks.Exists(known => known.Ask.Id == ask.Id))
        {
            return;
        }

        if (_asks.Count >= MostAsks || ask.Id <= 0 || ask.Stage is < FailureStage.Connect or > FailureStage.Answer
            || Find(ask.Member) is not { Rules: { } rules } member || ask.Epoch != member.Epoch || ask.Gen != member.Verdict.Gen)
        {
            RepliesIgnored++;
            return;
        }

        _asks.Add((ask, now + OpinionByRequest, false, ++member.Asked));
        if (ask.ByProbe && !rules.HasProbeFor(ask.Stage))
        {
            GiveBack(member, ask, now);
        }
    }

    private void Hold(TrialPermit permit, TimeSpan sentAt, TimeSpan now)
    {
        if (Find(permit.Member) is not { Rules: not null } member || permit.Id <= 0 || permit.LifeMs < 0
            || permit.Epoch != member.Epoch || permit.Gen != member.Verdict.Gen)
        {
            RepliesIgnored++;
            return;
        }

        if (permit.Id == member.LastPermit)
        {
            return;
        }

        var known = member.Permit is { } before && before.Permit.Id == permit.Id ? before : (HeldPermit?)null;
        var expires = sentAt + TimeSpan.FromMilliseconds(Math.Clamp(permit.LifeMs, 0, 3_600_000));
        var held = new HeldPermit(permit, known is { } old && old.Expires > expires ? old.Expires : expires, known?.IsUsed ?? false);
        if (held.IsValid(member, now))
        {
            member.Permit = held;
        }
    }

    // Ids are counted anew in each epoch: one that was answered in the last says nothing of the same number in this.
    private void ForgetLeave()
    {
        _asks.Clear();
        _answeredAsks.Clear();
        foreach (var member in _order)
        {
            member.ForgetPermits();
        }
    }

    // The permit's id if it still gives leave: what was tried under a void one does not count.
    private static long EndPermit(MemberView member, in Routing routing, TimeSpan now)
    {
        if (routing.Permit == 0 || member.Permit is not { } held || held.Permit.Id != routing.Permit)
        {
            return 0;
        }

        member.EndPermit();
        return held.IsValid(member, now) ? held.Permit.Id : 0;
    }

    // A failure is an opinion whenever its try began. A success is one only if it began after the ask: what was under way when the member
    // fell ill, such as a long answer that now comes to its end, says nothing of new requests there.
    private long AnswerByRequest(MemberView member, int asked = int.MaxValue)
    {
        var owed = 0L;
        foreach (var (ask, _, _, number) in _asks)
        {
            if (!ask.ByProbe && ask.Member == member.Id && number <= asked)
            {
                owed = ask.Id;
                break;
            }
        }

        return EndAsk(owed);
    }

    private long EndAsk(long id)
    {
        if (id == 0 || _asks.RemoveAll(known => known.Ask.Id == id) == 0)
        {
            return 0;
        }

        _answeredAsks.Enqueue(id);
        if (_answeredAsks.Count > MostAsks)
        {
            _answeredAsks.Dequeue();
        }

        return id;
    }

    private void GiveBack(MemberView member, in OpinionAsk ask, TimeSpan now) =>
        Tell(member, new Routing(ask.Epoch, ask.Gen, 0, 0, false), ReportKind.GivenBack, 0, ask.Stage, 0, EndAsk(ask.Id), now);

    // What time alone has ended, and what a newer verdict has made void.
    private void Tidy(TimeSpan now)
    {
        for (var i = _asks.Count - 1; i >= 0; i--)
        {
            var (ask, until, isProbed, _) = _asks[i];
            if (Find(ask.Member) is not { Rules: not null } member || ask.Epoch != member.Epoch || ask.Gen != member.Verdict.Gen)
            {
                EndAsk(ask.Id);
            }
            else if (now >= until && !isProbed && !ask.ByProbe)
            {
                GiveBack(member, ask, now);
            }
        }

        foreach (var member in _order)
        {
            if (member.Permit is { } held && !held.IsValid(member, now))
            {
                member.EndPermit();
            }

            if (member.Overlay.Kind == OverlayKind.Held && member.IsUsableAt(now) && now >= member.TryOutUntil)
            {
                member.Overlay.Drop();
            }
        }

        Refresh();
    }
}
