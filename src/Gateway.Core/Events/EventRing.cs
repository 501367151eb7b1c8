using System.Collections.Immutable;
using Gateway.Core.Groups;

namespace Gateway.Core.Events;

/// <summary>
/// Puts the cluster's events in one order and keeps the last of them, in memory: a new activation gathers for two seconds what the
/// nodes have of the old one's, and goes on behind it. Without a clock; the grain around it reads the time and sends.
/// </summary>
public sealed class EventRing
{
    private const int MostOrigins = 10_000;
    private static readonly TimeSpan Gathers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SeedPatience = TimeSpan.FromSeconds(0.5);

    private readonly EventHistory _history = new();
    private readonly NodeRoster _nodes = new();
    private readonly Dictionary<string, (long Last, TimeSpan At)> _origins = new(StringComparer.Ordinal);
    private readonly string _origin;
    private readonly TimeSpan _settlesAt;
    private readonly List<PlacedEvent> _untold = [];
    private EventPosition _untoldAfter;
    private TimeSpan? _seedAskedAt;
    private long _epoch;
    private long _made;

    /// <summary>Starts an activation.</summary>
    /// <param name="origin">Names the events that it makes itself.</param>
    /// <param name="now">The grain's clock.</param>
    /// <param name="isAlone">There is one node and never another: nobody to gather from.</param>
    public EventRing(string origin, TimeSpan now, bool isAlone = false)
    {
        _origin = origin;
        _settlesAt = isAlone ? now : now + Gathers;
    }

    /// <summary>Takes a process's events. Safe to repeat: each number of an origin is taken once.</summary>
    /// <param name="batch">The events.</param>
    /// <param name="at">Now.</param>
    /// <returns>False: not yet, or they do not fit; nothing was taken.</returns>
    public bool Tell(EventBatch batch, GrainTime at)
    {
        Settle(at);
        if (_epoch == 0 || batch.Events.IsDefaultOrEmpty || batch.Events.Length > EventBatch.MostEvents || batch.After < 0 || batch.First <= batch.After)
        {
            return false;
        }

        var last = Math.Max(_origins.TryGetValue(batch.Origin, out var known) ? known.Last : 0, batch.After);
        if (batch.First > last + 1)
        {
            Make(EventKind.EventsLost, batch.Node, at, "the process where they happened had no room for them", batch.First - last - 1);
        }

        for (var i = 0; i < batch.Events.Length; i++)
        {
            if (batch.First + i > last)
            {
                Add(batch.Events[i]);
            }
        }

        Remember(batch.Origin, Math.Max(last, batch.First + batch.Events.Length - 1), at.Now);
        return true;
    }

    /// <summary>Answers a node's question, and notes that the node is there.</summary>
    public FollowReply Follow(FollowRequest request, GrainTime at)
    {
        Settle(at);
        if (_epoch == 0)
        {
            _nodes.Note(request, at.Now);
            var wants = request.Seen > _history.Newest && !(at.Now - _seedAskedAt < SeedPatience);
            _seedAskedAt = wants ? at.Now : _seedAskedAt;
            return new FollowReply(false, _history.Newest, _history.Floor, [], wants);
        }

        // It has heard a later activation than this one's order knows of: what comes from now on is later still.
        _epoch = Math.Max(_epoch, request.Seen > _history.Newest ? request.Seen.Epoch + 1 : 0);
        foreach (var (kind, node, detail) in _nodes.Note(request, at.Now))
        {
            Make(kind, node, at, detail);
        }

        return new FollowReply(true, _history.Newest, _history.Floor, _history.After(request.Seen, EventBatch.MostEvents), false);
    }

    /// <summary>Takes what a node has of earlier activations' events, while they are gathered.</summary>
    public void Seed(ImmutableArray<PlacedEvent> events, GrainTime at)
    {
        if (_epoch != 0 || events.IsDefault || events.Length > EventHistory.MostKept)
        {
            return;
        }

        _seedAskedAt = null;
        foreach (var happened in events)
        {
            if (_history.Add(happened))
            {
                Recall(happened.Event, at.Now);
            }
        }
    }

    /// <summary>Lets time pass: gathering ends, nodes are missed.</summary>
    public void Tick(GrainTime at)
    {
        Settle(at);
        if (_epoch != 0)
        {
            foreach (var (kind, node, detail) in _nodes.Missed(at.Now))
            {
                Make(kind, node, at, detail);
            }
        }
    }

    /// <summary>What has been put in order since the last call, to be told at once; null: nothing.</summary>
    public EventNews? TakeNews()
    {
        if (_untold.Count == 0)
        {
            return null;
        }

        var news = new EventNews(_untoldAfter, [.. _untold]);
        _untold.Clear();
        return news;
    }

    private void Settle(GrainTime at)
    {
        if (_epoch == 0 && at.Now >= _settlesAt)
        {
            _epoch = Math.Max(Math.Max(at.UtcMilliseconds, _history.Newest.Epoch + 1), 1);
            foreach (var (kind, node, detail) in _nodes.Settle(at.Now))
            {
                Make(kind, node, at, detail);
            }
        }
    }

    private void Make(EventKind kind, string node, GrainTime at, string detail, long number = 0) =>
        Add(new ClusterEvent($"{_origin}-{++_made}", at.UtcMilliseconds, kind, node, "", "", default) { Detail = detail, Number = number });

    private void Add(ClusterEvent happened)
    {
        var number = _history.Newest.Epoch == _epoch ? _history.Newest.Number + 1 : 1;
        var placed = new PlacedEvent(new EventPosition(_epoch, number), happened);
        if (_untold.Count == 0)
        {
            _untoldAfter = _history.Newest;
        }

        _history.Add(placed);
        _untold.Add(placed);
    }

    private void Recall(ClusterEvent happened, TimeSpan now)
    {
        var dash = happened.Id.LastIndexOf('-');
        if (dash > 0 && long.TryParse(happened.Id.AsSpan(dash + 1), out var number))
        {
            var origin = happened.Id[..dash];
            Remember(origin, Math.Max(_origins.TryGetValue(origin, out var known) ? known.Last : 0, number), now);
        }

        _nodes.Recall(happened);
    }

    private void Remember(string origin, long last, TimeSpan now)
    {
        if (_origins.Count >= MostOrigins && !_origins.ContainsKey(origin))
        {
            _origins.Remove(_origins.MinBy(pair => pair.Value.At).Key);
        }

        _origins[origin] = (last, now);
    }
}
