using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 5: every transition rests on evidence routed under the member's present (epoch, gen), and is one step of gen and version;
/// one outage counts once; and no request is sent to a member that its edge knows to be ill, a trial's aside.
/// </summary>
internal sealed class Once(SimulatedCluster cluster) : Witness(cluster)
{
    private static readonly TimeSpan EvidenceLasts = TimeSpan.FromSeconds(10.5);

    private readonly Dictionary<SimulatedActivation, GroupSnapshot> _last = [];
    private readonly Dictionary<SimulatedActivation, List<Seen>> _evidence = [];
    private readonly HashSet<(SimulatedActivation, Epoch, Guid, long)> _answered = [];

    private readonly record struct Seen(string Node, ReportItem Item, TimeSpan At);

    public override string Promise => "Once, not N times";

    public override void Began(SimulatedActivation grain, GroupRecord replaced)
    {
        _last[grain] = grain.Machine!.Snapshot;
        _evidence[grain] = [];
    }

    public override void Raised(SimulatedActivation grain) => _last[grain] = grain.Machine!.Snapshot;

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply)
    {
        if (reply.Status is GroupStatus.Fenced or GroupStatus.OldSeq
            || !_answered.Add((grain, grain.Machine!.Epoch, request.Edge, request.Seq)))
        {
            return;
        }

        var misfits = request.Items.Count(item => item.Epoch != before.Stamp.Epoch || item.Gen != VerdictOf(before, item.Member)?.Gen);
        Claim(reply.Ignored >= misfits, $"of {misfits} items that were routed under another epoch or gen only {reply.Ignored} were ignored");
        _evidence[grain].RemoveAll(seen => Now - seen.At > EvidenceLasts);
        _evidence[grain].AddRange(request.Items.Select(item => new Seen(request.Node, item, Now)));
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events)
    {
        var after = grain.Machine!.Snapshot;
        if (!_last.TryGetValue(grain, out var before))
        {
            return;
        }

        _last[grain] = after;
        foreach (var happened in events)
        {
            if (happened.Cause is CauseKind.Failures or CauseKind.Checks or CauseKind.Trial or CauseKind.Contradicted)
            {
                CheckEvidence(grain, before, happened);
            }
        }

        for (var i = 0; i < after.Verdicts.Length && after.Stamp.Epoch == before.Stamp.Epoch; i++)
        {
            var id = after.Members[i].Id;
            if (VerdictOf(before, id) is { } was)
            {
                CheckStep(id, was, after.Verdicts[i], after.Stamp > before.Stamp, events);
            }
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (outcome != PickOutcome.Picked)
        {
            return;
        }

        var (member, routing) = (pick.Member, pick.Routing);
        Claim(!tried.Contains(member), $"a request comes to {member} a second time");
        var standing = edge.Group.MembersAt(Now).First(known => known.Id == member);
        Claim(standing.Word == OperatorWord.None, $"{edge.Node} sends a request to {member}, which is {standing.Word}");
        Claim(
            standing.State == MemberState.Active || standing.LeftAloneFor <= TimeSpan.Zero && (standing.State == MemberState.Timeout || edge.Group.IsDegraded)
            || routing.IsAwaited || Cluster.Scenario.Group.WhenAllSuspended == WhenAllSuspended.TryAnyway,
            $"{edge.Node} sends a request to {member}, which it knows to be {standing.State}");
        Claim(routing.Epoch == edge.Group.Snapshot?.Stamp.Epoch || routing.Epoch == default, $"{edge.Node} routes under a past epoch");
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

    private void CheckEvidence(SimulatedActivation grain, GroupSnapshot before, GroupEvent happened)
    {
        var epoch = grain.Machine!.Epoch;
        var gen = VerdictOf(before, happened.Member)?.Gen;
        Claim(!happened.Evidence.IsEmpty, $"{happened.Member} turns {happened.To} by {happened.Cause} without evidence");
        foreach (var entry in happened.Evidence)
        {
            var isFailure = entry.ErrorCode != 0;
            Claim(
                _evidence[grain].Exists(seen => seen.Node == entry.Node && seen.Item.Member == happened.Member && seen.Item.Epoch == epoch
                    && (gen is null || seen.Item.Gen >= gen) && seen.Item.Kind == (isFailure ? ReportKind.Failed : ReportKind.Succeeded)),
                $"{happened.Member} turns {happened.To} by {happened.Cause}, and {entry.Node} has reported nothing of the kind in gen {gen}");
        }
    }

    private void CheckStep(string id, MemberVerdict was, MemberVerdict now, bool isNewer, IReadOnlyList<GroupEvent> events)
    {
        if (was.Gen == now.Gen)
        {
            Claim(was.State == now.State, $"{id} turns from {was.State} to {now.State} within gen {now.Gen}");
            return;
        }

        Claim(now.Gen > was.Gen && isNewer, $"{id} goes from gen {was.Gen} to {now.Gen} within one version");
        var outages = events.Count(happened => happened.Member == id && happened.To == MemberState.Suspended
            && happened.Cause is CauseKind.Failures or CauseKind.Checks or CauseKind.Trial);
        var steps = events.Count(happened => happened.Member == id && happened.Cause != CauseKind.Choice);
        Claim(now.Gen - was.Gen <= steps, $"{id} goes from gen {was.Gen} to {now.Gen} in {steps} steps");
        Claim(
            now.Suspensions <= was.Suspensions + outages && (outages == 0 || now.State == MemberState.Active || now.Suspensions > 0),
            $"{id} has had {outages} outages and counts from {was.Suspensions} to {now.Suspensions} suspensions");
    }
}
