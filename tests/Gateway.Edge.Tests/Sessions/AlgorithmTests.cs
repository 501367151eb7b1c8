using Gateway.Core.Groups;
using Gateway.Core.Sessions;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Sessions;

/// <summary>Algorithms that take no turns, with real requests.</summary>
public sealed class AlgorithmTests
{
    [Theory]
    [InlineData("{ header = \"X-User\" }", "X-User: {0}", "/pets/1/x")]
    [InlineData("{ cookie = \"user\" }", "Cookie: a=1; user={0}", "/pets/1/x")]
    [InlineData("{ query = \"user\" }", "X-Other: 1", "/pets/1/x?a=1&user={0}")]
    public async Task The_same_key_has_the_same_member_wherever_it_stands(string hash, string header, string target)
    {
        await using var edge = await SessionEdge.StartAsync($"algorithm = \"hash\"\nhash = {hash}");
        for (var i = 0; i < 12; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, string.Format(target, $"user-{i}"));
            var seen = await SessionEdge.SendAsync(edge.Edge.Http, request, string.Format(header, $"user-{i}"));
            Assert.Equal((FirstOf(RequestKeys.OfText($"user-{i}")), "local", 0), (seen.Backend, seen.Slot, seen.SetCookies.Length));
        }

        Assert.Equal(12, await edge.Edge.MetricAsync("gateway_slots_total", "group=\"pets\"", "mode=\"local\""));
    }

    [Theory]
    [InlineData("", "203.0.113.7", "127.0.0.1")]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7:4711", "203.0.113.7")]
    [InlineData("127.0.0.1\", \"10.0.0.0/8", "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    public async Task The_client_is_the_peer_or_whom_trusted_proxies_name(string trusted, string forwardedFor, string expected)
    {
        await using var edge = await SessionEdge.StartAsync(
            "algorithm = \"hash\"", server: trusted.Length > 0 ? $"trusted_proxies = [\"{trusted}\"]" : "");

        Assert.Equal(
            FirstOf(RequestKeys.OfAddress(System.Net.IPAddress.Parse(expected))), (await edge.GetAsync($"X-Forwarded-For: {forwardedFor}")).Backend);
    }

    [Fact]
    public async Task A_full_member_passes_requests_of_its_keys_on_and_has_room_again_afterwards()
    {
        await using var edge = await SessionEdge.StartAsync("algorithm = \"hash\"\nhash = { header = \"X-User\" }");
        var release = new TaskCompletionSource();
        Array.ForEach(edge.Backends, backend => backend.Script = async context =>
        {
            await release.Task;
            await Answers.Echo()(context);
        });

        var held = Enumerable.Range(0, 6).Select(_ => edge.GetAsync("X-User: hot")).ToArray();
        await Wait.UntilAsync(() => edge.Backends.Sum(backend => backend.Count) == 6, "6 requests under way");
        release.SetResult();
        var seen = await Task.WhenAll(held);

        // Six requests over three members: a quarter over two, rounded up.
        Assert.All(seen.CountBy(answer => answer.Backend), pair => Assert.InRange(pair.Value, 1, 3));
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(FirstOf(RequestKeys.OfText("hot")), (await edge.GetAsync("X-User: hot")).Backend);
        }
    }

    [Fact]
    public async Task With_least_outstanding_a_member_that_does_not_answer_gets_no_more_than_its_share()
    {
        await using var edge = await SessionEdge.StartAsync("algorithm = \"least_outstanding\"");
        var release = new TaskCompletionSource();
        edge.Backends[0].Script = async context =>
        {
            await release.Task;
            await Answers.Echo()(context);
        };
        var held = new List<Task<SessionEdge.Seen>>();
        await Wait.UntilAsync(
            async () =>
            {
                held.Add(edge.GetAsync());
                await Task.WhenAny(held[^1], Task.Delay(200));
                return edge.Backends[0].Count > 0;
            },
            "no request came to a");

        // One waits there: of any two drawn, the other has fewer.
        for (var i = 0; i < 30; i++)
        {
            Assert.NotEqual("a", (await edge.GetAsync()).Backend);
        }

        Assert.Equal(1, edge.Backends[0].Count);
        release.SetResult();
        await Task.WhenAll(held);
        await Wait.UntilAsync(async () => (await edge.GetAsync()).Backend == "a", "a has none outstanding and gets none");
    }

    [Theory]
    [InlineData("least_outstanding")]
    [InlineData("hash")]
    public async Task Whatever_becomes_of_requests_none_stays_counted(string algorithm)
    {
        await using var edge = await SessionEdge.StartAsync(
            $"algorithm = \"{algorithm}\"\nsession = {{ type = \"cookie\" }}", memberKeys: "failure_statuses = [503]");
        edge.Backends[0].Script = Answers.Status(503);
        edge.Backends[1].Script = Answers.Abort();
        for (var i = 0; i < 20; i++)
        {
            await edge.GetAsync();
        }

        Array.ForEach(edge.Backends, backend => backend.Script = Answers.Status(503));
        await edge.GetAsync();
        Array.ForEach(edge.Backends, backend => backend.Script = Answers.Never());
        using (var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200)))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edge.Edge.Http.GetAsync("/pets/1/x", patience.Token));
        }

        await Wait.UntilAsync(
            () => ((string[])["a", "b", "c"]).All(member => edge.Edge.OutstandingAt("pets", member) == 0), "requests are still counted");
    }

    [Theory]
    [InlineData("random")]
    [InlineData("org.apache.synapse.endpoints.algorithms.WeightedRRLCAlgorithm")]
    public async Task A_request_goes_on_to_another_member_whatever_the_algorithm(string algorithm)
    {
        await using var edge = await SessionEdge.StartAsync($"algorithm = \"{algorithm}\"");
        await edge.Backends[0].RefuseAsync();
        await edge.Backends[1].RefuseAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("c", (await edge.GetAsync()).Backend);
        }

        Assert.True(await edge.Edge.MetricAsync("gateway_failovers_total", "group=\"pets\"") > 0);
    }

    private static string FirstOf(ulong key) =>
        Rendezvous.First(key, [new GroupMember("a", 1), new GroupMember("b", 1), new GroupMember("c", 1)]);
}
