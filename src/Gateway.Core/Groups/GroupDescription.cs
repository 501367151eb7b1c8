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
    [property: Id(3)] ImmutableArray<RegisteredEdge> Edges)
{
    /// <summary>The leaves among the members, with all that is known of them.</summary>
    [Id(4)]
    public ImmutableArray<MemberDescription> Members { get; init; } = [];

    /// <summary>The last transitions, newest last.</summary>
    [Id(5)]
    public ImmutableArray<GroupEvent> Events { get; init; } = [];

    /// <summary>Changes have been waiting to be stored for 3 s or more, or trials are dealt without storage.</summary>
    [Id(6)]
    public bool IsUnfenced { get; init; }

    /// <summary>How many nodes must have seen a failure, as configured; null: <c>auto</c>.</summary>
    [Id(7)]
    public int? Quorum { get; init; }

    /// <summary>How many it takes now, of a member that nobody has been contradicted on: no more than there are nodes with a vote.</summary>
    [Id(8)]
    public int QuorumInForce { get; init; }
}

/// <summary>What stands behind the verdict on one leaf.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Cause">What brought it to its state.</param>
/// <param name="IsProvisional">Its verdict rests on one node's evidence.</param>
/// <param name="Votes">Standing evidence against it.</param>
/// <param name="Contradicted">Nodes that have lost their vote: another one found nothing wrong.</param>
/// <param name="Asks">Nodes that owe an opinion or an active check.</param>
/// <param name="Permit">The node that may try it now; empty: none.</param>
/// <param name="Reason">An operator's reason.</param>
/// <param name="By">Who said it.</param>
/// <param name="WordRemainingMs">How much longer the operator's word holds, in milliseconds; 0: until it is taken back.</param>
[GenerateSerializer, Immutable, Alias("gateway.MemberDescription")]
public sealed record MemberDescription(
    [property: Id(0)] string Id, [property: Id(1)] CauseKind Cause, [property: Id(2)] bool IsProvisional,
    [property: Id(3)] ImmutableArray<EvidenceEntry> Votes, [property: Id(4)] ImmutableArray<string> Contradicted,
    [property: Id(5)] ImmutableArray<string> Asks, [property: Id(6)] string Permit, [property: Id(7)] string Reason,
    [property: Id(8)] string By, [property: Id(9)] long WordRemainingMs)
{
    /// <summary>What brought it to its state: who has seen what. Empty after a change of activation: it is not stored.</summary>
    [Id(10)]
    public ImmutableArray<EvidenceEntry> Evidence { get; init; } = [];

    /// <summary>How long its next suspension would be, in milliseconds; 0: it is not suspended.</summary>
    [Id(11)]
    public long NextSuspensionMs { get; init; }

    /// <summary>How many nodes must have seen a failure of it now.</summary>
    [Id(12)]
    public int Quorum { get; init; }
}

/// <summary>An edge that has pulled within three of its own periods.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="LastCallMs">Milliseconds since its last call.</param>
/// <param name="Behind">Whether it had not seen the newest snapshot when it last called.</param>
/// <param name="Overlay">Members that it leaves alone on its own evidence.</param>
[GenerateSerializer, Immutable, Alias("gateway.RegisteredEdge")]
public sealed record RegisteredEdge(
    [property: Id(0)] string Node, [property: Id(1)] long LastCallMs, [property: Id(2)] bool Behind,
    [property: Id(3)] ImmutableArray<string> Overlay)
{
    /// <summary>Whether it counts: it has called within 3 s.</summary>
    [Id(4)]
    public bool IsRegistered { get; init; }

    /// <summary>Milliseconds since it last named, in a Pull, the snapshot that was then the newest; -1: never.</summary>
    [Id(5)]
    public long SnapshotAgeMs { get; init; } = -1;

    /// <summary>Those of the overlay that the cluster has contradicted: other edges use them.</summary>
    [Id(6)]
    public ImmutableArray<string> Private { get; init; } = [];

    /// <summary>How it picked when it last pulled.</summary>
    [Id(7)]
    public EdgeMode Mode { get; init; }

    /// <summary>Whether it had heard that the group's changes are not stored.</summary>
    [Id(8)]
    public bool IsUnfenced { get; init; }
}
