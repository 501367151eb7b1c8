using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Failover;

/// <summary>Once bytes have left, only what HTTP calls idempotent, and what is still there to be sent, goes on to the next member.</summary>
public sealed class LostAnswerTests : IAsyncLifetime
{
    private ScriptedBackend _a = null!;
    private ScriptedBackend _b = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _a = await ScriptedBackend.StartAsync();
        _b = await ScriptedBackend.StartAsync();
        const string Keys = "timeout = { duration = \"2s\" }\n" + Toml.NeverSuspended;
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", _a.Url, Keys) + Toml.Endpoint("b", _b.Url, Keys) + Toml.Group("pets", ["a", "b"])
            + Toml.Group("outer", ["pets"]) + Toml.Api("pets", "pets") + Toml.Api("outer", "outer") + Toml.Api("single", "a"));
        await _edge.WaitForGroupsAsync();
    }

    [Theory]
    [InlineData("GET", null)]
    [InlineData("HEAD", null)]
    [InlineData("PUT", null)]
    [InlineData("DELETE", null)]
    [InlineData("OPTIONS", null)]
    [InlineData("POST", "Idempotency-Key")]
    [InlineData("PATCH", "Idempotency-Key")]
    public async Task A_silent_member_is_passed_over_for_what_may_be_sent_twice(string method, string? header)
    {
        OneFails(Answers.Never());
        using var answer = await SendAsync(method, header);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((1, 1), (_a.Count, _b.Count));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task A_silent_member_is_504_for_what_may_not_and_nobody_else_is_asked(string method)
    {
        BothFail(Answers.Never());
        using var answer = await SendAsync(method, null);
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal(
            """{"code":"101504","type":"Status report","message":"Runtime Error","description":"Send timeout"}""",
            await answer.Content.ReadAsStringAsync());
        Assert.Equal(1, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_replay_refused_total", "reason=\"not_idempotent\""));
    }

    [Fact]
    public async Task A_request_that_is_not_sent_on_counts_once_however_deep_the_groups()
    {
        BothFail(Answers.Abort());
        using var answer = await _edge.Http.PostAsync("/outer/1/x", new StringContent("hello"));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_replay_refused_total"));
    }

    [Fact]
    public async Task When_every_member_is_silent_the_answer_is_504_after_each_was_asked_once()
    {
        BothFail(Answers.Never());
        using var answer = await _edge.Http.GetAsync("/pets/1/x");
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Equal((1, 1), (_a.Count, _b.Count));
    }

    [Fact]
    public async Task A_connection_closed_without_an_answer_is_502()
    {
        BothFail(Answers.Abort());
        using var answer = await _edge.Http.PostAsync("/single/1/x", new StringContent("hello"));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains("\"code\":\"101505\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(1, _a.Count);
    }

    [Theory]
    [InlineData(10 * 1024)]
    [InlineData(60 * 1024)]
    public async Task A_body_whose_first_reader_closed_is_sent_on_with_the_same_bytes(int length)
    {
        OneFails(Answers.Abort());
        var body = Bytes(length);
        using var answer = await _edge.Http.PutAsync("/pets/1/x", new ByteArrayContent(body));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(body, Assert.Single(_a.Requests).Body.ToArray());
        Assert.Equal(body, Assert.Single(_b.Requests).Body.ToArray());
    }

    [Fact]
    public async Task A_body_too_large_to_keep_is_sent_once_only_and_counted()
    {
        BothFail(Answers.Abort());
        using var answer = await _edge.Http.PutAsync("/pets/1/x", new ByteArrayContent(Bytes(200 * 1024)));
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal(1, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_replay_refused_total", "reason=\"body_too_large\""));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1000L)]
    public async Task An_answer_that_breaks_off_ends_the_clients_connection_and_never_looks_whole(long? declared)
    {
        // Late enough for the first part to have reached the client: as long as it has seen nothing, the request may go on.
        BothFail(Answers.BreakOff("part", declared, TimeSpan.FromSeconds(1)));
        using var connection = await RawConnection.ToAsync(_edge.HttpPort);
        await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
        var text = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n0\r\n", text, StringComparison.Ordinal);
        Assert.Equal(1, _a.Count + _b.Count);
        Assert.Equal(1, await _edge.MetricAsync("gateway_attempts_total", "outcome=\"broken_off\""));
    }

    [Fact]
    public async Task An_answer_that_stalls_half_way_ends_the_clients_connection()
    {
        BothFail(Answers.BreakOff("part", 1000, TimeSpan.FromMinutes(1)));
        using var connection = await RawConnection.ToAsync(_edge.HttpPort);
        await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
        Assert.EndsWith("part", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_that_answers_503_has_answered()
    {
        BothFail(Answers.Status(503, "busy"));
        using var answer = await _edge.Http.GetAsync("/pets/1/x");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "busy"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        Assert.Equal(1, _a.Count + _b.Count);
    }

    [Fact]
    public async Task An_answer_that_is_not_HTTP_is_502()
    {
        await using var liar = new RawBackend("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("liar", liar.Url, Toml.NeverSuspended) + Toml.Api("pets", "liar"));
        await edge.WaitForGroupsAsync();
        var answer = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        Assert.Equal(502, answer.Status);
        Assert.Contains("\"code\":\"101506\"", answer.Body, StringComparison.Ordinal);
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    private static byte[] Bytes(int length) => [.. Enumerable.Range(0, length).Select(n => (byte)(n * 7))];

    // Whoever is asked first fails, whichever member that is.
    private void OneFails(Func<HttpContext, Task> failure) => _a.Script = _b.Script = Answers.InTurn(failure, Answers.Status(200));

    private void BothFail(Func<HttpContext, Task> failure) => _a.Script = _b.Script = failure;

    private async Task<HttpResponseMessage> SendAsync(string method, string? header)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/pets/1/x");
        if (header is not null)
        {
            request.Headers.Add(header, "k1");
        }

        request.Content = method is "POST" or "PATCH" or "PUT" ? new StringContent("hello") : null;
        return await _edge.Http.SendAsync(request);
    }
}
