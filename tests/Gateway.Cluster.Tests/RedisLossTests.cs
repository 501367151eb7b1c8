using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Redis that goes, and Redis that forgets, while silos and edges stay.</summary>
public sealed class RedisLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [RequiresFact(RedisProcess.Program)]
    public async Task Redis_that_is_away_for_30_seconds_stops_no_request_and_nothing_is_forgotten()
    {
        await using var cluster = await GatewayCluster.PrepareAsync(appendOnly: true);
        cluster.Catalog = cluster.Catalog with { MemberKeys = "suspend = { initial = \"300s\" }" };
        await cluster.StartNodesAsync(edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await cluster.Backends[0].RefuseAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", TimeSpan.FromSeconds(2))));
        await Task.Delay(TimeSpan.FromSeconds(2));

        await cluster.Redis.StopAsync();
        // Suspended while nothing can be stored: as good as any other verdict once Redis is back.
        await cluster.Backends[1].RefuseAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("b", "suspended", TimeSpan.FromSeconds(5))));
        await Task.Delay(TimeSpan.FromSeconds(28));
        await cluster.Redis.StartAgainAsync();
        var back = Stopwatch.GetTimestamp();
        await cluster.WaitForModeAsync("cluster", Soon);
        output.WriteLine($"all edges in cluster mode {Stopwatch.GetElapsedTime(back).TotalSeconds:0.0} s after Redis was back");
        await Task.Delay(TimeSpan.FromSeconds(5));

        // What another activation reads is what was stored.
        await cluster.Silo(thatHoldsTheGroup: true).Process.KillAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        await cluster.WaitForModeAsync("cluster", Soon);
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        foreach (var edge in cluster.Edges)
        {
            foreach (var member in new[] { "a", "b" })
            {
                var found = (await edge.MemberAsync(member))!.Value;
                Assert.Equal("suspended", found.GetProperty("state").GetString());
                Assert.Equal(1, found.GetProperty("suspensions").GetInt32());
            }
        }
    }

    [RequiresFact(RedisProcess.Program)]
    public Task Silos_whose_membership_Redis_has_forgotten_come_back_by_themselves_and_traffic_never_stops() => FlushAsync();

    [RequiresFact(RedisProcess.Program, FakeClock.Program)]
    public Task Silos_come_back_after_a_flush_with_one_clock_an_hour_ahead_too_and_an_edge_with_that_clock_finds_them() =>
        FlushAsync(FakeClock.Ahead("+1h"));

    private async Task FlushAsync(params KeyValuePair<string, string?>[] environmentOfOneSiloAndEdge)
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        cluster.Catalog = cluster.Catalog with { MemberKeys = "suspend = { initial = \"300s\" }" };
        if (environmentOfOneSiloAndEdge.Length > 0)
        {
            await cluster.StartSiloAsync(environmentOfOneSiloAndEdge);
        }

        await cluster.StartNodesAsync(edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await using var watch = new ModeWatch(cluster);
        await cluster.Backends[0].RefuseAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", TimeSpan.FromSeconds(2))));
        await Task.Delay(TimeSpan.FromSeconds(2));

        var flushed = Stopwatch.GetTimestamp();
        await cluster.Redis.FlushAsync();

        // An edge that has never met the silos finds them by what Redis says of them now.
        var fresh = cluster.AddEdge();
        fresh.Start(environmentOfOneSiloAndEdge);
        await fresh.WaitForModeAsync("cluster", Soon);
        output.WriteLine($"a new edge is in cluster mode {Stopwatch.GetElapsedTime(flushed).TotalSeconds:0.0} s after the flush");
        var back = await watch.AllBackAsync(flushed, Soon);
        output.WriteLine($"the old ones for good after {string.Join(", ", back.Select(time => $"{time.TotalSeconds:0.0}"))} s");
        await Task.Delay(TimeSpan.FromSeconds(4));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        foreach (var edge in cluster.Edges)
        {
            Assert.Equal("suspended", await edge.StateOfAsync("a"));
        }

        Assert.All(cluster.Silos, silo => Assert.False(silo.Process.HasExited, silo.Process.Describe("ended")));
    }
}
