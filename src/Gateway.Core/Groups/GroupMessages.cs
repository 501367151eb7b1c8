using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>Asks for turns. At most one is in flight per edge and group; a repetition carries the same <paramref name="Seq"/>.</summary>
/// <param name="Edge">The edge's process; another one after a restart.</param>
/// <param name="Seq">Rises by one with every new Take of this edge.</param>
/// <param name="Count">How many turns, 1 to <see cref="GroupMachine.MaxTake"/>.</param>
/// <param name="Seen">The newest stamp the edge has.</param>
/// <param name="Revision">The catalog revision the edge serves.</param>
[GenerateSerializer, Immutable, Alias("gateway.TakeRequest")]
public readonly record struct TakeRequest(
    [property: Id(0)] Guid Edge, [property: Id(1)] long Seq, [property: Id(2)] int Count, [property: Id(3)] Stamp Seen,
    [property: Id(4)] long Revision);

/// <summary>How a call to a group's grain ended. Exceptions are for faults, these are for answers.</summary>
[GenerateSerializer, Alias("gateway.GroupStatus")]
public enum GroupStatus
{
    /// <summary>As asked.</summary>
    Ok,

    /// <summary>The call carries an older <c>Seq</c> than one already answered: nothing was done.</summary>
    OldSeq,

    /// <summary>The caller has seen a later epoch than this activation's: ask again, another activation will answer.</summary>
    Fenced,

    /// <summary>The catalog that the grain knows has no such group, or it has no members.</summary>
    NoMembers,
}

/// <summary>The turns dealt: offsets <paramref name="Start"/> to <paramref name="Start"/> + <paramref name="Count"/> - 1.</summary>
/// <param name="Status">Without <see cref="GroupStatus.Ok"/> there are no turns.</param>
/// <param name="Seq">The request's.</param>
/// <param name="Stamp">The stamp under which they were dealt.</param>
/// <param name="Start">First offset.</param>
/// <param name="Count">How many.</param>
/// <param name="RingVersion">The ring they were dealt on.</param>
/// <param name="News">What is new.</param>
[GenerateSerializer, Immutable, Alias("gateway.TakeReply")]
public sealed record TakeReply(
    [property: Id(0)] GroupStatus Status, [property: Id(1)] long Seq, [property: Id(2)] Stamp Stamp, [property: Id(3)] long Start,
    [property: Id(4)] int Count, [property: Id(5)] long RingVersion, [property: Id(6)] GroupNews News);

/// <summary>Asks what is new. Registers the edge for as long as it keeps asking.</summary>
/// <param name="Edge">The edge's process.</param>
/// <param name="Node">The node's name, the same after a restart.</param>
/// <param name="Seen">The newest stamp the edge has.</param>
/// <param name="Revision">The catalog revision the edge serves.</param>
/// <param name="PeriodMs">How soon the edge will ask again, in milliseconds.</param>
/// <param name="Overlays">What this edge leaves alone on its own evidence.</param>
/// <param name="Permits">Ids of the permits it holds: those are renewed.</param>
[GenerateSerializer, Immutable, Alias("gateway.PullRequest")]
public readonly record struct PullRequest(
    [property: Id(0)] Guid Edge, [property: Id(1)] string Node, [property: Id(2)] Stamp Seen, [property: Id(3)] long Revision,
    [property: Id(4)] int PeriodMs, [property: Id(5)] ImmutableArray<OverlayEntry> Overlays, [property: Id(6)] ImmutableArray<long> Permits)
{
    /// <summary>How the edge picks: only shown.</summary>
    [Id(7)]
    public EdgeMode Mode { get; init; }

    /// <summary>Whether the edge has heard that the group's changes are not stored: only shown.</summary>
    [Id(8)]
    public bool IsUnfenced { get; init; }
}

/// <summary>How an edge picks from a group.</summary>
[GenerateSerializer, Alias("gateway.EdgeMode")]
public enum EdgeMode
{
    /// <summary>By the cluster's cursor.</summary>
    Cluster,

    /// <summary>By its own cursor, because the grain was out of reach.</summary>
    Degraded,

    /// <summary>By its own cursor, as configured.</summary>
    Local,
}

/// <summary>What is new.</summary>
/// <param name="Status">How the call ended.</param>
/// <param name="Stamp">The grain's stamp.</param>
/// <param name="News">What is new.</param>
/// <param name="PhaseOrdinal">The edge's place among those that listen, from 0: staggers local cursors.</param>
/// <param name="PhaseCount">How many edges listen, at least 1.</param>
[GenerateSerializer, Immutable, Alias("gateway.PullReply")]
public sealed record PullReply(
    [property: Id(0)] GroupStatus Status, [property: Id(1)] Stamp Stamp, [property: Id(2)] GroupNews News,
    [property: Id(3)] int PhaseOrdinal, [property: Id(4)] int PhaseCount);
