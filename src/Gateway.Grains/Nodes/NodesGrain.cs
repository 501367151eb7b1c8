using System.Collections.Immutable;

namespace Gateway.Grains.Nodes;

/// <summary>The nodes' last signs of life, in memory: after a move it knows all of them again within a second or two.</summary>
[GrainType("nodes")]
internal sealed class NodesGrain(TimeProvider clock) : Grain, INodesGrain
{
    private static readonly TimeSpan KnownFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (NodeReport Report, long At)> _nodes = new(StringComparer.Ordinal);
    private long _lastSweep = clock.GetTimestamp();

    /// <inheritdoc />
    public Task ReportAsync(NodeReport report)
    {
        _nodes[report.Id] = (report, clock.GetTimestamp());
        if (clock.GetElapsedTime(_lastSweep) > KnownFor)
        {
            Sweep();
        }

        return Task.CompletedTask;
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
