using Gateway.Core.Events;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>What becomes of evidence.</content>
internal sealed partial class MemberCase
{
    /// <summary>Takes one item of a report.</summary>
    /// <returns>False when it fits nothing: then nothing was done.</returns>
    public bool Take(in ReportItem item, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (item.Epoch != bench.Epoch || item.Gen != Gen)
        {
            return false;
        }

        if (item.Permit != 0)
        {
            return TakeTrial(item, edge, bench, now);
        }

        if (item.Ask != 0 && Checks.TryClose(item.Ask, edge.Id, item.Kind))
        {
            TakeCheck(item, edge, bench, now);
            return true;
        }

        if (item.Ask != 0 && Opinions.TryClose(item.Ask, edge.Id))
        {
            TakeOpinion(item, edge, bench, now);
            return true;
        }

        switch (item.Kind)
        {
            case ReportKind.Failed:
                TakeFailure(item, edge, bench, now);
                return true;
            case ReportKind.Succeeded when item.Ask == 0:
                TakeSuccess(edge, bench, now);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Notes what an edge leaves alone, as its Pull says.</summary>
    public void Shown(RegisterEntry edge) => Votes.Shown(edge.Id, edge.Node, edge.Avoids(Id), Rules.Mark);

    private static Vote VoteOf(in ReportItem item, RegisterEntry edge, TimeSpan now, bool isOfChecks = false) =>
        new(edge.Id, item.ErrorCode, item.Stage, now, isOfChecks, WasShown: false);

    private void TakeFailure(in ReportItem item, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (Unconfirmed is { } only && only.Node != edge.Node)
        {
            Unconfirmed = null;
            bench.Note(
                new GroupEvent(
                    bench.NextVersion - 1, 0, Id, Standing.State, Standing.State, Statement.Word, CauseKind.Failures,
                    Milliseconds(Standing.RemainingAt(now)), false, [new EvidenceEntry(edge.Node, item.ErrorCode, item.Stage, 0)], "")
                {
                    Kind = EventKind.VerdictConfirmed,
                    Suspensions = Standing.Suspensions,
                    ThenMs = NextLengthMs,
                },
                now, changes: false);
        }
        else if (Standing.State is MemberState.Active or MemberState.Timeout && Standing.Counts(item.ErrorCode, Rules.Suspend, Rules.Mark))
        {
            Votes.Cast(edge.Node, VoteOf(item, edge, now));
        }

        Judge(bench, now);
    }

    // A success of an edge's own speaks for that edge alone: another one's path may be broken all the same.
    private void TakeSuccess(RegisterEntry edge, Bench bench, TimeSpan now)
    {
        Votes.Withdraw(edge.Node);
        if (Standing.State == MemberState.Timeout)
        {
            Become(Standing.AfterSuccess, CauseKind.Failures, bench, now, [new EvidenceEntry(edge.Node, 0, FailureStage.Answer, 0)]);
        }
        else if (Standing.State == MemberState.Active && Standing != Standing.AfterSuccess)
        {
            Standing = Standing.AfterSuccess;
            bench.IsChanged = true;
        }
    }

    private void TakeOpinion(in ReportItem item, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (item.Kind == ReportKind.Failed)
        {
            if (IsOnTrial)
            {
                Votes.Cast(edge.Node, VoteOf(item, edge, now));
                Judge(bench, now);
            }
            else if (Votes.Of(static _ => true) is { Length: > 0 } known && !Standing.Counts(item.ErrorCode, Rules.Suspend, Rules.Mark))
            {
                // It confirms what it was asked about, whatever its own code is.
                Votes.Cast(edge.Node, VoteOf(item with { ErrorCode = known[^1].ErrorCode }, edge, now, known[^1].IsOfChecks));
                Judge(bench, now);
            }
            else
            {
                TakeFailure(item, edge, bench, now);
            }
        }
        else if (item.Kind == ReportKind.Succeeded)
        {
            TakeFine(item.Stage, edge, bench, now);
        }
    }

    // The opinion reached what had failed and found nothing wrong: those who said otherwise have a broken path of their own.
    private void TakeFine(FailureStage proved, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (Unconfirmed is { } only)
        {
            if (only.Node != edge.Node && only.Vote.Stage <= proved)
            {
                Votes.Silence(only.Node);
                Become(
                    Standing.AfterSuccess, CauseKind.Contradicted, bench, now, [new EvidenceEntry(edge.Node, 0, proved, 0)], keepsContradicted: true);
            }

            return;
        }

        var losers = Votes.Contradict(proved, edge.Node);
        if (losers.IsEmpty)
        {
            return;
        }

        if (Standing.State == MemberState.Trial)
        {
            Become(Standing.AfterSuccess, CauseKind.Contradicted, bench, now, [new EvidenceEntry(edge.Node, 0, proved, 0)], keepsContradicted: true);
            return;
        }

        foreach (var node in losers)
        {
            bench.Tell(node, now);
        }
    }

    private bool TakeTrial(in ReportItem item, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (!IsOnTrial || !Trial.TryClose(item.Permit, edge.Id, now))
        {
            return false;
        }

        if (item.Kind == ReportKind.Succeeded)
        {
            Become(Standing.AfterSuccess, CauseKind.Trial, bench, now, [new EvidenceEntry(edge.Node, 0, item.Stage, 0)]);
        }
        else if (item.Kind == ReportKind.Failed)
        {
            Votes.Cast(edge.Node, VoteOf(item, edge, now));
            Judge(bench, now);
        }

        return true;
    }

    private void TakeCheck(in ReportItem item, RegisterEntry edge, Bench bench, TimeSpan now)
    {
        if (Rules.Health is not { } health)
        {
            return;
        }

        if (item.Kind == ReportKind.Failed && Checks.Bad >= health.Fall && Standing.State is MemberState.Active or MemberState.Timeout)
        {
            Votes.Cast(edge.Node, VoteOf(item, edge, now, isOfChecks: true));
            Judge(bench, now);
        }
        else if (item.Kind == ReportKind.Succeeded && Standing.State is MemberState.Active or MemberState.Timeout)
        {
            Votes.Withdraw(edge.Node);
        }
        else if (item.Kind == ReportKind.Succeeded && Checks.Good >= health.Rise && Cause != CauseKind.Operator)
        {
            Become(Standing.AfterSuccess, CauseKind.Checks, bench, now, [new EvidenceEntry(edge.Node, 0, FailureStage.Answer, 0)]);
        }
    }
}
