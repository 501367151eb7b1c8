using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 3: with look-ahead, the members' counts differ from their exact shares by no more than the slots outstanding. The exact
/// shares of n turns used are those of the first n of the ring.
/// </summary>
internal sealed class BoundedSkew(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<(Epoch, long), Lap> _laps = [];
    private readonly Dictionary<(Epoch, long), Lap> _lapOf = [];
    private readonly HashSet<(Epoch, Guid, long)> _answered = [];

    private sealed record Lap(GroupSnapshot Snapshot)
    {
        public int Dealt { get; set; }

        public int Used { get; set; }

        public int[] Exact { get; } = new int[Snapshot.Members.Length];

        public int[] Actual { get; } = new int[Snapshot.Members.Length];
    }

    public override string Promise => "Bounded skew";

    /// <summary>Turns dealt and not used, over all rings.</summary>
    public int Outstanding => _laps.Values.Sum(lap => lap.Dealt - lap.Used);

    public int Used => _laps.Values.Sum(lap => lap.Used);

    /// <summary>The furthest that any member's count has been from its share, and the slots outstanding then.</summary>
    public (int Distance, int Outstanding) Worst { get; private set; }

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
        var epoch = reply.Stamp.Epoch;
        if (reply.Status != GroupStatus.Ok || reply.Count == 0 || !_answered.Add((epoch, request.Edge, request.Seq)))
        {
            return;
        }

        var snapshot = grain.Machine!.Snapshot;
        if (!_laps.TryGetValue((epoch, snapshot.RingVersion), out var lap))
        {
            _laps[(epoch, snapshot.RingVersion)] = lap = new Lap(snapshot);
        }

        lap.Dealt += reply.Count;
        for (var offset = reply.Start; offset < reply.Start + reply.Count; offset++)
        {
            _lapOf[(epoch, offset)] = lap;
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (!pick.HasSlot || !_lapOf.TryGetValue((edge.Group.Snapshot!.Stamp.Epoch, pick.Offset), out var lap))
        {
            return;
        }

        var ring = lap.Snapshot.Ring;
        lap.Exact[ring[lap.Used % ring.Length]]++;
        lap.Actual[ring[(int)((pick.Offset - lap.Snapshot.RingBase) % ring.Length)]]++;
        lap.Used++;
        for (var member = 0; member < lap.Exact.Length; member++)
        {
            var distance = Math.Abs(lap.Actual[member] - lap.Exact[member]);
            Worst = distance > Worst.Distance ? (distance, lap.Dealt - lap.Used) : Worst;
            Claim(
                distance <= lap.Dealt - lap.Used,
                $"{lap.Snapshot.Members[member].Id} has had {lap.Actual[member]} turns instead of {lap.Exact[member]}, with {lap.Dealt - lap.Used} outstanding");
        }
    }
}
