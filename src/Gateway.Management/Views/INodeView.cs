using Gateway.Grains.Nodes;

namespace Gateway.Management.Views;

/// <summary>What a node says of itself. The members are read from many threads and answer at once, without waiting.</summary>
public interface INodeView
{
    /// <summary>
    /// Whether requests should be sent here. An edge: listening, with a catalog, not draining; the cluster need not be reachable.
    /// A silo: active in the membership, not draining.
    /// </summary>
    bool IsReady { get; }

    /// <summary>Whether the node is about to stop.</summary>
    bool IsDraining { get; }

    /// <summary>The node's sign of life as of now.</summary>
    NodeReport Report();
}
