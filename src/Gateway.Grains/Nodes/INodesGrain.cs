using System.Collections.Immutable;

namespace Gateway.Grains.Nodes;

/// <summary>Knows which edges and silos are there. One per cluster, in memory only: nodes report every second.</summary>
[Alias("gateway.INodesGrain")]
public interface INodesGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "nodes";

    /// <summary>A node's sign of life.</summary>
    /// <returns>What an operator wants of the node, until its report shows that it is so.</returns>
    [Alias("Report")]
    ValueTask<NodeOrder> ReportAsync(NodeReport report);

    /// <summary>Has an edge told to drain, or to take requests again, in answer to its next report.</summary>
    /// <param name="node">The edge's name.</param>
    /// <param name="order">What is wanted of it.</param>
    [Alias("Order")]
    ValueTask<NodeOrderStatus> OrderAsync(string node, NodeOrder order);

    /// <summary>The nodes that have reported within the last 10 s, by id.</summary>
    [Alias("List")]
    ValueTask<ImmutableArray<NodeEntry>> ListAsync();
}

/// <summary>What an operator wants of a node.</summary>
[GenerateSerializer, Alias("gateway.NodeOrder")]
public enum NodeOrder
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That it finishes what it has, and is given nothing new. It goes on running.</summary>
    Drain,

    /// <summary>That it takes requests again.</summary>
    Resume,
}

/// <summary>What becomes of an order.</summary>
[GenerateSerializer, Alias("gateway.NodeOrderStatus")]
public enum NodeOrderStatus
{
    /// <summary>The node is told with its next report.</summary>
    Taken,

    /// <summary>No node of this name has reported within the last 10 s.</summary>
    NoSuchNode,

    /// <summary>It is a silo, which serves no requests.</summary>
    NotAnEdge,
}

/// <summary>What a node says of itself.</summary>
/// <param name="Id">Its name in the cluster.</param>
/// <param name="Kind"><c>edge</c>, <c>silo</c>, or <c>edge+silo</c> for an embedded one.</param>
/// <param name="Revision">The catalog revision it serves; 0: none yet.</param>
/// <param name="Mode">An edge's worst group: <c>cluster</c>, <c>degraded</c> or <c>local</c>; a silo's is always <c>cluster</c>.</param>
/// <param name="Draining">Whether it is about to stop.</param>
/// <param name="SnapshotAgeMs">Age of an edge's oldest snapshot in milliseconds; -1: none.</param>
/// <param name="Version">The product's version.</param>
[GenerateSerializer, Immutable, Alias("gateway.NodeReport")]
public sealed record NodeReport(
    [property: Id(0)] string Id, [property: Id(1)] string Kind, [property: Id(2)] long Revision, [property: Id(3)] string Mode,
    [property: Id(4)] bool Draining, [property: Id(5)] long SnapshotAgeMs, [property: Id(6)] string Version)
{
    /// <summary>The kind of a node that serves no requests.</summary>
    public const string SiloKind = "silo";

    /// <summary>What it carries; null: no requests at all, or it is of a version that does not say.</summary>
    [Id(7)]
    public NodeTraffic? Traffic { get; init; }
}

/// <summary>What an edge has carried in the last ten seconds.</summary>
/// <param name="RequestsPerSecond">Requests that have ended, per second.</param>
/// <param name="FailedPerSecond">Those that it had no backend's answer for.</param>
/// <param name="P95Ms">95 of 100 requests took no longer, in milliseconds; null: there were none.</param>
[GenerateSerializer, Immutable, Alias("gateway.NodeTraffic")]
public sealed record NodeTraffic(
    [property: Id(0)] double RequestsPerSecond, [property: Id(1)] double FailedPerSecond, [property: Id(2)] double? P95Ms);

/// <summary>A node as the cluster knows it.</summary>
/// <param name="Report">Its last report.</param>
/// <param name="ReportedMsAgo">Milliseconds since then.</param>
[GenerateSerializer, Immutable, Alias("gateway.NodeEntry")]
public sealed record NodeEntry([property: Id(0)] NodeReport Report, [property: Id(1)] long ReportedMsAgo);
