using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>Invariant 4: nothing of a lower stamp changes an edge, and one stamp means one snapshot everywhere.</summary>
internal sealed class Monotone(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<Stamp, GroupSnapshot> _drawn = [];
    private readonly Dictionary<Guid, GroupSnapshot> _seen = [];
    private readonly Dictionary<SimulatedActivation, Stamp> _newest = [];

    public override string Promise => "Monotone";

    public override void Began(SimulatedActivation grain, GroupRecord replaced) => Look(grain);

    public override void Raised(SimulatedActivation grain) => Look(grain);

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply) => Look(grain);

    public override void Pulled(SimulatedActivation grain, PullRequest request, PullReply reply) => Look(grain);

    public override void Reported(SimulatedActivation grain, GroupSnapshot before, ReportRequest request, ReportReply reply) => Look(grain);

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events) => Look(grain);

    public override void Stepped(SimulatedEdge edge)
    {
        if (edge.Group.Snapshot is not { } snapshot)
        {
            return;
        }

        if (_seen.TryGetValue(edge.Id, out var before))
        {
            if (ReferenceEquals(before, snapshot))
            {
                return;
            }

            Claim(snapshot.Stamp >= before.Stamp, $"{edge.Node} goes back from {before.Stamp} to {snapshot.Stamp}");
        }

        Claim(_drawn.TryGetValue(snapshot.Stamp, out var drawn), $"{edge.Node} has a snapshot {snapshot.Stamp} that no grain has drawn");
        Claim(IsSame(drawn!, snapshot), $"{edge.Node} has another snapshot {snapshot.Stamp} than the grain has drawn");
        _seen[edge.Id] = snapshot;
    }

    private void Look(SimulatedActivation grain)
    {
        var snapshot = grain.Machine!.Snapshot;
        var before = _newest.GetValueOrDefault(grain);
        if (before == snapshot.Stamp)
        {
            return;
        }

        Claim(snapshot.Stamp > before, $"{grain.Name} goes back from {before} to {snapshot.Stamp}");
        _newest[grain] = snapshot.Stamp;
        Claim(
            !_drawn.TryGetValue(snapshot.Stamp, out var other) || IsSame(other, snapshot),
            $"two activations have drawn different snapshots under {snapshot.Stamp}");
        _drawn[snapshot.Stamp] = snapshot;
    }

    // Remaining times are those of the moment of sending.
    private static bool IsSame(GroupSnapshot one, GroupSnapshot other) =>
        one.Revision == other.Revision && one.RingVersion == other.RingVersion && one.RingBase == other.RingBase && one.Current == other.Current
        && one.Members.AsSpan().SequenceEqual(other.Members.AsSpan()) && one.Ring.AsSpan().SequenceEqual(other.Ring.AsSpan())
        && one.Verdicts.Length == other.Verdicts.Length
        && one.Verdicts.Zip(other.Verdicts).All(pair => pair.First with { RemainingMs = 0, Share = 0 } == pair.Second with { RemainingMs = 0, Share = 0 });
}
