using Gateway.Core.Events;

namespace Gateway.Grains.Nodes;

/// <summary>
/// The events of one process on their way to the cluster: bounded, so that whoever notes one never waits. When it is full the oldest
/// goes, which the metrics count at once and the cluster is told of with the next batch. Safe from any thread.
/// </summary>
/// <param name="meter">Counts.</param>
/// <param name="clock">The node's clock.</param>
public sealed class EventOutbox(EventMeter meter, TimeProvider clock) : IDisposable
{
    /// <summary>The most events that wait.</summary>
    public const int MostKept = 1024;

    private readonly Lock _gate = new();
    private readonly Queue<ClusterEvent> _waiting = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly string _origin = NewOrigin();
    private long _last;
    private long _taken;

    /// <summary>Raised when an event is noted, on the thread that notes it: handlers only take note.</summary>
    public event Action<ClusterEvent>? Noted;

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>A name for a process that events happen in; another one after a restart.</summary>
    public static string NewOrigin() => Guid.NewGuid().ToString("N")[..16];

    /// <summary>Notes an event: names it, counts it, and lets it wait for its way to the cluster.</summary>
    public void Note(ClusterEvent happened)
    {
        var isDropped = false;
        lock (_gate)
        {
            happened = happened with { Id = $"{_origin}-{++_last}", AtUtcMs = clock.GetUtcNow().ToUnixTimeMilliseconds() };
            isDropped = _waiting.Count == MostKept;
            if (isDropped)
            {
                _waiting.Dequeue();
            }

            _waiting.Enqueue(happened);
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }

        if (isDropped)
        {
            meter.DroppedBeforeTelling(1);
        }

        meter.Count(happened);
        Noted?.Invoke(happened);
    }

    /// <summary>All that wait, oldest first.</summary>
    public ClusterEvent[] Waiting()
    {
        lock (_gate)
        {
            return [.. _waiting];
        }
    }

    /// <summary>The next batch; null when nothing waits. It waits on until it is <see cref="Taken"/>.</summary>
    /// <param name="node">The node's name; empty if it is not known here.</param>
    public EventBatch? Next(string node)
    {
        lock (_gate)
        {
            return _waiting.Count == 0
                ? null
                : new EventBatch(_origin, node, _taken, _last - _waiting.Count + 1, [.. _waiting.Take(EventBatch.MostEvents)]);
        }
    }

    /// <summary>The cluster has a batch.</summary>
    public void Taken(EventBatch batch)
    {
        lock (_gate)
        {
            _taken = batch.First + batch.Events.Length - 1;
            while (_waiting.Count > 0 && _last - _waiting.Count < _taken)
            {
                _waiting.Dequeue();
            }
        }
    }

    /// <summary>Waits until something has been noted since the last wait.</summary>
    public Task WaitAsync(CancellationToken cancel) => _news.WaitAsync(cancel);

    /// <inheritdoc />
    public void Dispose() => _news.Dispose();
}
