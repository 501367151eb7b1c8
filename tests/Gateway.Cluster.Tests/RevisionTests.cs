using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Revisions made through any node while requests go on.</summary>
public sealed class RevisionTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task Changes_under_load_cost_no_request_one_of_two_at_once_wins_and_a_node_that_was_away_catches_up()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await cluster.StartSiloAsync();
        var (first, second) = (cluster.AddEdge(), cluster.AddEdge());
        first.Start();
        second.Start();
        await cluster.WaitForModeAsync("cluster", GatewayCluster.Patience);
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForRevisionAsync(1, GatewayCluster.Patience)));
        using var management = new HttpClient { BaseAddress = cluster.Silos[0].Management, Timeout = TimeSpan.FromSeconds(30) };

        // Through the silo, under load: acknowledged by both edges when it is answered.
        var history = new History();
        await using (var load = new SteadyLoad(cluster, history))
        {
            var since = Stopwatch.GetTimestamp();
            var (status, applied) = await PutAsync(management, cluster.Catalog with { ExtraContexts = ["/extra"] }, "?expect=1");
            output.WriteLine($"applied within {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms: {applied}");
            Assert.Equal((200, "applied", true), (status, applied.GetProperty("status").GetString(), applied.GetProperty("complete").GetBoolean()));
            Assert.Equal(new[] { first.Id, second.Id }.Order(), applied.GetProperty("edges").EnumerateArray().Select(edge => edge.GetProperty("id").GetString()));
            var statuses = await StatusesAsync(cluster, "/extra/1.0.0/x");
            Assert.Equal([200, 200], statuses);

            // Two at once, through two nodes, that both know revision 2.
            using var other = new HttpClient { BaseAddress = second.Management, Timeout = TimeSpan.FromSeconds(30) };
            var both = await Task.WhenAll(
                PutAsync(management, cluster.Catalog with { ExtraContexts = ["/one"] }, "?expect=2"),
                PutAsync(other, cluster.Catalog with { ExtraContexts = ["/two"] }, "?expect=2"));
            Assert.Equal([200, 409], both.Select(answer => answer.Status).Order());
            var lost = both.Single(answer => answer.Status == 409).Body;
            Assert.Equal(3, lost.GetProperty("revision").GetInt32());
            Assert.Contains(lost.GetProperty("difference").GetProperty("apis").EnumerateArray(), api => api.GetProperty("change").GetString() == "added");
            Assert.All(await Task.WhenAll(cluster.Edges.Select(edge => edge.RevisionAsync())), revision => Assert.Equal(3, revision));
            await load.StopAsync();
        }

        output.WriteLine($"{history}");
        history.AssertNoError();
        history.AssertNoSlotTwice();

        // One away: it hangs, as far as the others can tell.
        second.Process.Signal(ProcessSignal.Freeze);
        var (_, missed) = await PutAsync(management, cluster.Catalog with { ExtraContexts = ["/extra", "/more"] }, "");
        output.WriteLine($"one away: {missed}");
        Assert.Equal(("applied", 4, false), (missed.GetProperty("status").GetString(), missed.GetProperty("revision").GetInt32(), missed.GetProperty("complete").GetBoolean()));
        Assert.Equal([second.Id], missed.GetProperty("missing").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(200, await first.StatusOfAsync("/more/1.0.0/x"));
        second.Process.Signal(ProcessSignal.Thaw);
        await second.WaitForRevisionAsync(4, Soon);
        Assert.Equal(200, await second.StatusOfAsync("/more/1.0.0/x"));

        // With nobody to ask, an edge starts from what the cluster last gave it, not from its older file.
        first.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal(0, await first.Process.WaitForExitAsync(Soon));
        await first.Process.DisposeAsync();
        cluster.Silos[0].Process.Signal(ProcessSignal.Kill);
        await cluster.Redis.KillAsync();
        first.Start();
        await first.Process.WaitForLineAsync("Serving catalog revision 4", GatewayCluster.Patience);
        await first.Process.WaitUntilAnswersAsync(new Uri(first.Http, "/more/1.0.0/x"), Soon);
        Assert.Equal(4, await first.RevisionAsync());
    }

    private static Task<int[]> StatusesAsync(GatewayCluster cluster, string path) => Task.WhenAll(cluster.Edges.Select(edge => edge.StatusOfAsync(path)));

    private static async Task<(int Status, JsonElement Body)> PutAsync(HttpClient node, CatalogText catalog, string query)
    {
        using var content = new StringContent(catalog.ToString(), Encoding.UTF8, "application/toml");
        using var answer = await node.PutAsync($"/v1/config{query}", content);
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
