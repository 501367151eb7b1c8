using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Gateway.Cli;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Commands;

/// <summary><c>gateway lifecycle</c> against a running gateway.</summary>
public sealed class LifecycleCommandTests : IAsyncLifetime, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _backend.Url) + Toml.Endpoint("p", _backend.Url, "type = \"prototype\"")
            + Toml.Api("pets", "a") + Toml.Api("trial", "p", "lifecycle = \"PROTOTYPED\""));
        await _edge.WaitForClusterAsync();
    }

    [Fact]
    public async Task A_move_holds_for_requests_that_come_then_and_is_told_once()
    {
        await using var stream = await EventStreamClient.OpenAsync(_edge.Management, "?last=100");

        Assert.Equal(0, await RunAsync("lifecycle pets 1 BLOCKED --reason leak"));
        Assert.Equal("pets 1: PUBLISHED -> BLOCKED, revision 2\n", _output.ToString());
        await Wait.UntilAsync(async () => await StatusAsync() == 503, "the edge goes on serving a blocked API");

        var told = await stream.WaitAsync("api.lifecycle", Wait.Limit);
        Assert.Equal(("PUBLISHED", "BLOCKED", "2"), (told["from"], told["to"], told["number"]));
        Assert.Equal("""{"name":"pets","version":"1"}""", told.Data.GetProperty("api").GetRawText());
        Assert.StartsWith("leak (operator at ", told["detail"], StringComparison.Ordinal);
        Assert.Equal("""{"cause":"move","who":"loopback","from":"127.0.0.1","of":null}""", told.Data.GetProperty("by").GetRawText());
        Assert.Equal(("operator", "every edge answers so with revision 2"), (told.Data.GetProperty("cause").GetProperty("kind").GetString(), told["next"]));

        Assert.Equal(0, await RunAsync("lifecycle pets 1 Re-Publish"));
        await Wait.UntilAsync(async () => await StatusAsync() == 200, "the edge does not serve a published API");
        Assert.Equal(0, await RunAsync("lifecycle pets 1 published"));
        Assert.EndsWith("pets 1 is PUBLISHED already; nothing has changed (revision 3)\n", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(["2", "3"], (await HeardAsync(stream, 2)).Select(item => item["number"]));
        Assert.Equal("", _errors.ToString());
    }

    [Theory]
    [InlineData(4, "lifecycle pets 1 RETIRED", "'pets' 1 is PUBLISHED and cannot be moved to RETIRED.")]
    [InlineData(4, "lifecycle trial 1 PUBLISHED", "goes to the prototype endpoint 'p'")]
    [InlineData(4, "lifecycle pets 1 BLOCKED --expect 9", "Revision 1 is the running one, not 9.")]
    [InlineData(2, "lifecycle pets 2 BLOCKED", "has no API 'pets' in version 2")]
    [InlineData(2, "lifecycle pets 1 GONE", "'GONE' is no state. It may be: CREATED, ")]
    [InlineData(2, "lifecycle pets 1", "Required argument 'STATE' missing")]
    [InlineData(2, "lifecycle pets 1 BLOCKED --server nowhere", "is no address of a management listener")]
    [InlineData(2, "lifecycle pets 1 BLOCKED --token a\u00e4", "the token holds characters")]
    public async Task The_exit_code_tells_a_refusal_by_state_from_wrong_usage(int code, string line, string reason)
    {
        Assert.Equal(code, await RunAsync(line));

        Assert.Contains(reason, _errors.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("gateway: ", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal((200, ""), (await StatusAsync(), _output.ToString()));
    }

    [Fact]
    public async Task A_node_that_is_not_there_is_another_code()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        Assert.Equal(3, await RunAsync($"lifecycle pets 1 BLOCKED --server http://127.0.0.1:{port}"));
        Assert.StartsWith($"gateway: http://127.0.0.1:{port}/ cannot be reached: ", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_else_answers_there_is_told_from_a_node()
    {
        await using var other = await ScriptedBackend.StartAsync("other", Answers.Status(500, "<html>"));

        Assert.Equal(3, await RunAsync($"lifecycle pets 1 BLOCKED --server {other.Url}"));
        Assert.Equal("gateway: it answers 500 and not as a management listener does; is --server right?\n", _errors.ToString());
    }

    [Fact]
    public async Task For_programs_the_answer_or_the_problem_is_JSON_on_standard_output()
    {
        Assert.Equal(4, await RunAsync("lifecycle pets 1 RETIRED --output json"));
        Assert.Equal(409, JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("status").GetInt32());
        _output.GetStringBuilder().Clear();

        Assert.Equal(0, await RunAsync("lifecycle pets 1 DEPRECATED --output json"));
        Assert.Equal("DEPRECATED", JsonDocument.Parse(_output.ToString()).RootElement.GetProperty("lifecycle").GetString());
        Assert.Equal("", _errors.ToString());
        await Wait.UntilAsync(
            async () => (await RawConnection.GetAsync(_edge.HttpPort, "/pets/1/x")).Values("Deprecation") is [var since] && since.StartsWith('@') && since != "@0",
            "a deprecated API does not say since when");
    }

    [Theory]
    [InlineData("GATEWAY_SERVER", "", 2)]
    [InlineData("GATEWAY_TOKEN", "--server {server}", 0)]
    public async Task The_server_and_the_token_come_from_the_environment_too(string variable, string option, int code)
    {
        var value = variable == "GATEWAY_SERVER" ? "ftp://x" : "secret";
        var line = $"lifecycle pets 1 PUBLISHED {option}".Replace("{server}", _edge.Management.ToString(), StringComparison.Ordinal);

        Assert.Equal(code, CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries), _output, _errors, name => name == variable ? value : null));

        Assert.Equal(code == 2, _errors.ToString().Contains("\"ftp://x\" is no address", StringComparison.Ordinal));
        Assert.DoesNotContain("secret", _output.ToString() + _errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_names_the_states_and_shows_no_token()
    {
        Assert.Equal(0, CommandLine.Run(["lifecycle", "--help"], _output, _errors, _ => "secret"));

        Assert.Contains("CREATED, PROTOTYPED, PUBLISHED, BLOCKED, DEPRECATED, RETIRED", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("GATEWAY_TOKEN", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _output.ToString(), StringComparison.Ordinal);
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

    private async Task<int> StatusAsync() => (await RawConnection.GetAsync(_edge.HttpPort, "/pets/1/x")).Status;

    // The command line waits for its command, so that it gets a thread of its own.
    private Task<int> RunAsync(string line) => Task.Run(() => CommandLine.Run(
        line.Split(' '), _output, _errors, name => name == "GATEWAY_SERVER" ? _edge.Management.ToString() : null));

    private static async Task<EventStreamClient.Item[]> HeardAsync(EventStreamClient stream, int count)
    {
        await Wait.UntilAsync(() => stream.Heard.Count(item => item.Name == "api.lifecycle") >= count, "a move was not told");
        return [.. stream.Heard.Where(item => item.Name == "api.lifecycle")];
    }
}
