using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Backends that die and come back while clients send about 200 requests a second: found out once, avoided everywhere.</summary>
public sealed class BackendLossTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Quickly = TimeSpan.FromSeconds(2);

    [RequiresFact(RedisProcess.Program, NginxProcess.Program)]
    public async Task A_backend_that_gets_SIGKILL_costs_no_client_an_error_and_is_suspended_on_every_edge_for_the_price_of_a_few_tries()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await using var dying = await BackendProcess.StartAsync("a");
        cluster.Catalog = cluster.Catalog with
        {
            Backends = [dying.Url, cluster.Backends[1].Url, cluster.Backends[2].Url],
            MemberKeys = "suspend = { initial = \"60s\" }",
        };
        await cluster.StartNodesAsync(edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(3));

        var died = Stopwatch.GetTimestamp();
        await dying.KillAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", Quickly)));
        output.WriteLine($"suspended on all edges {Stopwatch.GetElapsedTime(died).TotalMilliseconds:0} ms after the death, as their management tells it");
        await Task.Delay(TimeSpan.FromSeconds(5));
        await load.StopAsync();

        var tries = await Task.WhenAll(cluster.Edges.Select(edge => edge.FailedTriesAsync("a")));
        output.WriteLine($"{history}; failed tries by edge {string.Join(", ", tries)}");
        history.AssertNoError();
        // One finds out; a few were on their way, or were dealt before the word had come round.
        Assert.InRange(tries.Sum(), 1, 8);
        Assert.DoesNotContain(history.Since(died + (2 * Stopwatch.Frequency)), answer => answer.Member == "a");
        // What the dying backend had answered and could not deliver any more was answered once more by another one.
        var answered = dying.Answered + cluster.Backends.Sum(backend => backend.Count);
        Assert.InRange(answered, history.Answers.Count, history.Answers.Count + tries.Sum());
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_backend_that_is_back_serves_all_edges_again_after_a_trial()
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"3s\" }", edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await cluster.Backends[0].RefuseAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", Quickly)));

        await cluster.Backends[0].ListenAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "active", TimeSpan.FromSeconds(8))));
        var back = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(3));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        // The order is the cluster's: of one edge's own requests a member may have more or less than its share.
        var answers = history.Since(back).ToArray();
        Assert.InRange(answers.Count(answer => answer.Member == "a") / (double)answers.Length, 0.30, 0.37);
        Assert.All(Enumerable.Range(0, 3), edge => Assert.Contains(answers, answer => answer.Edge == edge && answer.Member == "a"));
    }

    [RequiresTheory(RedisProcess.Program)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Tries_at_a_dead_backend_do_not_grow_with_the_number_of_edges(int edges)
    {
        await using var cluster = await GatewayCluster.StartAsync(
            "suspend = { initial = \"1s\" }\nmark_for_suspension = { error_codes = [-1] }", edges);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(2));

        await cluster.Backends[0].RefuseAsync();
        await using var dead = new ResettingPort(cluster.Backends[0].Port);
        await Task.Delay(TimeSpan.FromSeconds(12));
        await load.StopAsync();

        output.WriteLine($"{history}; {dead.Count} tries at the dead backend by {edges} edges in 12 s of 1 s suspensions");
        history.AssertNoError();
        // Two that find out and those on their way; then a trial and its second opinion a period.
        Assert.InRange(dead.Count, 6, 8 + (2 * 12));
    }

    [RequiresFact(RedisProcess.Program)]
    [Trait("Category", "Long")]
    public Task Tries_at_a_dead_backend_do_not_grow_with_8_edges_either() => Tries_at_a_dead_backend_do_not_grow_with_the_number_of_edges(8);

    [RequiresFact(RedisProcess.Program)]
    public async Task A_suspension_outlives_all_silos()
    {
        await using var cluster = await GatewayCluster.StartAsync("suspend = { initial = \"120s\" }", edges: 2);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await cluster.Backends[0].RefuseAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", Quickly)));
        await Task.Delay(TimeSpan.FromSeconds(1));

        await Task.WhenAll(cluster.Silos.Select(silo => silo.Process.KillAsync()));
        await cluster.Backends[0].ListenAsync();
        await cluster.WaitForModeAsync("degraded", TimeSpan.FromSeconds(10));
        await cluster.StartSiloAsync();
        var epoch = (await cluster.Edges[0].GroupAsync())!.Value.GetProperty("epoch").GetInt64();
        await cluster.WaitForModeAsync("cluster", TimeSpan.FromSeconds(30));
        await load.StopAsync();

        output.WriteLine($"{history}");
        history.AssertNoError();
        foreach (var edge in cluster.Edges)
        {
            var group = (await edge.GroupAsync())!.Value;
            var member = (await edge.MemberAsync("a"))!.Value;
            Assert.True(group.GetProperty("epoch").GetInt64() > epoch, "the group is active under a new epoch");
            Assert.Equal("suspended", member.GetProperty("state").GetString());
            Assert.Equal(1, member.GetProperty("suspensions").GetInt32());
            Assert.InRange(member.GetProperty("suspendedForMs").GetInt64(), 30_000, 119_000);
        }
    }
}
