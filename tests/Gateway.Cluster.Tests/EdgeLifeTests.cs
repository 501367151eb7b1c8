using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>How an edge comes and goes.</summary>
public sealed class EdgeLifeTests(ITestOutputHelper output)
{
    [RequiresFact(RedisProcess.Program)]
    public async Task An_edge_that_starts_before_Redis_and_silos_serves_at_once_and_joins_when_they_come()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await cluster.Redis.StopAsync();
        var edge = cluster.AddEdge();
        var history = new History();

        output.WriteLine($"first answer {(await edge.StartAndServeAsync()).TotalSeconds:0.00} s after the start of the process");
        Assert.Equal("degraded", await edge.ModeAsync());
        Assert.Equal(200, await edge.ReadinessAsync());

        await using var load = new SteadyLoad(cluster, history, perSecond: 50);
        await cluster.Redis.StartAgainAsync();
        var silo = await cluster.StartSiloAsync();
        var since = Stopwatch.GetTimestamp();
        await edge.WaitForModeAsync("cluster", TimeSpan.FromSeconds(30));
        output.WriteLine($"silo up in {silo.TotalSeconds:0.0} s; mode cluster {Stopwatch.GetElapsedTime(since).TotalSeconds:0.00} s later");
        await edge.WaitForRevisionAsync(1, GatewayCluster.Patience);
        await load.StopAsync();
        await new Client(cluster, history).SendAsync(0);

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.NotNull(history.Answers.Last().Slot);
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task An_edge_that_is_told_to_stop_says_so_first_finishes_what_it_has_and_ends_with_0()
    {
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        foreach (var backend in cluster.Backends)
        {
            backend.Script = context => context.Request.Path.Value!.Contains("slow", StringComparison.Ordinal)
                ? Answers.After(TimeSpan.FromSeconds(4), Answers.Status(200, "late"))(context)
                : Answers.Status(200, "ok")(context);
        }

        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(2));
        var edge = cluster.Edges[0];
        var client = new Client(cluster, history);
        var slow = client.SendAsync(0, "/pets/1.0.0/slow");
        await Task.Delay(TimeSpan.FromSeconds(0.5));

        var told = Stopwatch.GetTimestamp();
        edge.Process.Signal(ProcessSignal.Terminate);
        await edge.Process.WaitUntilAsync(async () => await edge.ReadinessAsync() == 503, "readiness 503", TimeSpan.FromSeconds(1.5));
        output.WriteLine($"readiness 503 after {Stopwatch.GetElapsedTime(told).TotalMilliseconds:0} ms");
        // It still takes requests, on new connections too, until the balancer has seen that.
        using (var fresh = new HttpClient())
        {
            Assert.Equal("ok", await fresh.GetStringAsync(new Uri(edge.Http, "/pets/1.0.0/x")));
        }

        load.LeaveOut(0);
        Assert.False(slow.IsCompleted, "the slow request ended before the edge began to stop");
        await slow;
        var exitCode = await edge.Process.WaitForExitAsync(TimeSpan.FromSeconds(30));
        output.WriteLine($"ended after {Stopwatch.GetElapsedTime(told).TotalSeconds:0.00} s");
        await Task.Delay(TimeSpan.FromSeconds(2));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.Equal(0, exitCode);
    }

    [RequiresFact(RedisProcess.Program), Trait("Category", "Long")]
    public async Task An_idle_edge_of_a_cluster_needs_less_than_130_MB()
    {
        await using var cluster = await GatewayCluster.StartAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var idle = Resident(cluster);

        // Not part of the claim, but worth knowing: what the first requests leave behind.
        await new Client(cluster, new History()).SendManyAsync(300, 4);
        await Task.Delay(TimeSpan.FromSeconds(5));
        var used = Resident(cluster);

        output.WriteLine($"idle since the start: edges {string.Join(", ", idle.Edges)} MB, silos {string.Join(", ", idle.Silos)} MB");
        output.WriteLine($"after 300 requests: edges {string.Join(", ", used.Edges)} MB, silos {string.Join(", ", used.Silos)} MB");
        Assert.All(idle.Edges, megabytes => Assert.InRange(megabytes, 1, 130));
    }

    private static (long[] Edges, long[] Silos) Resident(GatewayCluster cluster) => (
        [.. cluster.Edges.Select(edge => edge.Process.ResidentMegabytes())],
        [.. cluster.Silos.Select(silo => silo.Process.ResidentMegabytes())]);
}
