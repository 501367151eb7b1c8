using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Failover;

/// <summary>What a group sends on, beyond what HTTP calls idempotent: as it and its endpoints are configured.</summary>
public sealed class DeliveryTests : IAsyncLifetime
{
    private ScriptedBackend _a = null!;
    private ScriptedBackend _b = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _a = await ScriptedBackend.StartAsync();
        _b = await ScriptedBackend.StartAsync();
        const string Keys = Toml.NeverSuspended;
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _a.Url, Keys) + Toml.Endpoint("b", _b.Url, Keys) + Toml.Group("pets", ["a", "b"])
            + Toml.Group("inner", ["a"]) + Toml.Group("outer", ["inner", "b"]) + Toml.Group("unused", ["a"]) + Toml.Api("pets", "pets") + Toml.Api("outer", "outer")
            + Toml.Api("single", "a"));
        await _edge.WaitForGroupsAsync();
    }

    [Theory]
    [InlineData("POST", 0)]
    [InlineData("POST", 100)]
    [InlineData("PATCH", 60 * 1024)]
    [InlineData("POST", 5 * 1024 * 1024)]
    public async Task At_least_once_sends_everything_on_with_the_same_bytes(string method, int length)
    {
        await AtLeastOnceAsync();
        OneFails(Answers.Abort());
        var body = Bytes(length);
        using var answer = await SendAsync(method, "/pets/1/x", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body, Assert.Single(_a.Requests).Body.ToArray());
        Assert.Equal(body, Assert.Single(_b.Requests).Body.ToArray());
    }

    [Fact]
    public async Task A_body_beyond_the_limit_is_sent_once_and_that_is_counted()
    {
        await AtLeastOnceAsync();
        await _edge.ChangeAsync(catalog => catalog.Group("pets", settings => settings with { ReplayLimit = 1024 * 1024 }));
        BothFail(Answers.Abort());
        using var answer = await SendAsync("POST", "/pets/1/x", Bytes((1024 * 1024) + 1));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_replay_refused_total", "reason=\"body_too_large\""));
    }

    [Theory]
    [InlineData(new[] { 101505 }, new int[0], 1)]
    [InlineData(new int[0], new[] { 101504 }, 1)]
    [InlineData(new[] { 101504 }, new int[0], 2)]
    [InlineData(new int[0], new[] { 101505 }, 2)]
    [InlineData(new[] { 101505 }, new[] { 101505 }, 1)]
    public async Task An_endpoints_retry_codes_say_after_which_errors_another_member_is_asked(int[] disabled, int[] enabled, int tries)
    {
        var retry = new RetryCodes([.. disabled], [.. enabled]);
        await _edge.ChangeAsync(catalog => catalog.Leaves(settings => settings with { Retry = retry }, "a", "b"));
        BothFail(Answers.Abort());
        foreach (var path in (string[])["/pets/1/x", "/outer/1/x"])
        {
            _a.Forget();
            _b.Forget();
            using var answer = await SendAsync("GET", path, []);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            Assert.Equal(tries, _a.Count + _b.Count);
        }

        Assert.Equal(0, await _edge.MetricAsync("gateway_replay_refused_total"));
    }

    [Theory]
    [InlineData("/pets/1/x")]
    [InlineData("/outer/1/x")]
    public async Task A_status_that_counts_as_a_failure_goes_on_and_leaves_nothing_behind(string path)
    {
        await FailureStatusesAsync();
        var busy = async (HttpContext context) =>
        {
            context.Response.Headers["X-Busy"] = "yes";
            await Answers.Status(503, "busy")(context);
        };
        _a.Script = busy;
        for (var i = 0; i < 4; i++)
        {
            using var answer = await SendAsync("PUT", path, Bytes(1000));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("OK", answer.ReasonPhrase);
            Assert.False(answer.Headers.Contains("X-Busy"));
        }

        Assert.Equal(2, await _edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"unanswered\"", "error_code=\"500000\""));
        Assert.Equal(4, _b.Count);
    }

    [Theory]
    [InlineData("GET", "/pets/1/x", 2)]
    [InlineData("GET", "/outer/1/x", 2)]
    [InlineData("GET", "/single/1/x", 1)]
    [InlineData("POST", "/pets/1/x", 1)]
    public async Task The_last_answer_there_is_reaches_the_client_as_it_is(string method, string path, int tries)
    {
        await FailureStatusesAsync();
        BothFail(Answers.Status(503, "busy"));
        using var answer = await SendAsync(method, path, []);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(tries, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", "outcome=\"bad_status\"", "error_code=\"500000\""));
    }

    [Fact]
    public async Task A_status_that_counts_as_a_failure_puts_the_member_aside()
    {
        await _edge.ChangeAsync(catalog => catalog.Leaves(
            settings => settings with { FailureStatuses = [new StatusRange(502, 503)], Suspend = SuspensionPolicy.Default }, "a"));
        BothFail(Answers.Status(502, "down"));
        Assert.Equal(HttpStatusCode.BadGateway, (await SendAsync("GET", "/single/1/x", [])).StatusCode);
        using var answer = await SendAsync("GET", "/single/1/x", []);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("\"code\":\"303001\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _a.Count);
    }

    [Fact]
    public async Task When_the_total_time_has_run_out_the_answer_is_504_and_the_last_member_is_not_blamed()
    {
        await _edge.ChangeAsync(catalog => catalog
            .Group("pets", settings => settings with { TotalTimeout = TimeSpan.FromSeconds(3) })
            .Leaves(settings => Patient(settings) with { Suspend = SuspensionPolicy.Default }, "a", "b"));
        BothFail(Answers.Never());
        var started = Stopwatch.GetTimestamp();
        using var answer = await SendAsync("GET", "/pets/1/x", []);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("\"code\":\"101504\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // A busy machine may be late; the counts below tell what ended which try.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(2990), TimeSpan.FromSeconds(20));
        Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", "outcome=\"unanswered\"", "error_code=\"101504\""));
        Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", "outcome=\"out_of_time\""));

        BothFail(Answers.Status(200));
        using var next = await SendAsync("GET", "/pets/1/x", []);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task A_silent_member_is_blamed_though_the_total_time_is_shorter_than_its_own()
    {
        await _edge.ChangeAsync(catalog => catalog
            .Group("pets", settings => settings with { TotalTimeout = TimeSpan.FromSeconds(1) })
            .Leaves(Patient, "a", "b"));
        BothFail(Answers.Never());

        // The whole time runs from the request's first byte: on a machine that stands still for that long, nobody is asked at all.
        using var answer = await SendAsync("GET", "/pets/1/x", []);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", "outcome=\"unanswered\"", "error_code=\"101504\""));
        Assert.Equal(1, _a.Count + _b.Count);
    }

    [Fact]
    public async Task A_dying_group_is_not_asked_twice_for_each_request()
    {
        BothFail(Answers.Abort());
        for (var i = 0; i < 300; i++)
        {
            using var answer = await SendAsync("GET", "/pets/1/x", []);
            Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        }

        var refused = await _edge.MetricAsync("gateway_replay_refused_total", "reason=\"budget\"");
        Assert.Equal(600, _a.Count + _b.Count + refused);
        Assert.InRange(refused, 1, 300 - (RetryBudget.PerSecond * RetryBudget.Window));
    }

    // Two seconds for an answer, and not the same two for a connection: which of them ran out first would be luck.
    private static BackendSettings Patient(BackendSettings settings) =>
        settings with { Timeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(20) };

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    private Task AtLeastOnceAsync() => _edge.ChangeAsync(catalog => catalog.Group("pets", _ => GroupSettings.OfFailover));

    private Task FailureStatusesAsync() => _edge.ChangeAsync(catalog => catalog.Leaves(
        settings => settings with { FailureStatuses = ImmutableArray.Create(new StatusRange(503, 503)) }, "a", "b"));

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(n => (byte)(n * 7))];

    // Whoever is asked first fails, whichever member that is.
    private void OneFails(Func<HttpContext, Task> failure) => _a.Script = _b.Script = Answers.InTurn(failure, Answers.Status(200));

    private void BothFail(Func<HttpContext, Task> failure) => _a.Script = _b.Script = failure;

    private async Task<HttpResponseMessage> SendAsync(string method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body.Length > 0 ? new ByteArrayContent(body) : null;
        return await _edge.Http.SendAsync(request);
    }
}
