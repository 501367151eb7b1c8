using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>Notes which of the rules' cases a run has come to. Holds it to nothing.</summary>
internal sealed partial class Casebook(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly HashSet<(Epoch, Guid, long)> _takes = [];
    private readonly HashSet<(Epoch, Guid, long)> _reports = [];
    private readonly Dictionary<(Epoch, long), (TrialPermit Permit, string Node, TimeSpan Ends)> _permits = [];
    private readonly Dictionary<(SimulatedActivation, string), string> _lastHolder = [];
    private readonly Dictionary<Guid, (Epoch Epoch, long Ring)> _edges = [];
    private readonly HashSet<(Guid, string)> _private = [];

    public override string Promise => "";

    public override void Began(SimulatedActivation grain, GroupRecord replaced) =>
        Note(replaced.Checkpoint > 0, Case.NewEpochFromCheckpoint);

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
        Note(reply.Status == GroupStatus.OldSeq, Case.OldSeq);
        Note(reply.Status == GroupStatus.Ok && !_takes.Add((reply.Stamp.Epoch, request.Edge, request.Seq)), Case.TakeAnsweredTwice);
        Grants(grain, request.Edge, reply.News, isRenewal: false);
    }

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply)
    {
        Grants(grain, request.Edge, reply.News, isRenewal: true);
        var snapshot = grain.Machine!.Snapshot;
        var hasTrial = snapshot.Verdicts.Any(verdict => verdict is { State: MemberState.Trial, Word: OperatorWord.None });
        Note(hasTrial && reply.News.Permits.IsEmpty && grain.Machine.LeaseDue is { } due && Now > due, Case.LeaseRefuses);
        Note(reply.News.IsUnfenced, Case.Unfenced);
        foreach (var member in request.Overlays.Where(entry => entry.IsPrivate))
        {
            _private.Add((request.Edge, member.Member));
        }

        foreach (var (edge, member) in _private.Where(entry => entry.Item1 == request.Edge).ToArray())
        {
            if (!request.Overlays.Any(entry => entry.Member == member))
            {
                _private.Remove((edge, member));
                Cluster.Seen(Case.PrivateOverlayEnded);
            }
        }
    }

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply)
    {
        var isNew = _reports.Add((grain.Machine!.Epoch, request.Edge, request.Seq));
        Note(!isNew, Case.ReportRepeated);
        Note(reply.Ignored > 0, Case.ReportIgnored);
        foreach (var item in isNew ? request.Items : [])
        {
            var isPresent = item.Epoch == before.Stamp.Epoch && item.Gen == VerdictOf(before, item.Member)?.Gen;
            if (item.Permit != 0)
            {
                Note(item.Epoch != grain.Machine.Epoch, Case.PermitVoidByEpoch);
                Note(item.Epoch == grain.Machine.Epoch && !isPresent, Case.PermitVoidByGen);
                Note(isPresent && item.Kind == ReportKind.GivenBack, Case.PermitGivenBack);
                Note(isPresent && item.Kind == ReportKind.Failed, Case.TrialFailed);
                Note(isPresent && item.Kind == ReportKind.Succeeded, Case.TrialSucceeded);
            }
            else if (item.Ask != 0 && isPresent)
            {
                Note(item.Kind == ReportKind.Succeeded, Case.OpinionFine);
                Note(item.Kind == ReportKind.Failed, Case.OpinionConfirms);
            }
        }

        Note(
            request.Items.Any(item => item.Kind == ReportKind.Failed && item.Permit == 0 && item.Epoch == before.Stamp.Epoch && item.Gen < VerdictOf(before, item.Member)?.Gen),
            Case.BurstIsOneStep);
        Grants(grain, request.Edge, reply.News, isRenewal: false);
    }

    public override void Hears(SimulatedEdge edge, GroupNews news, TakeReply? reply)
    {
        Note(news.Asks.Any(ask => !ask.ByProbe), Case.OpinionByRequest);
        Note(!news.Contradicted.IsEmpty, Case.PrivateOverlay);
        Note(
            reply is { Status: GroupStatus.Ok, Count: > 0 } && edge.Group.Snapshot is { } seen && reply.Stamp.Epoch < seen.Stamp.Epoch,
            Case.SlotOfLowerEpochDropped);
    }

    public override void Stepped(SimulatedEdge edge)
    {
        if (edge.Group.Snapshot is { } snapshot)
        {
            Note(edge.Group.Stocked > 0, Case.LookaheadUsed);
            if (_edges.TryGetValue(edge.Id, out var before) && before.Epoch == snapshot.Stamp.Epoch && before.Ring != snapshot.RingVersion)
            {
                Note(edge.Group.Stocked > 0, Case.SlotOfOldRing);
                Cluster.Seen(Case.RingChanged);
            }

            _edges[edge.Id] = (snapshot.Stamp.Epoch, snapshot.RingVersion);
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        Note(pick is { HasSlot: true, Mode: PickMode.Spill }, Case.SlotSpilled);
        Note(pick.Routing.IsTry && edge.Group.IsDegraded, Case.DegradedTrial);
        Note(pick.Routing is { IsTry: true }, Case.OverlayTriedByRequest);
        Note(
            outcome == PickOutcome.Picked && Cluster.Scenario.Group.WhenAllSuspended == WhenAllSuspended.TryAnyway && !pick.Routing.IsAwaited
                && edge.Group.MembersAt(Now).All(member => member.State != MemberState.Active || tried.Contains(member.Id)),
            Case.TryAnyway);
    }

    public override void Tries(SimulatedEdge edge, string member, in Routing routing, bool byProbe)
    {
        Note(routing.Permit != 0 && byProbe, Case.TrialByProbe);
        Note(routing.Permit != 0 && !byProbe, Case.TrialByRequest);
        Note(routing.IsTry && byProbe, Case.OverlayTriedByProbe);
    }

    private void Grants(SimulatedActivation grain, Guid edge, GroupNews news, bool isRenewal)
    {
        foreach (var permit in news.Permits)
        {
            var node = Cluster.Edges.Find(other => other.Id == edge)?.Node ?? "";
            var ends = Now + TimeSpan.FromMilliseconds(permit.LifeMs);
            if (_permits.TryGetValue((permit.Epoch, permit.Id), out var known))
            {
                Note(isRenewal && ends > known.Ends, Case.PermitRenewed);
                continue;
            }

            Cluster.Seen(Case.PermitDealt);
            Note(news.IsUnfenced, Case.UnfencedPermit);
            Note(
                _permits.Values.Any(other => other.Permit.Epoch == permit.Epoch && other.Permit.Member == permit.Member
                    && other.Permit.Gen == permit.Gen && other.Ends <= Now),
                Case.PermitRanOut);
            Note(_lastHolder.TryGetValue((grain, permit.Member), out var last) && last != node, Case.TrialGoesElsewhere);
            _lastHolder[(grain, permit.Member)] = node;
            _permits[(permit.Epoch, permit.Id)] = (permit, node, ends);
        }
    }

    private void Note(bool holds, Case happened)
    {
        if (holds)
        {
            Cluster.Seen(happened);
        }
    }

    private static MemberVerdict? VerdictOf(GroupSnapshot snapshot, string member)
    {
        for (var i = 0; i < snapshot.Members.Length; i++)
        {
            if (snapshot.Members[i].Id == member)
            {
                return snapshot.Verdicts[i];
            }
        }

        return null;
    }
}
