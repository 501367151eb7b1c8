using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>One catalog for all edges, whatever their files say.</summary>
public sealed class CatalogTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task Equal_files_are_one_revision_another_file_is_the_next_and_an_old_file_is_stale()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await cluster.StartSiloAsync();
        var (first, second) = (cluster.AddEdge(), cluster.AddEdge());
        first.Start();
        second.Start();
        await Task.WhenAll(first.WaitForRevisionAsync(1, GatewayCluster.Patience), second.WaitForRevisionAsync(1, GatewayCluster.Patience));
        Assert.Equal(404, await first.StatusOfAsync("/extra/1.0.0/x"));

        var third = cluster.AddEdge(cluster.Catalog with { ExtraContexts = ["/extra"] });
        third.Start();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForRevisionAsync(2, GatewayCluster.Patience)));
        foreach (var edge in cluster.Edges)
        {
            Assert.Equal(200, await edge.StatusOfAsync("/extra/1.0.0/x"));
        }

        first.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await first.Process.WaitForExitAsync(Soon));
        await first.Process.DisposeAsync();
        first.Start();
        var warning = await first.Process.WaitForLineAsync("is an earlier revision of the catalog; revision 2 stays", GatewayCluster.Patience);
        output.WriteLine(warning);
        Assert.Contains("gateway apply", warning, StringComparison.Ordinal);
        await first.WaitForRevisionAsync(2, Soon);
        Assert.Equal(200, await first.StatusOfAsync("/extra/1.0.0/x"));
        Assert.Equal(2, await second.RevisionAsync());
        Assert.Equal(2, await third.RevisionAsync());
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_reload_under_load_costs_no_client_an_error_and_the_cursor_goes_on()
    {
        await using var cluster = await GatewayCluster.StartAsync(lookahead: 0);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(2));

        cluster.Edges[1].Write(cluster.Catalog with { Weights = [5, 1, 1], ExtraContexts = ["/extra"] });
        cluster.Edges[1].Process.Signal(ProcessSignal.Reload);
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForRevisionAsync(2, Soon)));
        await Task.Delay(TimeSpan.FromSeconds(3));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        history.AssertGapFreeInOneEpoch();
        var last = history.MembersInOrder[^70..];
        Assert.Equal((50, 10, 10), (last.Count(member => member == "a"), last.Count(member => member == "b"), last.Count(member => member == "c")));
        foreach (var edge in cluster.Edges)
        {
            Assert.Equal(200, await edge.StatusOfAsync("/extra/1.0.0/x"));
        }
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_bad_file_is_refused_whole_and_the_edge_goes_on()
    {
        await using var cluster = await GatewayCluster.StartAsync(lookahead: 0);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(1));

        var edge = cluster.Edges[1];
        edge.WriteRaw(edge.NodeTables + (cluster.Catalog with { ExtraContexts = ["/extra"] }) + "\n[[endpoint]]\nname = broken\n");
        edge.Process.Signal(ProcessSignal.Reload);
        output.WriteLine(await edge.Process.WaitForLineAsync("is refused, what runs goes on", Soon));
        await edge.Process.WaitUntilAsync(
            async () => await edge.MetricAsync("gateway_config_reloads_total", "outcome=\"refused\"") >= 1, "a refused reload in the metrics", Soon);
        await Task.Delay(TimeSpan.FromSeconds(2));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();
        history.AssertGapFreeInOneEpoch();
        Assert.Equal(1, await edge.RevisionAsync());
        Assert.Equal(404, await edge.StatusOfAsync("/extra/1.0.0/x"));
    }
}
