using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Silos that go, one way or another, while clients send about 200 requests a second.</summary>
public sealed class SiloLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan BeforeAndAfter = TimeSpan.FromSeconds(4);

    [RequiresTheory(RedisProcess.Program)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killed_silo_costs_no_client_an_error_and_the_edges_share_the_cursor_again_in_3_seconds(bool theOneThatHoldsTheGroup)
    {
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        await using var watch = new ModeWatch(cluster);
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(BeforeAndAfter);

        var killed = Stopwatch.GetTimestamp();
        await cluster.Silo(theOneThatHoldsTheGroup).Process.KillAsync();
        var back = await watch.AllBackAsync(killed, GatewayCluster.Patience);
        await Task.Delay(BeforeAndAfter);
        await load.StopAsync();

        Report(history, back, theOneThatHoldsTheGroup ? killed : null);
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.All(back, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        if (theOneThatHoldsTheGroup)
        {
            Assert.All(back, (_, edge) => Assert.NotNull(history.UntilNewEpoch(edge, killed)));
        }
    }

    [RequiresTheory(RedisProcess.Program)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_silo_that_is_told_to_stop_costs_no_client_an_error_and_ends_with_0(bool theOneThatHoldsTheGroup)
    {
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        await using var watch = new ModeWatch(cluster);
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(BeforeAndAfter);

        var told = Stopwatch.GetTimestamp();
        var silo = cluster.Silo(theOneThatHoldsTheGroup).Process;
        silo.Signal(ProcessSignal.Terminate);
        var exitCode = await silo.WaitForExitAsync(TimeSpan.FromSeconds(40));
        output.WriteLine($"the silo ended {Stopwatch.GetElapsedTime(told).TotalSeconds:0.00} s after SIGTERM");
        var back = await watch.AllBackAsync(told, GatewayCluster.Patience);
        await Task.Delay(BeforeAndAfter);
        await load.StopAsync();

        Report(history, back, theOneThatHoldsTheGroup ? told : null);
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.Equal(0, exitCode);
        Assert.All(back, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_silo_that_freezes_for_20_seconds_and_comes_back_is_fenced_and_costs_no_error_and_no_slot()
    {
        await using var cluster = await GatewayCluster.StartAsync();
        var history = new History();
        await using var watch = new ModeWatch(cluster);
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(BeforeAndAfter);

        var silo = cluster.Silo(thatHoldsTheGroup: true).Process;
        var frozen = Stopwatch.GetTimestamp();
        silo.Signal(ProcessSignal.Freeze);
        await Task.Delay(TimeSpan.FromSeconds(20));
        silo.Signal(ProcessSignal.Thaw);
        var back = await watch.AllBackAsync(frozen, GatewayCluster.Patience);
        await Task.Delay(TimeSpan.FromSeconds(10));
        await load.StopAsync();

        Report(history, back, frozen);
        var fenced = silo.Output.FirstOrDefault(line => line.Contains("taken over by another activation", StringComparison.Ordinal));
        output.WriteLine(silo.HasExited ? "the silo that was frozen has ended itself" : $"the silo that was frozen runs on: {fenced}");
        Assert.True(silo.HasExited || fenced is not null, silo.Describe("the zombie neither ended nor said that its group is another's"));
        history.AssertNoError();
        history.AssertNoSlotTwice();
        // A frozen silo closes no connection: it has to be voted dead first.
        Assert.All(back, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(20)));
    }

    [RequiresTheory(RedisProcess.Program)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_silos_and_Redis_edges_go_on_alone_and_share_the_cursor_30_seconds_after_both_are_back(bool redisKeepsItsData)
    {
        await using var cluster = await GatewayCluster.StartAsync(appendOnly: redisKeepsItsData);
        var history = new History();
        await using var watch = new ModeWatch(cluster);
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(BeforeAndAfter);

        var lost = Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.Silos.Select(silo => silo.Process.KillAsync()).Append(cluster.Redis.StopAsync()));
        await cluster.WaitForModeAsync("degraded", TimeSpan.FromSeconds(10));
        output.WriteLine($"all edges degraded {Stopwatch.GetElapsedTime(lost).TotalSeconds:0.00} s after the loss");
        await Task.Delay(BeforeAndAfter);
        Assert.Equal(["degraded", "degraded", "degraded"], await Task.WhenAll(cluster.Edges.Select(edge => edge.ModeAsync())));

        var returned = Stopwatch.GetTimestamp();
        await cluster.Redis.StartAgainAsync();
        output.WriteLine($"the silo was up after {(await cluster.StartSiloAsync()).TotalSeconds:0.0} s");
        var back = await watch.AllBackAsync(returned, GatewayCluster.Patience);
        await Task.Delay(BeforeAndAfter);
        await load.StopAsync();

        Report(history, back, lost);
        history.AssertNoError();
        history.AssertNoSlotTwice();
        Assert.All(back, time => Assert.InRange(time, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
        Assert.All(back, (_, edge) => Assert.NotNull(history.UntilNewEpoch(edge, lost)));
    }

    private void Report(History history, TimeSpan[] back, long? lost)
    {
        output.WriteLine($"{history}");
        output.WriteLine($"mode cluster again after {string.Join(", ", back.Select(time => $"{time.TotalSeconds:0.00}"))} s");
        if (lost is { } moment)
        {
            var slots = back.Select((_, edge) => $"{history.UntilNewEpoch(edge, moment)?.TotalSeconds:0.00}");
            output.WriteLine($"first answer with a slot of the new epoch after {string.Join(", ", slots)} s");
        }
    }
}
