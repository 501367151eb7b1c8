using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;

namespace Gateway.Cluster.Tests.Load;

/// <summary>
/// Asks every edge for the group's mode again and again, and remembers when it said what. Questions overlap: an answer that waits for
/// a grain that is gone holds up no other one.
/// </summary>
internal sealed class ModeWatch : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    // What a lost silo does to an edge may show late.
    private static readonly TimeSpan LookFor = TimeSpan.FromSeconds(4);

    private readonly EdgeUnderTest[] _edges;
    private readonly ConcurrentQueue<(int Edge, long At, string Mode)> _seen = new();
    private readonly List<Task> _questions = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;

    public ModeWatch(GatewayCluster cluster)
    {
        _edges = [.. cluster.Edges];
        _watching = Task.Run(WatchAsync);
    }

    /// <summary>When an edge last began to say <c>cluster</c>, counted from a moment: zero if it never said anything else since.</summary>
    /// <returns>Null when its last word is another one, or there is none.</returns>
    public TimeSpan? BackAfter(int edge, long moment)
    {
        var since = _seen.Where(seen => seen.Edge == edge && seen.At >= moment).OrderBy(seen => seen.At).ToArray();
        if (since.Length == 0 || since[^1].Mode != "cluster")
        {
            return null;
        }

        var lastOther = Array.FindLastIndex(since, seen => seen.Mode != "cluster");
        return lastOther < 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(moment, since[lastOther + 1].At);
    }

    /// <summary>The longest time that an edge went on saying that it is in a mode; zero: it never said so.</summary>
    public TimeSpan Longest(int edge, string mode)
    {
        var (longest, since) = (TimeSpan.Zero, 0L);
        foreach (var (_, at, said) in _seen.Where(seen => seen.Edge == edge).OrderBy(seen => seen.At))
        {
            since = said != mode ? 0 : since == 0 ? at : since;
            longest = since != 0 && Stopwatch.GetElapsedTime(since, at) > longest ? Stopwatch.GetElapsedTime(since, at) : longest;
        }

        return longest;
    }

    /// <summary>Waits until every edge is back, and has been for a second.</summary>
    /// <returns>When each of them was, counted from a moment.</returns>
    public async Task<TimeSpan[]> AllBackAsync(long moment, TimeSpan within)
    {
        while (true)
        {
            var elapsed = Stopwatch.GetElapsedTime(moment);
            var back = Enumerable.Range(0, _edges.Length).Select(edge => BackAfter(edge, moment)).ToArray();
            if (elapsed > LookFor && Array.TrueForAll(back, edge => edge is { } at && elapsed > at + TimeSpan.FromSeconds(1)))
            {
                return [.. back.Select(edge => edge!.Value)];
            }

            if (elapsed > within)
            {
                var late = Array.FindIndex(back, edge => edge is null);
                Assert.Fail(_edges[Math.Max(late, 0)].Process.Describe(
                    $"after {within.TotalSeconds} s not every edge is in cluster mode for good: {string.Join(", ", back.Select(edge => edge?.ToString() ?? "not"))}"));
            }

            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        await Task.WhenAll(_questions);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            for (var edge = 0; edge < _edges.Length; edge++)
            {
                _questions.Add(AskAsync(edge));
            }

            await Task.Delay(Period);
        }
    }

    private async Task AskAsync(int edge)
    {
        var mode = await _edges[edge].ModeAsync();
        _seen.Enqueue((edge, Stopwatch.GetTimestamp(), mode));
    }
}
