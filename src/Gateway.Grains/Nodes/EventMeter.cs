using System.Diagnostics.Metrics;
using Gateway.Core.Events;

namespace Gateway.Grains.Nodes;

/// <summary>Counts events: <c>gateway.events</c> where they happen, <c>gateway.events.dropped</c> where there is no room.</summary>
public sealed class EventMeter : IDisposable
{
    private readonly Meter _meter = new("Gateway");
    private readonly Counter<long> _events;
    private readonly Counter<long> _dropped;

    /// <summary>Creates the instruments.</summary>
    public EventMeter()
    {
        _events = _meter.CreateCounter<long>("gateway.events", "{event}", "State changes that happened on this node, by what changed.");
        _dropped = _meter.CreateCounter<long>("gateway.events.dropped", "{event}", "Events that a bounded queue had no room for, by which queue.");
    }

    /// <summary>Counts an event.</summary>
    public void Count(ClusterEvent happened) =>
        _events.Add(1, new("kind", EventWords.Of(happened.Kind, happened.Change?.To)), new KeyValuePair<string, object?>("group", happened.Group));

    /// <summary>Counts events that the cluster will not hear of.</summary>
    public void DroppedBeforeTelling(long count) => _dropped.Add(count, new KeyValuePair<string, object?>("queue", "outbox"));

    /// <summary>Counts events that a listener was too slow for.</summary>
    public void DroppedByListener(long count) => _dropped.Add(count, new KeyValuePair<string, object?>("queue", "listener"));

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
