using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>A group as its grain sees it, for those who operate the cluster.</summary>
/// <param name="Snapshot">Members and ring.</param>
/// <param name="Offset">The next offset to be dealt.</param>
/// <param name="StorageLagMs">How long changes have been waiting to be written, in milliseconds; 0: nothing waits.</param>
/// <param name="Edges">The edges that listen.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupDescription")]
public sealed record GroupDescription(
    [property: Id(0)] GroupSnapshot Snapshot, [property: Id(1)] long Offset, [property: Id(2)] long StorageLagMs,
    [property: Id(3)] ImmutableArray<RegisteredEdge> Edges);

/// <summary>An edge that has pulled within three of its own periods.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="LastCallMs">Milliseconds since its last call.</param>
/// <param name="Behind">Whether it had not seen the newest snapshot when it last called.</param>
/// <param name="Overlay">Members that it leaves alone on its own evidence.</param>
[GenerateSerializer, Immutable, Alias("gateway.RegisteredEdge")]
public sealed record RegisteredEdge(
    [property: Id(0)] string Node, [property: Id(1)] long LastCallMs, [property: Id(2)] bool Behind,
    [property: Id(3)] ImmutableArray<string> Overlay);
