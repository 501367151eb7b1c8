using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>When evidence is enough, and whom to ask while it is not.</content>
internal sealed partial class MemberCase
{
    private void Judge(Bench bench, TimeSpan now)
    {
        if (Votes.Count == 0 || Standing.State == MemberState.Suspended)
        {
            return;
        }

        var needed = Votes.Needed(Id, bench.Rules.Quorum, bench.IsSettling(now), bench.Edges, now);
        if (Votes.Count < needed)
        {
            return;
        }

        if (Standing.State == MemberState.Trial)
        {
            Become(Standing.AfterFailedTrial(Rules.Suspend, now), CauseKind.Trial, bench, now);
            return;
        }

        // Nodes may have seen different errors: the member is charged with what as many of them as are needed have seen at least.
        var grave = Votes.Of(vote => vote.IsOfChecks || !Rules.Mark.AppliesTo(vote.ErrorCode));
        var newest = grave.Length >= needed ? grave[^1] : Votes.Of(vote => !vote.IsOfChecks && Rules.Mark.AppliesTo(vote.ErrorCode))[^1];
        var next = newest.IsOfChecks
            ? Standing.AfterFailedCheck(Rules.Suspend, now)
            : Standing.AfterError(newest.ErrorCode, Rules.Suspend, Rules.Mark, now);
        if (next != Standing && (next.State != MemberState.Suspended || bench.MaySuspend(this)))
        {
            Become(next, newest.IsOfChecks ? CauseKind.Checks : CauseKind.Failures, bench, now);
        }
    }

    private void Ask(Bench bench, TimeSpan now)
    {
        if (Rules.Health is { Interval.Ticks: > 0 } health && Statement.Word != OperatorWord.Off)
        {
            Checks.Advance(this, health, bench, now);
        }
        else
        {
            Checks.Stop();
        }

        var stage = Votes.Count > 0 ? Votes.DeepestStage : Unconfirmed?.Vote.Stage;

        // Where no probe reaches, the opinion is the other edge's next request: it has none where the member is left alone.
        if (stage is not { } reached || Statement.Word != OperatorWord.None
            || (Standing.State != MemberState.Active && !Rules.HasProbeFor(reached)))
        {
            Opinions.Clear();
            return;
        }

        Opinions.Advance(
            this, reached,
            edge => !Votes.HasVoted(edge.Node) && !Votes.IsContradicted(edge.Node) && edge.Node != Unconfirmed?.Node && !edge.Avoids(Id), bench, now);
    }
}
