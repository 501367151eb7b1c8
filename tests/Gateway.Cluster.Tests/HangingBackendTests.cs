using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Cluster.Tests.Load;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>
/// Backends that accept and do not answer. The bound: a request that may be sent again waits for the hanging member's <c>timeout</c>
/// once, because no request tries a member twice; what comes on top is the machine's.
/// </summary>
public sealed class HangingBackendTests(ITestOutputHelper output)
{
    private static readonly TimeSpan MemberTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Bound = MemberTimeout + TimeSpan.FromSeconds(1);

    [RequiresFact(RedisProcess.Program)]
    public async Task A_backend_that_never_answers_costs_no_client_an_error_and_no_request_more_than_its_timeout()
    {
        await using var cluster = await GatewayCluster.StartAsync("timeout = \"1s\"\nsuspend = { initial = \"60s\" }", edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(3));

        var hung = 0;
        var since = Stopwatch.GetTimestamp();
        cluster.Backends[0].Script = context =>
        {
            Interlocked.Increment(ref hung);
            return Answers.Never()(context);
        };
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", TimeSpan.FromSeconds(5))));
        output.WriteLine($"suspended on all edges after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.00} s");
        var tries = Volatile.Read(ref hung);
        await Task.Delay(TimeSpan.FromSeconds(4));
        await load.StopAsync();

        var slow = history.Answers.Count(answer => answer.Took >= MemberTimeout);
        output.WriteLine($"{history}; {hung} tries hung, {slow} answers took {MemberTimeout.TotalSeconds} s or more");
        history.AssertNoError();
        Assert.InRange(hung, tries, tries);
        Assert.InRange(slow, 1, hung);
        Assert.All(history.Answers, answer => Assert.InRange(answer.Took, TimeSpan.Zero, Bound));
    }

    [RequiresFact(RedisProcess.Program, NginxProcess.Program)]
    public async Task A_backend_that_is_frozen_costs_no_client_an_error_and_serves_again_when_it_goes_on()
    {
        await using var cluster = await GatewayCluster.PrepareAsync();
        await using var frozen = await BackendProcess.StartAsync("a");
        cluster.Catalog = cluster.Catalog with
        {
            Backends = [frozen.Url, cluster.Backends[1].Url, cluster.Backends[2].Url],
            MemberKeys = "timeout = \"1s\"\nsuspend = { initial = \"2s\" }",
        };
        await cluster.StartNodesAsync(edges: 3);
        var history = new History();
        await using var load = new SteadyLoad(cluster, history);
        await Task.Delay(TimeSpan.FromSeconds(2));

        // The kernel accepts for it, and keeps what is sent.
        frozen.Signal(ProcessSignal.Freeze);
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "suspended", TimeSpan.FromSeconds(5))));
        await Task.Delay(TimeSpan.FromSeconds(5));
        frozen.Signal(ProcessSignal.Thaw);
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "active", TimeSpan.FromSeconds(15))));
        var back = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await load.StopAsync();

        output.WriteLine($"{history}; the frozen backend has answered {frozen.Answered}");
        history.AssertNoError();
        Assert.All(history.Answers, answer => Assert.InRange(answer.Took, TimeSpan.Zero, Bound));
        Assert.All(Enumerable.Range(0, 3), edge => Assert.Contains(history.Since(back), answer => answer.Edge == edge && answer.Member == "a"));
    }
}
