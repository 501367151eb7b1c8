using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Orleans.TestingHost;

namespace Gateway.Grains.Tests.EndpointGroups;

/// <summary>Eight edges take turns without a pause while the silo that holds the group goes away.</summary>
public sealed class SiloLossTests
{
    private const int Edges = 8;
    private const int TakesBefore = 400;
    private const int TakesAfter = 400;
    private static readonly TimeSpan TakeDeadline = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task A_graceful_stop_deals_no_turn_twice_leaves_no_hole_and_is_over_within_a_second()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var (replies, silence) = await LoseTheGroupsSiloAsync(cluster, (silos, silo) => silos.StopSiloAsync(silo));
        AssertNoTurnTwice(replies);
        AssertNoHole(replies);
        // A turn dealt before the stop is dealt again by nobody: what the old activation dealt last was stored as it left.
        Assert.InRange(silence.TotalMilliseconds, 0, 1000);
    }

    [Fact]
    public async Task A_killed_silo_leads_to_a_later_epoch_without_a_turn_dealt_twice()
    {
        await using var cluster = await GrainCluster.StartAsync(silos: 2);
        var (replies, silence) = await LoseTheGroupsSiloAsync(cluster, (silos, silo) => silos.KillSiloAsync(silo));
        AssertNoTurnTwice(replies);
        AssertNoHole(replies);
        Assert.InRange(silence.TotalSeconds, 0, 10);
    }

    private static async Task<(List<(int Edge, TakeReply Reply)> Replies, TimeSpan Silence)> LoseTheGroupsSiloAsync(
        GrainCluster cluster, Func<InProcessTestCluster, InProcessSiloHandle, Task> lose)
    {
        await cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b", "c"]));
        await cluster.Pets.TakeAsync(new TakeRequest(Guid.NewGuid(), 1, 1, default, 1));
        cluster.Silos.TryGetGrainContext(cluster.Pets.GetGrainId(), out var context);
        var doomed = cluster.Silos.GetSiloForAddress(context!.Address.SiloAddress!)!;
        var survivor = cluster.Silos.GetActiveSilos().Single(silo => silo.SiloAddress != doomed.SiloAddress);

        var replies = new ConcurrentQueue<(int, TakeReply)>();
        var gaps = new SilenceMeter();
        var enough = new TaskCompletionSource();
        var lost = new TaskCompletionSource();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        // Edges of the surviving silo: their own way to the cluster stays.
        var grains = cluster.Silos.GetSiloServiceProvider(survivor.SiloAddress);
        var pets = ((IGrainFactory)grains.GetService(typeof(IGrainFactory))!).GetGrain<IEndpointGroupGrain>("pets");
        var edges = Enumerable.Range(0, Edges).Select(edge => Task.Run(async () =>
        {
            var id = Guid.NewGuid();
            var seen = default(Stamp);
            var after = 0;
            for (long seq = 1; after < TakesAfter / Edges; seq++)
            {
                var reply = await TakeAsync(pets, new TakeRequest(id, seq, 1, seen, 1), patience.Token);
                gaps.Heard();
                seen = reply.Stamp > seen ? reply.Stamp : seen;
                replies.Enqueue((edge, reply));
                if (replies.Count >= TakesBefore)
                {
                    enough.TrySetResult();
                }

                after += lost.Task.IsCompleted ? 1 : 0;
            }
        })).ToArray();

        await enough.Task;
        await lose(cluster.Silos, doomed);
        lost.SetResult();
        await Task.WhenAll(edges);
        return ([.. replies], gaps.Longest);
    }

    // As an edge does: a deadline, then the same seq again.
    private static async Task<TakeReply> TakeAsync(IEndpointGroupGrain pets, TakeRequest request, CancellationToken patience)
    {
        while (true)
        {
            patience.ThrowIfCancellationRequested();
            try
            {
                var reply = await pets.TakeAsync(request).AsTask().WaitAsync(TakeDeadline, patience);
                if (reply.Status == GroupStatus.Ok)
                {
                    return reply;
                }
            }
            catch (Exception fault) when (fault is TimeoutException or OrleansException or GroupUnavailableException)
            {
                await Task.Delay(5, patience);
            }
        }
    }

    private static void AssertNoTurnTwice(List<(int Edge, TakeReply Reply)> replies)
    {
        var twice = replies.GroupBy(turn => (turn.Reply.Stamp.Epoch, turn.Reply.Start)).Where(turn => turn.Count() > 1);
        Assert.Empty(twice);
    }

    // Within an epoch every offset from the first to the last answered was answered, but for the calls the loss swallowed: one an edge.
    private static void AssertNoHole(List<(int Edge, TakeReply Reply)> replies)
    {
        var epochs = replies.GroupBy(turn => turn.Reply.Stamp.Epoch).OrderBy(epoch => epoch.Key).ToArray();
        Assert.True(epochs.Length >= 2);
        foreach (var epoch in epochs)
        {
            var offsets = epoch.Select(turn => turn.Reply.Start).ToArray();
            Assert.InRange(offsets.Max() - offsets.Min() + 1 - offsets.Length, 0, Edges);
        }
    }

    /// <summary>The longest time between two answers to anybody.</summary>
    private sealed class SilenceMeter
    {
        private readonly Lock _gate = new();
        private long _last = Stopwatch.GetTimestamp();

        public TimeSpan Longest { get; private set; }

        public void Heard()
        {
            lock (_gate)
            {
                var silence = Stopwatch.GetElapsedTime(_last);
                _last = Stopwatch.GetTimestamp();
                Longest = silence > Longest ? silence : Longest;
            }
        }
    }
}
