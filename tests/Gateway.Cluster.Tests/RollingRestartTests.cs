using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>An upgrade as everybody does it: one node after the other is told to stop and started again, while clients send on.</summary>
public sealed class RollingRestartTests(ITestOutputHelper output)
{
    [RequiresFact(RedisProcess.Program)]
    public async Task Every_node_is_restarted_in_turn_under_load_and_no_request_fails_and_no_slot_is_used_twice()
    {
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        await using var watch = new ModeWatch(cluster);
        await using var load = new SteadyLoad(cluster, history);
        await using var balancer = new ReadinessBalancer(cluster, load);
        await Task.Delay(TimeSpan.FromSeconds(2));

        var exitCodes = new List<int>();
        foreach (var silo in cluster.Silos)
        {
            exitCodes.Add(await TimedAsync("silo", silo.RestartAsync));
        }

        var degraded = cluster.Edges.Select((_, edge) => watch.Longest(edge, "degraded")).ToArray();
        foreach (var edge in cluster.Edges)
        {
            exitCodes.Add(await TimedAsync(edge.Name, edge.RestartAsync));
        }

        await cluster.WaitForModeAsync("cluster", TimeSpan.FromSeconds(20));
        await Task.Delay(TimeSpan.FromSeconds(2));
        await load.StopAsync();

        output.WriteLine($"{history}");
        output.WriteLine($"longest in degraded mode while silos went: {string.Join(", ", degraded.Select(time => $"{time.TotalSeconds:0.0} s"))}; "
            + $"in all, edges' starts included: {string.Join(", ", cluster.Edges.Select((_, edge) => $"{watch.Longest(edge, "degraded").TotalSeconds:0.0} s"))}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.All(exitCodes, code => Assert.Equal(0, code));
        Assert.All(degraded, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.All(cluster.Edges, (_, edge) => Assert.Contains(history.Answers, answer => answer.Edge == edge && answer.Slot is not null));
    }

    private async Task<int> TimedAsync(string node, Func<Task<int>> restart)
    {
        var since = Stopwatch.GetTimestamp();
        var exitCode = await restart();
        output.WriteLine($"{node}: stopped, started and ready in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s");
        return exitCode;
    }
}
