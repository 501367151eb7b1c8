using Gateway.Grains.Nodes;
using Gateway.Management.Traffic;
using Gateway.Management.Views;

namespace Gateway.Management.Nodes;

/// <summary>The node's sign of life with what it carries.</summary>
internal sealed class OwnReport(INodeView node, TrafficHistory traffic, NodeIdentity identity)
{
    /// <summary>As of now.</summary>
    public NodeReport Now() => node.Report() with { Traffic = identity.Kind == "silo" ? null : traffic.ReadRecent(TrafficMeter.Step) };
}
