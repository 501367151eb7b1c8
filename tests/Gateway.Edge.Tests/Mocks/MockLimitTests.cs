using System.Diagnostics;
using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Mocks;

/// <summary>Scripts that break their limits harm nobody else.</summary>
public sealed class MockLimitTests : IAsyncLifetime
{
    private static readonly (string Name, string Script, string Reason)[] Bombs =
    [
        ("loop", "for (;;) { }", "statements"),
        ("memory", "var a = []; for (var i = 0; ; i++) { a.push('x' + i + a.length); }", "memory"),
        ("recursion", "(function f() { f(); })()", "recursion"),
        ("repeat", "'x'.repeat(1e9)", "memory"),
        ("regex", "/(a+)+$/.test(new Array(40).join('a') + 'b')", "regex"),
        ("function", "new Function('return 1')()", "error"),
        ("eval", "eval('1')", "error"),
        ("clr", "System.Diagnostics.Process.Start('x')", "error"),
        ("throw", "throw new Error('secret')", "error"),
    ];

    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        var resources = string.Concat(Bombs.Select(bomb =>
            $"[[api.resource]]\npath = \"/{bomb.Name}\"\nmethods = [\"GET\"]\nmock = {{ inline = \"\"\"{bomb.Script}\"\"\" }}\n"));
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _backend.Url) + Toml.Api("echo", "a")
            + "[[api]]\nname = \"M\"\ncontext = \"/m\"\nversion = \"1\"\nlifecycle = \"PROTOTYPED\"\n" + resources
            + "[[api.resource]]\npath = \"/pollute\"\nmethods = [\"GET\"]\n"
            + "mock = { inline = \"var seen = ({}).seen; Object.prototype.seen = 'yes'; mc.setPayloadJSON(String(seen))\" }\n");
    }

    [Fact]
    public async Task A_script_that_breaks_a_limit_answers_500_and_is_counted()
    {
        foreach (var (name, _, reason) in Bombs)
        {
            var before = await _edge.MetricAsync("gateway_script_aborts_total", $"reason=\"{reason}\"");
            using var answer = await _edge.Http.GetAsync($"/m/1/{name}");
            var body = await answer.Content.ReadAsStringAsync();
            Assert.Equal((name, HttpStatusCode.InternalServerError), (name, answer.StatusCode));
            Assert.StartsWith("""{"code":"500","type":"Status report","message":"Runtime Error","description":"The script of the mock failed""", body, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", body, StringComparison.Ordinal);

            // The exporter answers from its cache for a moment.
            await Wait.UntilAsync(async () => await _edge.MetricAsync("gateway_script_aborts_total", $"reason=\"{reason}\"") != before, $"{name} is not counted");
            Assert.Equal((name, before + 1), (name, await _edge.MetricAsync("gateway_script_aborts_total", $"reason=\"{reason}\"")));
        }

        Assert.Equal(Bombs.Length, await _edge.MetricAsync("gateway_script_duration_seconds_count"));
        await _edge.WaitForLogAsync("ScriptFailed");
    }

    [Fact]
    public async Task What_one_request_changes_another_does_not_see()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("undefined", await _edge.Http.GetStringAsync("/m/1/pollute"));
        }
    }

    [Fact]
    public async Task While_two_hundred_run_wild_the_edge_serves_others()
    {
        await _edge.Http.GetAsync("/echo/1/x");
        var wild = Enumerable.Range(0, 200).Select(i => _edge.Http.GetAsync($"/m/1/{(i % 2 == 0 ? "loop" : "regex")}")).ToArray();
        var waits = new List<double>();
        while (!wild.All(run => run.IsCompleted))
        {
            var started = Stopwatch.GetTimestamp();
            using var other = await _edge.Http.GetAsync("/echo/1/x");
            waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        }

        var statuses = (await Task.WhenAll(wild)).Select(answer => (int)answer.StatusCode).ToList();
        Assert.All(statuses, status => Assert.Contains(status, (int[])[500, 503]));
        Assert.Contains(500, statuses);

        // Half of the others are not held up; a machine that is busy otherwise may hold up some.
        waits.Sort();
        Assert.InRange(waits[waits.Count / 2], 0, 250);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }
}
