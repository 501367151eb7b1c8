using System.Collections.Immutable;
using Gateway.Core.Events;
using Orleans.Concurrency;

namespace Gateway.Grains.Nodes;

/// <summary>
/// Puts the cluster's events in one order, for every node to tell. One per cluster, in memory only: what it has told, the nodes have.
/// Answers at once: nothing parks here.
/// </summary>
[Alias("gateway.IEventsGrain")]
public interface IEventsGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "events";

    /// <summary>Takes a process's events. Safe to repeat.</summary>
    /// <returns>Whether they are taken; else they are to be brought again.</returns>
    [Alias("Tell")]
    ValueTask<bool> TellAsync(EventBatch batch);

    /// <summary>Says what is new, and notes that the node is there.</summary>
    /// <param name="request">What the node has.</param>
    /// <param name="observer">Who is told between two questions.</param>
    [Alias("Follow")]
    ValueTask<FollowReply> FollowAsync(FollowRequest request, IEventObserver observer);

    /// <summary>Takes what a node has of earlier events, when <see cref="FollowReply.Wants"/> asked for them.</summary>
    [Alias("Seed")]
    ValueTask SeedAsync(ImmutableArray<PlacedEvent> events);
}

/// <summary>A node's ear for events. Messages may be lost: the next question repairs that.</summary>
[Alias("gateway.IEventObserver")]
public interface IEventObserver : IGrainObserver
{
    /// <summary>Brings events that have just been put in order.</summary>
    [OneWay, Alias("Happened")]
    Task HappenedAsync(EventNews news);
}
