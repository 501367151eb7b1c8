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

    /// <summary>Whether the node finishes what it has and wants nothing new: it is about to stop, or an operator drains it.</summary>
    bool IsDraining { get; }

    /// <summary>Drains the node by an operator's word, or ends that. It goes on running; one that is about to stop goes on draining.</summary>
    /// <param name="drains">Whether it is to drain.</param>
    /// <returns>False: it serves no requests, so that there is nothing to drain.</returns>
    bool TryDrain(bool drains);

    /// <summary>The node's sign of life as of now.</summary>
    NodeReport Report();
}
