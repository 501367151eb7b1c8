using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <content>What becomes of the members.</content>
internal sealed partial class Casebook
{
    private readonly Dictionary<SimulatedActivation, GroupDescription> _described = [];

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        // Only then is there something to describe.
        if (!grain.Machine!.NeedsTicks && events.Count == 0)
        {
            _described.Remove(grain);
            return;
        }

        var now = grain.Machine.Describe(TimeSpan.Zero, Now);
        if (_described.TryGetValue(grain, out var before))
        {
            Compare(before, now, events);
        }

        _described[grain] = now;
        foreach (var happened in events)
        {
            Note(happened);
        }
    }

    private void Compare(GroupDescription before, GroupDescription now, IReadOnlyList<GroupEvent> events)
    {
        foreach (var member in now.Members)
        {
            Note(!member.Asks.IsEmpty && !member.Votes.IsEmpty, Case.SecondOpinionAsked);
            Note(member.IsProvisional, Case.ProvisionalVerdict);
            var was = before.Members.FirstOrDefault(other => other.Id == member.Id);
            var changed = events.Any(happened => happened.Member == member.Id);
            Note(was is { Votes.IsEmpty: false } && member.Votes.IsEmpty && member.Contradicted.Length == was.Contradicted.Length && !changed, Case.VoteExpired);
        }

        var most = Math.Floor((Cluster.Scenario.Group.MaxSuspended * now.Members.Length) + 1e-9);
        Note(
            Cluster.Scenario.Group.MaxSuspended < 1 && now.Members.Any(member => member.Votes.Length >= 2)
                && now.Snapshot.Verdicts.Count(verdict => verdict.State is MemberState.Suspended or MemberState.Trial) >= most,
            Case.MostSuspended);
        Note(now.Snapshot.Verdicts.Any(verdict => verdict.Share < 1), Case.SlowStart);
        var (from, to) = (before.Snapshot, now.Snapshot);
        if (from.Current != to.Current && Cluster.Scenario.Group.Failover is { } rules)
        {
            Note(rules.Order == FailoverOrder.Rotate && to.Current > 1, Case.FailoverRotated);
            Note(rules.Order == FailoverOrder.Listed && from.Current >= 0 && to.Current >= 0, Case.FailoverListed);
            Note(rules.ReturnToPrimary && from.Current > 0 && to.Current == 0, Case.ReturnedToPrimary);
            Note(to.Current < 0, Case.NoCurrent);
        }
    }

    private void Note(GroupEvent happened)
    {
        var (cause, to) = (happened.Cause, happened.To);
        Note(cause == CauseKind.Contradicted && happened.From == MemberState.Suspended, Case.ProvisionalOverturned);
        Note(
            to == MemberState.Suspended && cause == CauseKind.Failures && happened.Evidence.Length == 1 && Cluster.Scenario.Group.Quorum != 1,
            Case.QuorumCapped);
        Note(to == MemberState.Timeout && cause == CauseKind.Failures, Case.MarkedTimeout);
        Note(to == MemberState.Suspended && cause == CauseKind.Checks, Case.SuspendedByChecks);
        Note(to == MemberState.Active && cause == CauseKind.Checks, Case.ActiveByChecks);
        Note(to == MemberState.Suspended && cause == CauseKind.Trial, Case.SuspendedForLonger);
        Note(cause == CauseKind.Operator && to == MemberState.Suspended, Case.OperatorSuspends);
        Note(cause == CauseKind.Operator && happened.Word != OperatorWord.None, Case.OperatorDrains);
        Note(cause == CauseKind.Operator && to == MemberState.Active && happened.Word == OperatorWord.None, Case.OperatorResumes);
    }
}
