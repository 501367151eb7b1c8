using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 2: offsets are dealt gap-free from the stored checkpoint on; a new ring counts from the next one; a slot's member is that
/// of its place on the ring it was dealt on; and the ring gives each member exactly its weight, so that every window of its length does.
/// </summary>
internal sealed class ExactOrder(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<Epoch, long> _next = [];
    private readonly HashSet<(Epoch, Guid, long)> _answered = [];
    private readonly HashSet<(Epoch, long)> _rings = [];
    private readonly Dictionary<(Epoch, long), string> _turns = [];

    public override string Promise => "Exact order";

    public override void Began(SimulatedActivation grain, GroupRecord replaced)
    {
        var machine = grain.Machine!;
        Claim(
            machine.NextOffset == replaced.Checkpoint || Now - Cluster.Storage.LastFlush < TimeSpan.FromSeconds(5),
            $"a new epoch starts at {machine.NextOffset}, stored is {replaced.Checkpoint}");
        _next.TryAdd(machine.Epoch, machine.NextOffset);
        Look(machine);
    }

    public override void Raised(SimulatedActivation grain)
    {
        _next.TryAdd(grain.Machine!.Epoch, grain.Machine.NextOffset);
        Look(grain.Machine);
    }

    public override void Stepped(SimulatedActivation grain, IReadOnlyList<GroupEvent> events) => Look(grain.Machine!);

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
        var epoch = reply.Stamp.Epoch;
        if (reply.Status != GroupStatus.Ok || reply.Count == 0 || !_answered.Add((epoch, request.Edge, request.Seq)))
        {
            return;
        }

        var snapshot = grain.Machine!.Snapshot;
        Claim(reply.Start == _next[epoch], $"dealt from {reply.Start}, not from {_next[epoch]}");
        Claim(reply.RingVersion == snapshot.RingVersion, $"dealt on ring {reply.RingVersion}, in force is {snapshot.RingVersion}");
        _next[epoch] = reply.Start + reply.Count;
        for (var offset = reply.Start; offset < reply.Start + reply.Count; offset++)
        {
            _turns[(epoch, offset)] = snapshot.Members[snapshot.Ring[(int)((offset - snapshot.RingBase) % snapshot.Ring.Length)]].Id;
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (outcome == PickOutcome.Picked && pick is { HasSlot: true, Mode: PickMode.Cluster })
        {
            var member = _turns.GetValueOrDefault((edge.Group.Snapshot!.Stamp.Epoch, pick.Offset));
            Claim(member == pick.Member, $"offset {pick.Offset} is {member}'s turn, and {edge.Node} gives it to {pick.Member}");
        }
    }

    private void Look(GroupMachine machine)
    {
        var snapshot = machine.Snapshot;
        if (snapshot.Ring.IsEmpty || !_rings.Add((snapshot.Stamp.Epoch, snapshot.RingVersion)))
        {
            return;
        }

        var next = _next[machine.Epoch];
        Claim(snapshot.RingBase == next, $"ring {snapshot.RingVersion} counts from {snapshot.RingBase}, the next offset is {next}");
        var places = new int[snapshot.Members.Length];
        foreach (var member in snapshot.Ring)
        {
            places[member]++;
        }

        var isForced = snapshot.Verdicts.All(verdict => !verdict.IsAvailable);
        var weights = snapshot.Members.Select((member, i) => isForced
            ? snapshot.Verdicts[i].Word == OperatorWord.None ? member.Weight : 0.0
            : snapshot.Verdicts[i].IsAvailable ? member.Weight * snapshot.Verdicts[i].Share : 0.0).ToArray();
        var sum = weights.Sum();
        for (var i = 0; i < places.Length; i++)
        {
            var due = weights[i] * snapshot.Ring.Length / sum;
            Claim(Math.Abs(places[i] - due) < 1e-6, $"{snapshot.Members[i].Id} has {places[i]} of {snapshot.Ring.Length} places, its weight is worth {due}");
        }
    }
}
