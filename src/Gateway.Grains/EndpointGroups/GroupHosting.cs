namespace Gateway.Grains.EndpointGroups;

/// <summary>What groups have to know of the cluster they live in.</summary>
/// <param name="HasOneEdge">There is one edge and never another, as in the embedded mode: its word alone decides, from the start.</param>
public sealed record GroupHosting(bool HasOneEdge);
