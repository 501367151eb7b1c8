using System.Diagnostics;
using System.Diagnostics.Metrics;
using Gateway.Core.Scripting;
using Gateway.Edge.Scripting;
using Gateway.Management.Telemetry;
using Jint;
using Jint.Native;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Edge.Tests.Scripting;

public sealed class SandboxTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ScriptSandbox _sandbox;

    public SandboxTests() => _sandbox = Sandbox(Patient);

    // Where the time is not the point, a busy machine must not be it either.
    private static ScriptLimits Patient => new() { Time = TimeSpan.FromSeconds(30), Regex = TimeSpan.FromSeconds(1) };

    // Runs that only their cancellation ends, however long the test itself is kept waiting for a thread.
    private static ScriptLimits Endless => Patient with { Time = TimeSpan.FromMinutes(10), Wait = TimeSpan.FromMinutes(10), Statements = int.MaxValue };

    [Theory]
    [InlineData("1 + 1", "2")]
    [InlineData("'a' + [1, [2, null], 'x']", "a1,2,,x")]
    [InlineData("[1, 2].join('-') + 'ab'.repeat(2) + 'x'.padStart(3, '.') + 'aa'.replace('a', 'b') + 'aa'.replaceAll('a', '$&$&')", "1-2abab..xbaaaaa")]
    [InlineData("'a-b'.replace(/(\\w)-(\\w)/, '$2-$1') + 'abc'.replace(/b/, function (m) { return m.toUpperCase(); })", "b-aaBc")]
    [InlineData("'a'.concat('b', 1)", "ab1")]
    [InlineData("var a = [1, [2]]; a[1][1] = a; a[2] = 3; a + '|' + a.join(';')", "1,2,,3|1;2,;3")]
    [InlineData("JSON.stringify({a: [1, 'x', null], b: undefined}, null, 1).length", "33")]
    [InlineData("JSON.parse('[1,{\"a\":2}]')[1].a", "2")]
    [InlineData("new Date(0).toISOString() + Math.max(1, 2)", "1970-01-01T00:00:00.000Z2")]
    [InlineData("function route(ctx) { return 'v' + ctx; } // end", "v1", "route(1)")]
    public async Task A_script_says_its_completion_value(string script, string value, string call = "")
    {
        var (outcome, completion) = await RunAsync(_sandbox, script, call);
        Assert.Equal((ScriptEnd.Completed, value), (outcome.End, completion));
    }

    [Theory]
    [InlineData("for (;;) { }", "statements")]
    [InlineData("while (true) { try { for (;;) { } } catch (e) { } finally { for (;;) { } } }", "statements")]
    [InlineData("(async function () { for (;;) { await 1; } })(); 1", "statements")]
    [InlineData("var a = []; for (var i = 0; ; i++) { a.push('x' + i); }", "memory")]
    [InlineData("var s = 'x'; for (;;) { s += s; }", "memory")]
    [InlineData("var o = {}; for (var i = 0; ; i++) { o['k' + i] = { i: i }; }", "memory")]
    [InlineData("'x'.repeat(1e8).length", "memory")]
    [InlineData("''.padEnd(1e8).length", "memory")]
    [InlineData("new Array(9999).join('x'.repeat(1e6)).length", "memory")]
    [InlineData("var a = [], s = 'x'.repeat(1e6); for (var i = 0; i < 5000; i++) { a.push(s); } String(a).length", "memory")]
    [InlineData("var a = [], s = 'x'.repeat(1e6); for (var i = 0; i < 5000; i++) { a.push(s); } ('' + a).length", "memory")]
    [InlineData("var a = [], s = 'x'.repeat(1e6); for (var i = 0; i < 5000; i++) { a.push(s); } JSON.stringify({ a: [a] }).length", "memory")]
    [InlineData("var a = [], s = 'x'.repeat(1e6); for (var i = 0; i < 5000; i++) { a.push(s); } ''.concat(...a).length", "memory")]
    [InlineData("var s = 'x'.repeat(1e6); s.replaceAll('x', s).length", "memory")]
    [InlineData("var s = 'x'.repeat(1e6); s.replace(/x/g, s).length", "memory")]
    [InlineData("var s = 'x'.repeat(1e4); s.replace(/x/g, '$`$`').length", "memory")]
    [InlineData("new Array(1e9)", "memory")]
    [InlineData("Array.from({ length: 1e9 })", "memory")]
    [InlineData("'x'.repeat(2e6).split('')", "memory")]
    [InlineData("JSON.parse('[' + '1,'.repeat(9e5) + '1]')", "memory")]
    [InlineData("(function f() { f(); })()", "recursion")]
    [InlineData("var o = { get x() { return this.x; } }; o.x", "recursion")]
    [InlineData("var o = { toString: function () { return '' + this; } }; '' + o", "error")]
    [InlineData("var a = []; for (var i = 0; i < 1000; i++) { a = [a]; } '' + a", "recursion")]
    [InlineData("/(a+)+$/.test('a'.repeat(40) + 'b')", "regex")]
    [InlineData("eval('1')", "error")]
    [InlineData("new Function('return 1')()", "error")]
    [InlineData("(function () { }).constructor('return 1')()", "error")]
    [InlineData("[].constructor.constructor('return 1')()", "error")]
    [InlineData("System.IO.File.ReadAllText('/etc/passwd')", "error")]
    [InlineData("importNamespace('System')", "error")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)", "error")]
    [InlineData("new ArrayBuffer(2e9)", "error")]
    [InlineData("throw { code: 1 }", "error")]
    [InlineData("null.x", "error")]
    [InlineData("JSON.parse('['.repeat(100000))", "error")]
    public async Task What_breaks_a_limit_ends_with_its_reason(string script, string reason)
    {
        var started = Stopwatch.GetTimestamp();
        var allocated = GC.GetTotalAllocatedBytes();
        var (outcome, _) = await RunAsync(_sandbox, script);
        Assert.Equal(reason, outcome.Reason);
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocated, 0, 256 * 1024 * 1024);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_run_that_takes_too_long_is_ended()
    {
        using var sandbox = Sandbox(new ScriptLimits { Statements = int.MaxValue, Time = TimeSpan.FromMilliseconds(100) });
        var (outcome, _) = await RunAsync(sandbox, "for (;;) { }");
        Assert.Equal("time", outcome.Reason);
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_its_run()
    {
        using var sandbox = Sandbox(Endless);
        using var gone = new CancellationTokenSource();
        var run = Task.Run(async () => await sandbox.Prepare(new ScriptSource("a.js", "for (;;) { }")).RunAsync(new ValueHost(), gone.Token));
        await gone.CancelAsync();
        Assert.Equal(ScriptEnd.Gone, (await run).End);
    }

    [Fact]
    public async Task An_error_says_file_line_and_column()
    {
        var (outcome, _) = await RunAsync(_sandbox, "var a = 1;\n  a.b.c();");
        Assert.StartsWith("a.js:2:", outcome.Message, StringComparison.Ordinal);
        Assert.Contains("undefined", outcome.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leaked = 1", "typeof leaked")]
    [InlineData("globalThis.leaked = 1", "typeof leaked")]
    [InlineData("var leaked = 1; let lexical = 2", "typeof leaked + typeof lexical")]
    [InlineData("Object.prototype.leaked = 1", "typeof ({}).leaked")]
    [InlineData("var o = {}; o['__proto__']['leaked'] = 1", "typeof ({}).leaked")]
    [InlineData("Array.prototype.leaked = 1; String.prototype.leaked = 1; Function.prototype.leaked = 1", "typeof [].leaked + typeof ''.leaked + typeof eval.leaked")]
    [InlineData("[][Symbol.iterator]().__proto__.leaked = 1", "typeof [][Symbol.iterator]().leaked")]
    [InlineData("Math.max = function () { return 42; }; JSON.stringify = Math.max", "Math.max(1, 2) + JSON.stringify(1)")]
    [InlineData("RegExp.prototype.exec = null; /(a)/.test('a')", "/(a)/.test('b') + RegExp.$1")]
    [InlineData("delete globalThis.Array; undefined = 1; NaN = 2", "typeof Array + typeof undefined + isNaN(NaN)")]
    public async Task What_a_run_changes_is_not_seen_by_the_next(string change, string look)
    {
        var program = _sandbox.Prepare(new ScriptSource("a.js", $"var before = {look}; try {{ {change} }} catch (e) {{ }} before + '|' + ({look})"));
        var values = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var host = new ValueHost();
            Assert.True((await program.RunAsync(host, CancellationToken.None)).HasCompleted);
            values.Add(host.Value);
        }

        // The change is one that shows in its own realm, and only there.
        Assert.NotEqual(values[0].Split('|')[0], values[0].Split('|')[1]);
        Assert.All(values, value => Assert.Equal(values[0], value));
    }

    [Fact]
    public async Task What_a_run_leaves_to_be_done_later_is_not_seen_by_the_next()
    {
        var program = _sandbox.Prepare(new ScriptSource("a.js", "var before = typeof leaked; Promise.resolve().then(function () { leaked = 1; }); before"));
        for (var i = 0; i < 3; i++)
        {
            var host = new ValueHost();
            await program.RunAsync(host, CancellationToken.None);
            Assert.Equal("undefined", host.Value);
        }
    }

    [Fact]
    public async Task Only_so_many_run_and_wait_at_once_and_the_rest_is_refused()
    {
        using var sandbox = Sandbox(Endless with { AtOnce = 2, Waiting = 3 });
        using var done = new CancellationTokenSource();
        var program = sandbox.Prepare(new ScriptSource("a.js", "for (;;) { }"));
        var runs = new List<Task<ScriptOutcome>>();
        for (var i = 0; i < 2; i++)
        {
            runs.Add(Task.Run(async () => await program.RunAsync(new ValueHost(), done.Token)));
        }

        await Fixtures.Wait.UntilAsync(() => sandbox.Slots.IsFull, "the scripts do not run");
        for (var i = 0; i < 3; i++)
        {
            runs.Add(program.RunAsync(new ValueHost(), done.Token).AsTask());
        }

        await Fixtures.Wait.UntilAsync(() => sandbox.Slots.Waiting == 3, "the others do not wait");
        Assert.Equal(ScriptEnd.Busy, (await program.RunAsync(new ValueHost(), done.Token)).End);
        await done.CancelAsync();
        Assert.All(await Task.WhenAll(runs), outcome => Assert.Equal(ScriptEnd.Gone, outcome.End));
        Assert.False(sandbox.Slots.IsFull);
    }

    [Fact]
    public async Task A_wait_for_a_turn_ends()
    {
        using var sandbox = Sandbox(Endless with { AtOnce = 1, Wait = TimeSpan.FromMilliseconds(20) });
        using var done = new CancellationTokenSource();
        var program = sandbox.Prepare(new ScriptSource("a.js", "for (;;) { }"));
        var running = Task.Run(async () => await program.RunAsync(new ValueHost(), done.Token));
        await Fixtures.Wait.UntilAsync(() => sandbox.Slots.IsFull, "the script does not run");
        Assert.Equal(ScriptEnd.Busy, (await program.RunAsync(new ValueHost(), done.Token)).End);
        await done.CancelAsync();
        await running;
    }

    public void Dispose()
    {
        _sandbox.Dispose();
        _services.Dispose();
    }

    private static async Task<(ScriptOutcome Outcome, string Completion)> RunAsync(ScriptSandbox sandbox, string script, string call = "")
    {
        var host = new ValueHost();
        var outcome = await sandbox.Prepare(new ScriptSource("a.js", script), call).RunAsync(host, CancellationToken.None);
        return (outcome, host.Value);
    }

    private ScriptSandbox Sandbox(ScriptLimits limits) => new(
        limits, new GatewayInstruments(_services.GetRequiredService<IMeterFactory>()), NullLogger<ScriptSandbox>.Instance);

    private sealed class ValueHost : IScriptHost
    {
        public string Value { get; private set; } = "";

        public void Install(Engine engine)
        {
        }

        public void End(JsValue completion) => Value = completion.ToString();
    }
}
