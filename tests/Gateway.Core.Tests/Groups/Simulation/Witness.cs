using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>Sees every turn dealt and used, and knows on its own whose turn each is.</summary>
internal sealed class Witness
{
    private readonly Dictionary<Epoch, long> _next = [];
    private readonly Dictionary<(Epoch, long), string> _turns = [];
    private readonly Dictionary<(Epoch, Guid, long), TakeReply> _answers = [];
    private readonly HashSet<(Epoch, long)> _used = [];
    private readonly Dictionary<(Epoch, long), (GroupSnapshot Snapshot, List<string> Turns)> _laps = [];

    public int Dealt => _turns.Count;

    public int UsedTurns => _used.Count;

    public int Epochs => _next.Count;

    public int Repeated { get; private set; }

    public Dictionary<PickMode, int> Modes { get; } = [];

    public Dictionary<string, int> Requests { get; } = [];

    public static void Claim(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    public void Began(GroupMachine machine)
    {
        Claim(_next.TryAdd(machine.Epoch, machine.NextOffset), $"epoch {machine.Epoch} was taken twice");
        TurnedTo(machine);
    }

    public static void TurnedTo(GroupMachine machine)
    {
        var snapshot = machine.Snapshot;
        Claim(
            snapshot.RingVersion != snapshot.Stamp.Version || snapshot.RingBase == machine.NextOffset,
            "a new ring does not count from the next offset");
    }

    public void Answered(TakeRequest request, TakeReply reply, GroupMachine machine)
    {
        if (reply.Status != GroupStatus.Ok)
        {
            return;
        }

        if (_answers.TryGetValue((machine.Epoch, request.Edge, request.Seq), out var before))
        {
            Claim(before == reply, $"seq {request.Seq} was dealt {before.Start} first, then {reply.Start}");
            Repeated++;
            return;
        }

        _answers.Add((machine.Epoch, request.Edge, request.Seq), reply);
        Claim(reply.Start == _next[machine.Epoch], $"dealt from {reply.Start}, not from {_next[machine.Epoch]}");
        _next[machine.Epoch] = reply.Start + reply.Count;
        var snapshot = machine.Snapshot;
        if (!_laps.TryGetValue((machine.Epoch, snapshot.RingVersion), out var lap))
        {
            _laps[(machine.Epoch, snapshot.RingVersion)] = lap = (snapshot, []);
        }

        for (var offset = reply.Start; offset < reply.Start + reply.Count; offset++)
        {
            var member = snapshot.Members[snapshot.Ring[(int)((offset - snapshot.RingBase) % snapshot.Ring.Length)]].Id;
            _turns.Add((machine.Epoch, offset), member);
            lap.Turns.Add(member);
        }
    }

    public void Used(SimulatedEdge edge, PickOutcome outcome, Pick pick, TimeSpan now)
    {
        var plan = edge.Group.Plan.Definition.Members;
        if (pick.HasSlot)
        {
            var slot = (edge.Group.Snapshot!.Stamp.Epoch, pick.Offset);
            Claim(_turns.ContainsKey(slot), $"offset {pick.Offset} was used and never dealt in this epoch");
            Claim(_used.Add(slot), $"offset {pick.Offset} was used twice");
            Claim(
                outcome != PickOutcome.Picked || pick.Mode != PickMode.Cluster || pick.Member == _turns[slot],
                $"offset {pick.Offset} is {_turns[slot]}'s, not {pick.Member}'s");
        }

        if (outcome == PickOutcome.NoneAvailable)
        {
            Claim(edge.Group.OverlayAt(now).Count() == plan.Length, "no member was picked though one could be used");
            return;
        }

        Claim(plan.Any(member => member.Id == pick.Member), $"{pick.Member} is not in the edge's catalog");
        Claim(!edge.Group.OverlayAt(now).Contains(pick.Member), $"{pick.Member} was picked over its overlay");
        Modes[pick.Mode] = Modes.GetValueOrDefault(pick.Mode) + 1;
        Requests[pick.Member] = Requests.GetValueOrDefault(pick.Member) + 1;
    }

    /// <summary>Exact order: every window of a ring's length gives each member exactly its places on the ring.</summary>
    public void CheckLaps()
    {
        foreach (var (snapshot, turns) in _laps.Values)
        {
            var length = snapshot.Ring.Length;
            var expected = snapshot.Ring.Select(member => snapshot.Members[member].Id).CountBy(id => id).ToDictionary();
            for (var start = 0; start + length <= turns.Count; start += 1 + (start / length))
            {
                var counts = turns.Skip(start).Take(length).CountBy(id => id).ToDictionary();
                Claim(
                    counts.Count == expected.Count && counts.All(pair => expected[pair.Key] == pair.Value),
                    $"the window of {length} turns at {start} is not the ring");
            }
        }
    }
}
