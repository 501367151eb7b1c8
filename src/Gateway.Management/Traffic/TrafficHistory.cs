using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using Gateway.Grains.Nodes;

namespace Gateway.Management.Traffic;

/// <summary>What this node has carried in the last ten minutes: all requests, and the tries at every member. Bounded by the configuration and a number.</summary>
internal sealed class TrafficHistory
{
    /// <summary>Members whose tries are kept; of what is beyond them nothing is. A member that had none in all the steps kept gives its place back.</summary>
    public const int MostMembers = 1024;

    private const int Requests = 0;
    private const int Failed = 1;
    private const int BackendErrors = 2;
    private const int Kinds = 3;

    // As many as processors, a power of two: threads on different ones do not get into each other's way.
    private static readonly int Stripes = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(Environment.ProcessorCount, 1, 16));

    private readonly CountHistory _requests = new(Kinds, Stripes);
    private readonly CountHistory _durations = new(LatencyBuckets.Count, Stripes);
    private readonly CountHistory _overheads = new(LatencyBuckets.Count, Stripes);
    private readonly ConcurrentDictionary<(string Group, string Member), CountHistory> _tries = new();

    // Guards the steps; counting does not wait for it.
    private readonly Lock _stepping = new();
    private int _known;
    private int _members;

    /// <summary>How many of the steps kept have been told since the node started.</summary>
    public int Known => Volatile.Read(ref _known);

    /// <summary>A request has ended.</summary>
    /// <param name="seconds">The whole time.</param>
    /// <param name="failed">The gateway had no backend's answer to give: none could be used, none answered, one broke off, or a fault of its own.</param>
    /// <param name="backendError">A backend's answer was passed on, and was an error of its own (5xx).</param>
    public void RequestEnded(double seconds, bool failed, bool backendError)
    {
        _requests.Count(Requests);
        _durations.Count(LatencyBuckets.Of(seconds));
        if (failed)
        {
            _requests.Count(Failed);
        }

        if (backendError)
        {
            _requests.Count(BackendErrors);
        }
    }

    /// <summary>The gateway's own share of a request.</summary>
    public void OverheadMeasured(double seconds) => _overheads.Count(LatencyBuckets.Of(seconds));

    /// <summary>A try at a member has ended.</summary>
    public void TryEnded(string group, string member, bool failed)
    {
        if (!_tries.TryGetValue((group, member), out var history))
        {
            // The dictionary's own count takes every lock that it has. Those that come at once may exceed the bound by as many.
            if (Volatile.Read(ref _members) >= MostMembers)
            {
                return;
            }

            var made = new CountHistory(counters: 2, Stripes);
            history = _tries.GetOrAdd((group, member), made);
            if (ReferenceEquals(history, made))
            {
                Interlocked.Increment(ref _members);
            }
        }

        history.Count(Requests);
        if (failed)
        {
            history.Count(Failed);
        }
    }

    /// <summary>Ends a step of the time.</summary>
    /// <param name="steps">1, or more when the caller comes late.</param>
    public void Advance(int steps)
    {
        lock (_stepping)
        {
            _known = (int)Math.Min(CountHistory.Steps, (long)_known + steps);
            _requests.Advance(steps);
            _durations.Advance(steps);
            _overheads.Advance(steps);
            foreach (var entry in _tries)
            {
                entry.Value.Advance(steps);

                // Gone, or nobody has asked it for as long as anything is kept. A try that ends just now may stay uncounted.
                if (entry.Value.IsSilent && _tries.TryRemove(entry))
                {
                    Interlocked.Decrement(ref _members);
                }
            }
        }
    }

    /// <summary>All requests of this node.</summary>
    public TrafficColumns ReadNode()
    {
        lock (_stepping)
        {
            return new TrafficColumns(
                Column(_requests, Requests), Column(_requests, Failed), Column(_requests, BackendErrors),
                Quantiles(_durations, 0.5), Quantiles(_durations, 0.95), Quantiles(_overheads, 0.95));
        }
    }

    /// <summary>All requests of this node in the last ten seconds.</summary>
    /// <param name="length">The length of a step.</param>
    public NodeTraffic ReadRecent(TimeSpan length)
    {
        var steps = (int)(TimeSpan.FromSeconds(10) / length);
        Span<int> counts = stackalloc int[LatencyBuckets.Count];
        var (requests, failed) = (0L, 0L);
        lock (_stepping)
        {
            for (var step = CountHistory.Steps - steps; step < CountHistory.Steps; step++)
            {
                requests += _requests.At(Requests, step);
                failed += _requests.At(Failed, step);
                for (var bucket = 0; bucket < counts.Length; bucket++)
                {
                    counts[bucket] += _durations.At(bucket, step);
                }
            }
        }

        var seconds = steps * length.TotalSeconds;
        return new NodeTraffic(requests / seconds, failed / seconds, LatencyBuckets.Quantile(counts, 0.95));
    }

    /// <summary>The tries at the members of a group that there have been any at, by id.</summary>
    public ImmutableArray<MemberTraffic> ReadGroup(string group)
    {
        lock (_stepping)
        {
            return
            [
                .. _tries.Where(entry => entry.Key.Group == group).OrderBy(entry => entry.Key.Member, StringComparer.Ordinal)
                    .Select(entry => new MemberTraffic(entry.Key.Member, Column(entry.Value, Requests), Column(entry.Value, Failed))),
            ];
        }
    }

    private static ImmutableArray<int> Column(CountHistory history, int counter) =>
        [.. Enumerable.Range(0, CountHistory.Steps).Select(step => history.At(counter, step))];

    private static ImmutableArray<double?> Quantiles(CountHistory history, double share)
    {
        var column = ImmutableArray.CreateBuilder<double?>(CountHistory.Steps);
        Span<int> counts = stackalloc int[LatencyBuckets.Count];
        for (var step = 0; step < CountHistory.Steps; step++)
        {
            for (var bucket = 0; bucket < counts.Length; bucket++)
            {
                counts[bucket] = history.At(bucket, step);
            }

            column.Add(LatencyBuckets.Quantile(counts, share));
        }

        return column.MoveToImmutable();
    }
}
