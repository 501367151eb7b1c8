using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

/// <summary>Groups of groups.</summary>
public sealed class NestedGroupTests : IAsyncLifetime
{
    private readonly ScriptedBackend[] _backends = new ScriptedBackend[4];
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        for (var i = 0; i < _backends.Length; i++)
        {
            _backends[i] = await ScriptedBackend.StartAsync($"m{i}", Answers.Status(200));
        }

        _edge = await TestEdge.StartAsync(
            string.Concat(_backends.Select((backend, i) =>
                Toml.Endpoint($"m{i}", backend.Url, i == 0 ? "weight = 3" : "weight = 1", """suspend = { initial = "20s" }""")))
            + Toml.Group("left", ["m0", "m1"], "weight = 2", "cursor = \"local\"")
            + Toml.Group("right", ["m2", "m3"], "cursor = \"local\"")
            + Toml.Group("both", ["left", "right"], "cursor = \"local\"")
            + Toml.Api("pets", "both"));

        // What was routed before the group had a grain says nothing under the grain's epoch.
        await _edge.WaitForClusterAsync();
        await _edge.WaitForGroupsAsync();
    }

    [Fact]
    public async Task Weights_count_within_each_group()
    {
        // The outer ring is 2:1, the left one 3:1, the right one 1:1: 24 turns are whole rounds of all three.
        for (var i = 0; i < 24; i++)
        {
            (await _edge.Http.GetAsync("/pets/1/x")).Dispose();
        }

        Assert.Equal([12, 4, 4, 4], _backends.Select(backend => backend.Count));
    }

    [Fact]
    public async Task Each_leaf_is_asked_at_most_once_and_the_last_one_answers()
    {
        await _edge.WaitForClusterAsync();
        await _edge.WaitForGroupsAsync();
        foreach (var backend in _backends[..3])
        {
            await backend.RefuseAsync();
        }

        for (var i = 0; i < 6; i++)
        {
            using var answer = await _edge.Http.PostAsync("/pets/1/x", new StringContent("hello"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(6, _backends[3].Count);
        for (var i = 0; i < 3; i++)
        {
            Assert.InRange(await _edge.MetricAsync("gateway_attempts_total", $"member=\"m{i}\""), 0, 1);
        }
    }

    [Fact]
    public async Task When_all_leaves_refuse_the_client_gets_the_leafs_code_and_then_the_groups()
    {
        foreach (var backend in _backends)
        {
            await backend.RefuseAsync();
        }

        var first = await RawConnection.GetAsync(_edge.HttpPort, "/pets/1/x");
        Assert.Equal(502, first.Status);
        Assert.Contains("\"code\":\"101503\"", first.Body, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", $"member=\"m{i}\""));
        }

        var second = await RawConnection.GetAsync(_edge.HttpPort, "/pets/1/x");
        Assert.Equal(503, second.Status);
        Assert.Contains("\"code\":\"303000\"", second.Body, StringComparison.Ordinal);
        Assert.InRange(int.Parse(Assert.Single(second.Values("Retry-After"))), 15, 20);
    }

    [Fact]
    public async Task A_silent_leaf_is_asked_once_and_its_neighbours_answer()
    {
        _backends[0].Script = Answers.Abort();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await _edge.Http.GetAsync("/pets/1/x");
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(1, _backends[0].Count);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }
    }
}
