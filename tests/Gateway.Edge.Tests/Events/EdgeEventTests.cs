using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Events;

/// <summary>What one process with everything in it tells of itself.</summary>
public sealed class EdgeEventTests : IAsyncLifetime
{
    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;
    private EventStreamClient _stream = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync("one", Answers.Status(200, "one"));
        _edge = await TestEdge.StartAsync(Catalog(_backend.Port, "/pets"));
        await _edge.WaitForGroupsAsync();
        _stream = await EventStreamClient.OpenAsync(_edge.Management, "?last=100");
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _stream.WaitForEndAsync(Wait.Limit);
        Assert.Equal("end", _stream.Heard[^1].Name);
        await _stream.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Fact]
    public async Task A_file_that_is_adopted_and_one_that_is_refused_are_told_once_each()
    {
        await _stream.WaitAsync("config.adopted", Wait.Limit);
        await _stream.WaitAsync("group.epoch", Wait.Limit);
        _edge.Rewrite(Catalog(_backend.Port, "/cats"));
        var adopted = await _stream.WaitAsync(item => item.Name == "config.adopted" && item["number"] == "2", Wait.Limit);
        _edge.Rewrite("[[endpoint]]\nname = broken\n");
        var refused = await _stream.WaitAsync("config.refused", Wait.Limit);

        Assert.Equal("what ran goes on", refused["next"]);
        Assert.Equal(adopted["node"], refused["node"]);
        Assert.Equal(["1", "2"], _stream.Heard.Where(item => item.Name == "config.accepted").Select(item => item["number"]));
        Assert.Equal(["1", "2"], _stream.Heard.Where(item => item.Name == "config.adopted").Select(item => item["number"]));
        Assert.Single(_stream.Heard, item => item.Name == "config.refused");
        Assert.Single(_stream.Heard, item => item.Name == "node.joined");
        Assert.True(await _edge.MetricAsync("gateway_events_total", "kind=\"config.refused\"") == 1, "one refusal in the metrics");
    }

    [Fact]
    public async Task A_backend_that_dies_is_suspended_in_one_event_with_its_evidence()
    {
        await _backend.RefuseAsync();
        using var answer = await _edge.Http.GetAsync("/pets/1/x");

        var told = await _stream.WaitAsync("member.suspended", Wait.Limit);

        Assert.Equal(("one", "one", "suspended"), (told["group"], told["member"], told["to"]));
        Assert.Equal("failures", told.Data.GetProperty("cause").GetProperty("kind").GetString());
        Assert.Equal(101503, told.Data.GetProperty("evidence")[0].GetProperty("code").GetInt32());
        Assert.Matches("^trial in [0-9]+ ms$", told["next"]);
    }

    private static string Catalog(int port, string context) =>
        $"""
        [[endpoint]]
        name = "one"
        url = "http://127.0.0.1:{port}"

        [[api]]
        name = "Pets"
        context = "{context}"
        version = "1"
        endpoint = "one"
        """;
}
