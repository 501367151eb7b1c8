using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Cli;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Commands;

/// <summary><c>gateway plan</c>, <c>apply</c>, <c>rollback</c>, <c>revisions</c> and <c>import --server</c> against a running gateway.</summary>
public sealed class RevisionCommandTests : IAsyncLifetime, IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-apply-").FullName;
    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    private string Running => Toml.Endpoint("a", _backend.Url) + Toml.Endpoint("b", _backend.Url)
        + Toml.Group("pets", ["a", "b"], "lookahead = 0") + Toml.Api("pets", "pets");

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(Running);
        await _edge.WaitForClusterAsync();
    }

    [Fact]
    public async Task A_plan_says_what_would_change_and_changes_nothing()
    {
        var file = Write("[server]\noffset = 5\n" + Running.Replace("\"a\", \"b\"", "\"a\"", StringComparison.Ordinal) + Toml.Api("cats", "a"));

        Assert.Equal(0, await RunAsync($"plan {file}"));

        Assert.Equal(
            $"""
            Revision 1 runs; {file} would change:
              ~ endpoint pets (load_balance): members
              + API cats 1
            Live state:
              'a' comes into use
              member 'b' of 'pets' gets no new requests: those under way finish, its state is forgotten
              'pets' is dealt by a new ring; its cursor goes on where it is, and the states of 'a' are kept
            Every edge can serve it (1)
            Not applied, since each node has its own: server
            To apply it: gateway apply {file} --expect 1

            """, _output.ToString());
        Assert.Equal((404, "", 1), (await StatusAsync("/cats/1/x"), _errors.ToString(), await _edge.MetricAsync("gateway_config_revision")));
    }

    [Fact]
    public async Task What_is_applied_is_served_when_the_command_ends_and_a_rollback_is_the_next_revision()
    {
        var file = Write(Running + Toml.Api("cats", "a"));

        Assert.Equal(0, await RunAsync($"apply {file} --expect 1"));
        Assert.Equal(200, await StatusAsync("/cats/1/x"));
        Assert.Matches("^Revision 2 runs \\(1 before\\)\n  [^ ]+  current \\(revision 2\\)\nEvery edge serves it \\(1\\)\n$", Take());

        Assert.Equal(0, await RunAsync($"apply {file}"));
        Assert.StartsWith("Revision 2 runs already; nothing has changed\n", Take(), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("rollback 1"));
        Assert.Equal(404, await StatusAsync("/cats/1/x"));
        Assert.StartsWith("Revision 3 runs (2 before)\n", Take(), StringComparison.Ordinal);

        Assert.Equal(0, await RunAsync("revisions"));
        Assert.Matches(
            "^\\*     3  .{20}  [0-9a-f]{12}  rollback to 1 from 127.0.0.1 at [^ ]+\n"
            + "      2  .{20}  [0-9a-f]{12}  apply from 127.0.0.1 at [^ ]+\n      1  .{20}  [0-9a-f]{12}  file at [^ ]+\n$", Take());
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task A_change_is_told_in_the_events_with_who_made_it()
    {
        await using var stream = await EventStreamClient.OpenAsync(_edge.Management, "?last=100");

        await RunAsync($"apply {Write(Running + Toml.Api("cats", "a"))}");

        await Wait.UntilAsync(() => stream.Heard.Any(item => item.Name == "config.accepted" && item["number"] == "2"), "the change was not told");
        var told = stream.Heard.Single(item => item.Name == "config.accepted" && item["number"] == "2");
        Assert.Equal(("1", "2"), (told["from"], told["to"]));
        Assert.Equal("""{"cause":"apply","who":"loopback","from":"127.0.0.1","of":null}""", told.Data.GetProperty("by").GetRawText());
        Assert.Equal("operator", told.Data.GetProperty("cause").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_change_keeps_the_cursor_a_suspended_member_a_word_of_an_operator_and_the_counters()
    {
        await _edge.WaitForGroupsAsync();
        for (var i = 0; i < 3; i++)
        {
            await StatusAsync("/pets/1/x");
        }

        using (var client = new HttpClient { BaseAddress = _edge.Management })
        {
            using var said = await client.PostAsJsonAsync("/v1/groups/pets/members/b/suspend", new { reason = "test" });
            Assert.Equal(200, (int)said.StatusCode);
        }

        var before = await GroupAsync();
        var counted = await _edge.MetricAsync("gateway_attempts_total", "group=\"pets\"");
        await RunAsync($"apply {Write(Running.Replace("lookahead = 0", "lookahead = 0\ntotal_timeout = \"9s\"", StringComparison.Ordinal) + Toml.Api("cats", "a"))}");
        Assert.Equal(200, await StatusAsync("/cats/1/x"));
        var after = await GroupAsync();

        Assert.Equal(StateOf(before, "b"), StateOf(after, "b"));
        Assert.Equal((before.GetProperty("epoch").GetInt64(), before.GetProperty("offset").GetInt64()), (after.GetProperty("epoch").GetInt64(), after.GetProperty("offset").GetInt64()));
        Assert.Equal((3, counted), (counted, await _edge.MetricAsync("gateway_attempts_total", "group=\"pets\"")));
        await StatusAsync("/pets/1/x");
        Assert.True((await GroupAsync()).GetProperty("offset").GetInt64() > after.GetProperty("offset").GetInt64());
    }

    [Fact]
    public async Task A_change_keeps_a_session_with_its_member()
    {
        await using var edge = await TestEdge.StartAsync(
            Running.Replace("lookahead = 0", "session = { type = \"cookie\" }", StringComparison.Ordinal), "debug_headers = true");
        await edge.WaitForClusterAsync();
        var first = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        var cookie = Assert.Single(first.Values("Set-Cookie")).Split(';')[0];
        var file = Write(Running.Replace("lookahead = 0", "session = { type = \"cookie\" }\ntotal_timeout = \"9s\"", StringComparison.Ordinal));

        Assert.Equal(0, await RunAsync($"apply {file} --server {edge.Management}"));

        for (var i = 0; i < 6; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/pets/1/x") { Headers = { { "Cookie", cookie } } };
            using var answer = await edge.Http.SendAsync(request);
            Assert.Equal(first.Values("X-Gateway-Member"), answer.Headers.GetValues("X-Gateway-Member"));
        }
    }

    [Theory]
    [InlineData(4, "apply {good} --expect 9", "Revision 1 is the running one now.")]
    [InlineData(0, "rollback 1 --expect 9", "")]
    [InlineData(1, "apply {bad}", "is refused; nothing has been sent.")]
    [InlineData(1, "plan {bad}", "bad.toml:24:1: error: ")]
    [InlineData(1, "plan {none}", "there is no such file")]
    [InlineData(1, "apply {unusable}", "cannot serve it, so nothing has changed.")]
    [InlineData(2, "rollback 7", "There is no revision 7. Those that are remembered: 1 to 1.")]
    [InlineData(2, "rollback 0", "'N' is the number of a revision, from 1.")]
    [InlineData(2, "rollback", "Required argument 'N' missing")]
    [InlineData(2, "apply", "Required argument 'FILE' missing")]
    [InlineData(2, "apply {good} --expect 0", "'--expect' is the number of a revision, from 1.")]
    [InlineData(3, "apply {good} --server http://127.0.0.1:1", "cannot be reached")]
    [InlineData(3, "revisions --server http://127.0.0.1:1", "cannot be reached")]
    public async Task The_exit_code_tells_what_kind_of_refusal_it_is(int code, string line, string reason)
    {
        File.WriteAllText(Path.Combine(_folder, "good.toml"), Running + Toml.Api("cats", "a"));
        File.WriteAllText(Path.Combine(_folder, "bad.toml"), Running + "[[endpoint]]\nname = \"c\"\n");
        File.WriteAllText(Path.Combine(_folder, "unusable.toml"), Running
            + Toml.Endpoint("c", _backend.Url, "security = { type = \"basic\", username = \"u\", password = \"$env{NOT_THERE_AT_ALL}\" }"));
        foreach (var name in new[] { "good", "bad", "none", "unusable" })
        {
            line = line.Replace($"{{{name}}}", Path.Combine(_folder, $"{name}.toml"), StringComparison.Ordinal);
        }

        // Going back to what runs changes nothing, whatever is expected.
        Assert.Equal(code, await RunAsync(line));

        Assert.Contains(reason, _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await _edge.MetricAsync("gateway_config_revision"));
    }

    [Fact]
    public async Task For_programs_the_answer_or_the_problem_is_JSON_on_standard_output()
    {
        var file = Write(Running + Toml.Api("cats", "a"));

        Assert.Equal(0, await RunAsync($"plan {file} --output json"));
        Assert.Equal("planned", Json(Take()).GetProperty("status").GetString());
        Assert.Equal(0, await RunAsync($"apply {file} --output json"));
        Assert.Equal("applied", Json(Take()).GetProperty("status").GetString());
        Assert.Equal(4, await RunAsync($"apply {Write(Running)} --expect 1 --output json"));
        var problem = Json(Take());
        Assert.Equal("added", problem.GetProperty("difference").GetProperty("apis")[0].GetProperty("change").GetString());
        Assert.Equal(1, await RunAsync($"apply {Write("[[endpoint]]\nname = \"c\"\n")} --output json"));
        Assert.Equal("error", Json(Take())[0].GetProperty("severity").GetString());
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public async Task A_conflict_shows_what_others_have_changed()
    {
        await RunAsync($"apply {Write(Running + Toml.Api("cats", "a"))}");

        Assert.Equal(4, await RunAsync($"apply {Write(Running + Toml.Api("dogs", "a"))} --expect 1"));

        Assert.StartsWith("What has changed since the revision that was expected:\n  + API cats 1\n", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_comes_into_the_running_catalog()
    {
        var definition = Path.Combine(_folder, "dogs.yaml");
        File.WriteAllText(definition,
            $"openapi: 3.0.1\ninfo: {{ title: Dogs, version: \"2.0\" }}\nservers: [{{ url: \"{_backend.Url}\" }}]\n"
            + "paths: { /dogs: { get: { responses: { \"200\": { description: ok } } } } }\n");

        Assert.Equal(0, await RunAsync($"import {definition} --anonymous --plan --server {_edge.Management}"));
        Assert.Contains("  + API Dogs 2.0\n", Take(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync($"import {definition} --anonymous --server {_edge.Management}"));
        Assert.Contains("Revision 2 runs (1 before)\n", Take(), StringComparison.Ordinal);
        Assert.Equal(200, await StatusAsync("/dogs/2.0/dogs"));
        Assert.Equal(200, await StatusAsync("/pets/1/x"));

        Assert.Equal(4, await RunAsync($"import {definition} --anonymous --server {_edge.Management}"));
        Assert.Contains("API 'Dogs' 2.0 is there already.", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync($"import {definition} --anonymous --replace --server {_edge.Management}"));
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.toml");
        File.WriteAllText(file, text);
        return file;
    }

    private string Take()
    {
        var text = _output.ToString();
        _output.GetStringBuilder().Clear();
        return text;
    }

    private async Task<int> StatusAsync(string path) => (await RawConnection.GetAsync(_edge.HttpPort, path)).Status;

    private async Task<JsonElement> GroupAsync()
    {
        using var client = new HttpClient { BaseAddress = _edge.Management };
        return await client.GetFromJsonAsync<JsonElement>("/v1/groups/pets");
    }

    private static string StateOf(JsonElement group, string member) =>
        group.GetProperty("members").EnumerateArray().Single(found => found.GetProperty("id").GetString() == member).GetProperty("state").GetString()!;

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    // The command line waits for its command, so that it gets a thread of its own.
    private Task<int> RunAsync(string line) => Task.Run(() => CommandLine.Run(
        line.Split(' '), _output, _errors, name => name == "GATEWAY_SERVER" ? _edge.Management.ToString() : null));
}
