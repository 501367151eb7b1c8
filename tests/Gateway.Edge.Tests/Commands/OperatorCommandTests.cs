using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Cli;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Commands;

/// <summary><c>gateway status, explain, suspend, resume, drain, off, drain-node</c> against a running gateway.</summary>
public sealed class OperatorCommandTests : IAsyncLifetime, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _backend.Url) + Toml.Endpoint("b", _backend.Url) + Toml.Group("pets", ["a", "b"]) + Toml.Api("pets", "pets"));
        await _edge.WaitForClusterAsync();
        await _edge.WaitForGroupsAsync();
    }

    [Fact]
    public async Task Explain_draws_the_way_as_a_tree()
    {
        await RunAsync("suspend pets/a --for 1h");
        await Wait.UntilAsync(async () => (await ToldAsync("explain GET /pets/1/x?q=1")).Contains("suspended for", StringComparison.Ordinal), "a is not suspended");

        var told = Regex.Replace(await ToldAsync("explain GET /pets/1/x?q=1 -H X-A:1"), @"\d+ s more|epoch \d+|version \d+|[^ ,]+ (ms|s) old|Told by \S+|:\d{4,5}/", "#");

        Assert.Equal(
            """
            GET /pets/1/x?q=1
            ├── API pets 1 (PUBLISHED): the path begins with its context /pets/1
            ├── Resource any method /*
            ├── Endpoint pets (load_balance, cluster, #, #, #)
            │   ├── a (suspended): suspended for # by an operator
            │   └── -> b (active): it is its turn (0 of #, the cluster's next)
            └── It would be sent to 'b': it is its turn (0 of #, the cluster's next).
                ├── http://127.0.0.1#x?q=1
                ├── Note: This edge has no turn in stock: a request that comes first, here or on another edge, takes the turn that is named.
                └── # from revision 1; nothing was sent.

            """,
            told);
        Assert.Equal((0L, ""), (_backend.Count, _errors.ToString()));
    }

    [Fact]
    public async Task Explain_says_the_same_to_programs_and_reads_bodies_from_files()
    {
        var file = Path.Combine(_edge.Folder, "body.json");
        await File.WriteAllTextAsync(file, "{}");

        using var told = JsonDocument.Parse(await ToldAsync($"explain post /pets/1/x -d @{file} --output json"));

        Assert.Equal(("sent", "pets"), (told.RootElement.GetProperty("outcome").GetString(), told.RootElement.GetProperty("endpoint").GetString()));
    }

    [Fact]
    public async Task Status_shows_members_with_what_an_operator_said_and_nodes()
    {
        Assert.Equal(0, await RunAsync("drain pets/b --reason upgrade --for 2h"));
        Assert.Matches(@"^pets/b is draining for (2 h 0|1 h 59) min\n$", _output.ToString());

        var lines = (await ToldAsync("status")).Split('\n', StringSplitOptions.TrimEntries).Select(line => Regex.Replace(line, " {2,}", "|")).ToArray();

        Assert.Equal("GROUP|MEMBER|STATE|FOR|WEIGHT|WHY", lines[0]);
        Assert.Equal("pets|a|active|1", lines[1]);
        Assert.Matches(@"^pets\|b\|draining\|(2 h 0|1 h 59) min\|1\|upgrade, operator", lines[2]);
        Assert.Equal("NODE|KIND|REVISION|MODE|SNAPSHOT AGE|HEARD OF|VERSION", lines[3]);
        Assert.Matches(@"^\S+\|edge\+silo\|1\|cluster\|\d+ m?s\|\d+ m?s ago\|", lines[4]);

        Assert.Equal(0, await RunAsync("resume pets/b"));
        Assert.EndsWith("pets/b is active\n", _output.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(await ToldAsync("status --output json"));
        Assert.Equal("active", json.RootElement.GetProperty("groups").GetProperty("groups")[0].GetProperty("members")[1].GetProperty("state").GetString());
        Assert.Equal("edge+silo", json.RootElement.GetProperty("nodes").GetProperty("nodes")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_drained_node_is_not_ready_lets_connections_go_and_can_be_brought_back()
    {
        using var management = new HttpClient { BaseAddress = _edge.Management };
        var id = Assert.Single(await NodesAsync());
        Assert.Empty((await KeptAsync()).Headers.Connection);

        Assert.Equal(0, await RunAsync($"drain-node {id} --reason upgrade"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await management.GetAsync("/health/ready")).StatusCode);
        var answer = await KeptAsync();
        Assert.Equal((HttpStatusCode.OK, true), (answer.StatusCode, answer.Headers.ConnectionClose));
        Assert.Equal(HttpStatusCode.OK, (await _edge.Https.GetAsync("/pets/1/x")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _edge.Https.GetAsync("/pets/1/x")).StatusCode);

        Assert.Equal(0, await RunAsync($"drain-node {id} --undo"));
        Assert.Equal(HttpStatusCode.OK, (await management.GetAsync("/health/ready")).StatusCode);
        Assert.Empty((await KeptAsync()).Headers.Connection);
        Assert.Equal("", _errors.ToString());
    }

    [Theory]
    [InlineData(2, "suspend pets", "'pets' is no member; write it as GROUP/MEMBER")]
    [InlineData(2, "suspend pets/a --for soon", "'soon' is no duration; write it as 30s, 10m or 2h.")]
    [InlineData(2, "resume pets/a --for 10m", "Unrecognized command or argument '--for'")]
    [InlineData(2, "drain pets/z", "The group has no such member.")]
    [InlineData(2, "drain nobody/z", "has no endpoint of this name")]
    [InlineData(2, "drain-node nobody", "The cluster has heard of no node of this name")]
    [InlineData(2, "explain GET pets", "url begins with http://, https:// or a slash")]
    [InlineData(2, "explain GET /pets/1/x -H novalue", "'novalue' is no header; write it as -H 'Name: value'.")]
    [InlineData(2, "explain GET /pets/1/x -d @/nowhere/body", "/nowhere/body cannot be read")]
    [InlineData(3, "status --server http://127.0.0.1:1", "cannot be reached")]
    public async Task What_cannot_be_done_is_said_with_its_exit_code(int code, string line, string reason)
    {
        Assert.Equal(code, await RunAsync(line));

        Assert.Contains(reason, _errors.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("gateway: ", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Theory]
    [InlineData("st", "status\n")]
    [InlineData("explain --head", "--header\n")]
    [InlineData("status --output j", "json\n")]
    [InlineData("reference mar", "mark_for_suspension\n")]
    public void A_shell_is_told_what_can_follow(string line, string expected)
    {
        Assert.Equal(0, CommandLine.Run([$"[suggest:{line.Length}]", line], _output, _errors, _ => null));

        Assert.Equal(expected, _output.ToString());
    }

    [Theory]
    [InlineData("suspend ", "pets/a\npets/b\n")]
    [InlineData("off pets/b", "pets/b\n")]
    [InlineData("lifecycle ", "pets\n")]
    [InlineData("lifecycle pets ", "1\n")]
    [InlineData("lifecycle cats ", "")]
    [InlineData("lifecycle pets 1 BL", "BLOCKED\n")]
    [InlineData("rollback ", "1\n")]
    public async Task Names_of_the_cluster_can_follow_too(string line, string expected)
    {
        Assert.Equal(expected, Plain(await SuggestedAsync(line, _edge.Management)));
        Assert.Equal(expected == "BLOCKED\n" ? expected : "", Plain(await SuggestedAsync(line, new Uri("http://127.0.0.1:1/"))));
        Assert.Equal("", _errors.ToString());

        // Options can follow anywhere.
        static string Plain(string suggested) => string.Concat(
            suggested.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(word => word[0] is not ('-' or '/')).Select(word => $"{word}\n"));
    }

    [Fact]
    public async Task Edges_are_offered_where_one_is_to_be_drained()
    {
        var id = Assert.Single(await NodesAsync());

        Assert.Contains($"{id}\n", await SuggestedAsync("drain-node ", _edge.Management), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_keeps_nobody_waiting()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var clock = Stopwatch.StartNew();
        var suggested = await SuggestedAsync("suspend pets", new Uri($"http://{silent.LocalEndpoint}/"));

        // The patience of other commands is many times as long.
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"It took {clock.Elapsed}.");
        Assert.Equal(("", ""), (suggested.Trim(), _errors.ToString()));
    }

    [Fact]
    public async Task A_member_that_is_switched_off_gets_nothing_until_it_is_resumed()
    {
        Assert.Equal(0, await RunAsync("off pets/a --reason broken --for 1h"));
        Assert.Matches(@"^pets/a is off for (1 h 0|59) min.*\n$", _output.ToString());
        await Wait.UntilAsync(async () => (await ToldAsync("explain GET /pets/1/x")).Contains("a (off)", StringComparison.Ordinal), "a is not off");

        Assert.Equal(0, await RunAsync("resume pets/a"));
        Assert.EndsWith("pets/a is active\n", _output.ToString(), StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private async Task<string[]> NodesAsync()
    {
        using var nodes = JsonDocument.Parse(await ToldAsync("status --output json"));
        _output.GetStringBuilder().Clear();
        return [.. nodes.RootElement.GetProperty("nodes").GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("id").GetString()!)];
    }

    private Task<string> SuggestedAsync(string line, Uri server) => Task.Run(() =>
    {
        _output.GetStringBuilder().Clear();
        Assert.Equal(0, CommandLine.Run([$"[suggest:{line.Length}]", line], _output, _errors, name => name == "GATEWAY_SERVER" ? server.ToString() : null));
        return _output.ToString();
    });

    private Task<HttpResponseMessage> KeptAsync() => _edge.Http.GetAsync("/pets/1/x");

    private async Task<string> ToldAsync(string line)
    {
        _output.GetStringBuilder().Clear();
        Assert.Equal((0, ""), (await RunAsync(line), _errors.ToString()));
        return string.Join('\n', _output.ToString().Split('\n').Select(text => text.TrimEnd()));
    }

    // The command line waits for its command, so that it gets a thread of its own.
    private Task<int> RunAsync(string line) => Task.Run(() => CommandLine.Run(
        line.Split(' '), _output, _errors, name => name == "GATEWAY_SERVER" ? _edge.Management.ToString() : null));
}
