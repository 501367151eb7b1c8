using System.Collections.Immutable;

namespace Gateway.Grains.Nodes;

/// <summary>The nodes' last signs of life, in memory: after a move it knows all of them again within a second or two.</summary>
[GrainType("nodes")]
internal sealed class NodesGrain(TimeProvider clock) : Grain, INodesGrain
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);

    // Whoever gave it has been told by then that it was not seen to be followed.
    private static readonly TimeSpan OrdersHold = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (NodeReport Report, long At)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (NodeOrder Order, long At)> _orders = new(StringComparer.Ordinal);
    private long _lastSweep = clock.GetTimestamp();

    /// <inheritdoc />
    public ValueTask<NodeOrder> ReportAsync(NodeReport report)
    {
        _nodes[report.Id] = (report, clock.GetTimestamp());
        if (clock.GetElapsedTime(_lastSweep) > KnownFor)
        {
            Sweep();
        }

        if (!_orders.TryGetValue(report.Id, out var order))
        {
            return new(NodeOrder.None);
        }

        // Said again until the node says that it is so: an answer may be lost.
        if (report.Draining == (order.Order == NodeOrder.Drain) || clock.GetElapsedTime(order.At) > OrdersHold)
        {
            _orders.Remove(report.Id);
            return new(NodeOrder.None);
        }

        return new(order.Order);
    }

    /// <inheritdoc />
    public ValueTask<NodeOrderStatus> OrderAsync(string node, NodeOrder order)
    {
        Sweep();
        if (!_nodes.TryGetValue(node, out var known))
        {
            return new(NodeOrderStatus.NoSuchNode);
        }

        if (known.Report.Kind == NodeReport.SiloKind)
        {
            return new(NodeOrderStatus.NotAnEdge);
        }

        _orders[node] = (order, clock.GetTimestamp());
        return new(NodeOrderStatus.Taken);
    }

    /// <inheritdoc />
    public ValueTask<ImmutableArray<NodeEntry>> ListAsync()
    {
        Sweep();
        return new([.. _nodes.Values.OrderBy(node => node.Report.Id, StringComparer.Ordinal)
            .Select(node => new NodeEntry(node.Report, (long)clock.GetElapsedTime(node.At).TotalMilliseconds))]);
    }

    private void Sweep()
    {
        _lastSweep = clock.GetTimestamp();
        foreach (var (id, (_, at)) in _nodes)
        {
            if (clock.GetElapsedTime(at) > KnownFor)
            {
                _nodes.Remove(id);
            }
        }
    }
}
