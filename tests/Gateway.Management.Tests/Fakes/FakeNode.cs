using Gateway.Grains.Nodes;
using Gateway.Management.Views;

namespace Gateway.Management.Tests.Fakes;

internal sealed class FakeNode : INodeView
{
    public bool IsReady { get; set; } = true;

    public long Revision { get; set; } = 7;

    public bool IsDraining { get; set; }

    public bool IsSilo { get; set; }

    public bool TryDrain(bool drains)
    {
        IsDraining = drains;
        return !IsSilo;
    }

    public NodeReport Report() => new("edge-1", "edge", Revision, "cluster", IsDraining, SnapshotAgeMs: -1, "0.1.0");
}
