using Gateway.Core.Groups;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Witnesses;

/// <summary>
/// The history of Takes as the edges saw it is linearizable within an epoch: dealing is a fetch-and-add, so it is enough that a Take
/// that was answered before another one was sent has the lower offsets.
/// </summary>
internal sealed class DealingHistory(SimulatedCluster cluster) : Witness(cluster)
{
    private readonly Dictionary<(Guid, long), TimeSpan> _sent = [];
    private readonly Dictionary<Epoch, Dictionary<(Guid, long), Operation>> _operations = [];

    private readonly record struct Operation(TimeSpan Sent, TimeSpan Answered, long Start);

    public override string Promise => "Linearizable within an epoch";

    public override void Asks(SimulatedEdge edge, in TakeRequest take) => _sent.TryAdd((edge.Id, take.Seq), Now);

    public override void Hears(SimulatedEdge edge, GroupNews news, TakeReply? reply)
    {
        if (reply is not { Status: GroupStatus.Ok, Count: > 0 } || !_sent.TryGetValue((edge.Id, reply.Seq), out var sent))
        {
            return;
        }

        if (!_operations.TryGetValue(reply.Stamp.Epoch, out var operations))
        {
            _operations[reply.Stamp.Epoch] = operations = [];
        }

        operations.TryAdd((edge.Id, reply.Seq), new Operation(sent, Now, reply.Start));
    }

    public override void End()
    {
        foreach (var (epoch, operations) in _operations)
        {
            var bySending = operations.Values.OrderBy(operation => operation.Sent).ToArray();
            var byAnswer = operations.Values.OrderBy(operation => operation.Answered).ToArray();
            var (answered, highest) = (0, -1L);
            foreach (var operation in bySending)
            {
                for (; answered < byAnswer.Length && byAnswer[answered].Answered < operation.Sent; answered++)
                {
                    highest = Math.Max(highest, byAnswer[answered].Start);
                }

                Claim(
                    operation.Start > highest,
                    $"in epoch {epoch.Number} a Take sent at {operation.Sent.TotalMilliseconds} ms is dealt {operation.Start}, and {highest} had been answered");
            }
        }
    }
}
