using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>Invariant 1: no (epoch, offset) is answered to two calls, no call is dealt two ranges in one epoch, no slot is used twice.</summary>
internal sealed class NoTurnTwice(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<(Epoch, Guid, long), TakeReply> _answers = [];
    private readonly Dictionary<(Epoch, long), Guid> _dealt = [];
    private readonly HashSet<(Epoch, long)> _used = [];

    public override string Promise => "No turn twice";

    public override void Began(SimulatedActivation grain, GroupRecord replaced) => Claim(
        !_answers.Keys.Any(key => key.Item1 == grain.Machine!.Epoch), $"epoch {grain.Machine!.Epoch} is taken a second time");

    public override void Dealt(SimulatedActivation grain, TakeRequest request, TakeReply reply)
    {
        if (reply.Status != GroupStatus.Ok || reply.Count == 0)
        {
            return;
        }

        var epoch = reply.Stamp.Epoch;
        if (_answers.TryGetValue((epoch, request.Edge, request.Seq), out var before))
        {
            Claim(
                before.Start == reply.Start && before.Count == reply.Count && before.RingVersion == reply.RingVersion,
                $"seq {request.Seq} was dealt {before.Start}+{before.Count} first, then {reply.Start}+{reply.Count}");
            return;
        }

        _answers.Add((epoch, request.Edge, request.Seq), reply);
        for (var offset = reply.Start; offset < reply.Start + reply.Count; offset++)
        {
            Claim(_dealt.TryAdd((epoch, offset), request.Edge), $"offset {offset} of epoch {epoch.Number} is dealt twice");
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (!pick.HasSlot)
        {
            return;
        }

        var slot = (edge.Group.Snapshot!.Stamp.Epoch, pick.Offset);
        Claim(pick.Epoch == slot.Epoch.Number, $"a slot of epoch {pick.Epoch} is used in epoch {slot.Epoch.Number}");
        Claim(_dealt.TryGetValue(slot, out var owner), $"{edge.Node} uses offset {pick.Offset}, never dealt in epoch {pick.Epoch}");
        Claim(owner == edge.Id, $"{edge.Node} uses offset {pick.Offset}, which was dealt to another edge");
        Claim(_used.Add(slot), $"{edge.Node} uses offset {pick.Offset} of epoch {pick.Epoch} a second time");
    }
}
