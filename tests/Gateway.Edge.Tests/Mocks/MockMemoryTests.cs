using System.Diagnostics.Metrics;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Mocks;

/// <summary>Scripts whose answer is known already do not run again; nobody may notice otherwise.</summary>
public sealed class MockMemoryTests : IDisposable
{
    private readonly MeterListener _listener = new();
    private int _runs;

    public MockMemoryTests()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "gateway.script.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => Interlocked.Increment(ref _runs));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task A_script_runs_once_for_all_requests_of_which_it_reads_the_same()
    {
        await using var edge = await StartAsync("""
            mc.setProperty('CONTENT_TYPE', 'application/json');
            mc.setProperty('X-Mock', 'yes', 'transport');
            mc.setProperty('HTTP_SC', '201');
            mc.setPayloadJSON({ type: mc.getProperty('AcceptHeader'), again: mc.getProperty('AcceptHeader') });
            """);
        string[] accepts = ["a/b", "c/d", "a/b", "", "c/d", "", "a/b"];
        foreach (var accept in accepts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/m/1/x?q={Guid.NewGuid():n}");
            if (accept.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("Accept", accept);
            }

            using var answer = await edge.Http.SendAsync(request);
            var type = accept.Length == 0 ? "null" : $"\"{accept}\"";
            Assert.Equal(
                (201, "application/json", "yes", $"{{\"type\":{type},\"again\":{type}}}"),
                ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), answer.Headers.GetValues("X-Mock").Single(), await answer.Content.ReadAsStringAsync()));
        }

        Assert.Equal(3, _runs);
    }

    [Fact]
    public async Task What_is_read_next_may_depend_on_what_was_read_before()
    {
        await using var edge = await StartAsync("""
            var p = function (name) { return mc.getProperty('query.param.' + name); };
            mc.setPayloadJSON((p('a') == 1 ? 'b' + p('b') : 'c' + p('c') + (p('c') == 1 ? 'b' + p('b') : '')) + '.');
            """);
        for (var i = 0; i < 24; i++)
        {
            var (a, b, c) = ((i * 7) & 1, ((i * 7) >> 1) & 1, ((i * 7) >> 2) & 1);
            var expected = (a == 1 ? $"b{b}" : $"c{c}" + (c == 1 ? $"b{b}" : "")) + ".";
            Assert.Equal(expected, await edge.Http.GetStringAsync($"/m/1/x?a={a}&b={b}&c={c}"));
        }

        Assert.Equal(5, _runs);
    }

    [Fact]
    public async Task More_answers_than_are_kept_are_right_too()
    {
        await using var edge = await StartAsync("mc.setPayloadJSON('n' + mc.getProperty('query.param.n'));");
        for (var i = 0; i < 600; i++)
        {
            Assert.Equal($"n{i % 300}", await edge.Http.GetStringAsync($"/m/1/x?n={i % 300}"));
        }

        // 256 are kept; then all are forgotten, and the first of the second time are not there any more.
        Assert.Equal(600, _runs);
    }

    // Status and type are asked for besides: 16 questions in all.
    [Theory]
    [InlineData(14, 1)]
    [InlineData(15, 2)]
    public async Task A_script_that_asks_too_much_is_run_again(int questions, int runs)
    {
        await using var edge = await StartAsync(
            $"var all = ''; for (var i = 0; i < {questions}; i++) {{ all += mc.getProperty('query.param.q' + i); }} mc.setPayloadJSON(all + '.');");
        for (var i = 0; i < 2; i++)
        {
            await edge.Http.GetStringAsync("/m/1/x");
        }

        Assert.Equal(runs, _runs);
    }

    [Theory]
    [InlineData("mc.setPayloadJSON('' + Math.random())")]
    [InlineData("mc.setPayloadJSON('' + new Date().getTime())")]
    [InlineData("mc.setPayloadJSON('' + mc['getProperty']('AcceptHeader'))")]
    [InlineData("mc.setPayloadJSON('' + this['Da' + 'te'].now())")]
    [InlineData("mc.setPayloadJSON(mc.getPropertyKeySet().join())")]
    [InlineData("mc.setPayloadJSON('' + \\u0044ate.now())")]
    [InlineData("if (mc.getProperty('query.param.n')) throw 1; else throw 2;")]
    public async Task A_script_that_may_answer_otherwise_runs_for_every_request(string script)
    {
        await using var edge = await StartAsync(script);
        for (var i = 0; i < 3; i++)
        {
            using var answer = await edge.Http.GetAsync("/m/1/x");
        }

        Assert.Equal(3, _runs);
    }

    private static async Task<TestEdge> StartAsync(string script)
    {
        var edge = await TestEdge.StartAsync(
            "[[api]]\nname = \"M\"\ncontext = \"/m\"\nversion = \"1\"\nlifecycle = \"PROTOTYPED\"\n"
            + "[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\nmock = { script = \"a.js\" }\n",
            prepare: folder => File.WriteAllText(Path.Combine(folder, "a.js"), script));

        // What is known goes with its catalog: the one that is served from the start until the cluster has numbered it.
        await edge.WaitForClusterAsync();
        return edge;
    }
}
