using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// Invariant 10: the grain delays a request by at most two Take deadlines, once per outage: nobody waits while the circuit is open. If a
/// member is available in the edge's view, it is tried.
/// </summary>
internal sealed class NeverInTheWay(SimulatedCluster cluster) : Witness(cluster)
{
    public override string Promise => "Never in the way";

    public override void Waits(SimulatedEdge edge)
    {
        Claim(!edge.Group.IsDegraded, $"a request waits at {edge.Node} though its circuit is open");
        Claim(edge.Group.Plan.Takes, $"a request waits at {edge.Node} though the group takes no turns");
    }

    public override void Stepped(SimulatedEdge edge)
    {
        if (edge.Waiting > 0)
        {
            Claim(!edge.Group.IsDegraded, $"{edge.Waiting} requests wait at {edge.Node} though its circuit has opened");
            Claim(
                Now - edge.OldestWaitSince <= EdgeGroup.LongestWait,
                $"a request waits at {edge.Node} for {(Now - edge.OldestWaitSince).TotalMilliseconds} ms");
        }
    }

    public override void Picked(SimulatedEdge edge, RequestRun request, PickOutcome outcome, in Pick pick, IReadOnlyCollection<string> tried)
    {
        if (tried.Count == 0)
        {
            Claim(
                Now - request.Since <= EdgeGroup.LongestWait,
                $"a request has waited at {edge.Node} for {(Now - request.Since).TotalMilliseconds} ms");
        }

        if (outcome != PickOutcome.Picked)
        {
            foreach (var member in edge.Group.MembersAt(Now))
            {
                Claim(
                    member.State != MemberState.Active || member.Word != OperatorWord.None || tried.Contains(member.Id),
                    $"{edge.Node} refuses a request though {member.Id} can be used");
            }
        }
    }
}
