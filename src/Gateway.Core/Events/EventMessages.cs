using System.Collections.Immutable;

namespace Gateway.Core.Events;

/// <summary>Events of one process, in their order. Repeated until it is taken.</summary>
/// <param name="Origin">The process.</param>
/// <param name="Node">The node's name; empty where the process does not know it.</param>
/// <param name="After">The last number of this origin that was taken; 0: none.</param>
/// <param name="First">The number of the first event: what lies between was dropped, and is told as lost.</param>
/// <param name="Events">The events, at most <see cref="MostEvents"/>.</param>
[GenerateSerializer, Immutable, Alias("gateway.EventBatch")]
public sealed record EventBatch(
    [property: Id(0)] string Origin, [property: Id(1)] string Node, [property: Id(2)] long After, [property: Id(3)] long First,
    [property: Id(4)] ImmutableArray<ClusterEvent> Events)
{
    /// <summary>The most events of one message.</summary>
    public const int MostEvents = 128;
}

/// <summary>A node asks for events, each second. It is also how the cluster knows that the node is there.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Kind"><c>edge</c>, <c>silo</c> or <c>edge+silo</c>.</param>
/// <param name="Instance">The process: another one after a restart.</param>
/// <param name="Seen">The newest event it has; none: it has just started.</param>
/// <param name="IsKnown">An earlier question of this process has been answered: it has joined already.</param>
/// <param name="IsDraining">It is about to stop.</param>
[GenerateSerializer, Immutable, Alias("gateway.FollowRequest")]
public sealed record FollowRequest(
    [property: Id(0)] string Node, [property: Id(1)] string Kind, [property: Id(2)] Guid Instance, [property: Id(3)] EventPosition Seen,
    [property: Id(4)] bool IsKnown, [property: Id(5)] bool IsDraining);

/// <summary>The events behind what a node has seen.</summary>
/// <param name="IsSettled">False for the first moments of an activation, while it gathers what the nodes know: ask again.</param>
/// <param name="Newest">The newest event in order.</param>
/// <param name="Floor">The newest that is forgotten: who has seen less has missed something.</param>
/// <param name="Events">At most <see cref="EventBatch.MostEvents"/>; with more behind them, the newest of these is older than <paramref name="Newest"/>.</param>
/// <param name="Wants">The node has later events than this activation: it is to send what lies behind <paramref name="Newest"/>.</param>
[GenerateSerializer, Immutable, Alias("gateway.FollowReply")]
public sealed record FollowReply(
    [property: Id(0)] bool IsSettled, [property: Id(1)] EventPosition Newest, [property: Id(2)] EventPosition Floor,
    [property: Id(3)] ImmutableArray<PlacedEvent> Events, [property: Id(4)] bool Wants);

/// <summary>Events that have just been put in order, told unasked.</summary>
/// <param name="After">The newest before them: who has not seen that one asks instead.</param>
/// <param name="Events">The events.</param>
[GenerateSerializer, Immutable, Alias("gateway.EventNews")]
public sealed record EventNews([property: Id(0)] EventPosition After, [property: Id(1)] ImmutableArray<PlacedEvent> Events);
