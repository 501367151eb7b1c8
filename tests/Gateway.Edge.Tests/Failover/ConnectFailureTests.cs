using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Gateway.Edge.Addresses;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Edge.Tests.Failover;

/// <summary>A member that cannot be reached costs the client nothing: the next one is asked, each at most once.</summary>
public sealed class ConnectFailureTests : IDisposable
{
    private readonly FreePorts _ports = new();

    [Theory]
    [InlineData("GET", 0)]
    [InlineData("POST", 0)]
    [InlineData("POST", 10)]
    [InlineData("POST", 500_000)]
    [InlineData("DELETE", 0)]
    public async Task A_refused_connection_goes_on_to_the_next_member_for_every_method_and_body(string method, int length)
    {
        await using var good = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(Group(("a", Refused()), ("b", good.Url), ("c", Refused())));
        await edge.WaitForGroupsAsync();
        for (var i = 1; i <= 6; i++)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/pets/1/x");
            var body = Enumerable.Range(0, length).Select(n => (byte)(n * 7)).ToArray();
            request.Content = length > 0 ? new ByteArrayContent(body) : null;
            using var answer = await edge.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(i, good.Count);
            Assert.Equal(body, good.Requests[^1].Body.ToArray());
        }

        // Left alone after the first refusal, each of them was tried once at most.
        foreach (var member in (string[])["a", "c"])
        {
            Assert.InRange(await edge.MetricAsync("gateway_attempts_total", $"member=\"{member}\""), 0, 1);
        }

        Assert.Equal(6, await edge.MetricAsync("gateway_attempts_total", "member=\"b\"", "outcome=\"answered\""));
    }

    [Fact]
    public async Task A_WebSocket_goes_on_to_the_next_member_too()
    {
        await using var good = await ScriptedBackend.StartAsync(Answers.WebSocketEcho());
        await using var edge = await TestEdge.StartAsync(Group(("a", Refused()), ("b", good.Url), ("c", Refused())));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 3; i++)
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{edge.HttpPort}/pets/1/x"), CancellationToken.None).WaitAsync(Wait.Limit);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
    }

    [Fact]
    public async Task When_every_member_refuses_the_answer_is_502_and_then_503_while_they_are_left_alone()
    {
        await using var edge = await TestEdge.StartAsync(Group(("a", Refused()), ("b", Refused()), ("c", Refused())));
        await edge.WaitForGroupsAsync();
        var first = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        Assert.Equal(502, first.Status);
        Assert.Equal(
            """{"code":"101503","type":"Status report","message":"Runtime Error","description":"Error connecting to the back end"}""", first.Body);
        foreach (var member in (string[])["a", "b", "c"])
        {
            Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", $"member=\"{member}\"", "outcome=\"not_sent\""));
        }

        var second = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        Assert.Equal(503, second.Status);
        Assert.InRange(int.Parse(Assert.Single(second.Values("Retry-After"))), 25, 30);
        Assert.Equal(
            """{"code":"303000","type":"Status report","message":"Runtime Error","description":"No ready child endpoints"}""", second.Body);
        Assert.Equal(3, await edge.MetricAsync("gateway_attempts_total", "group=\"pets\""));
        Assert.Equal(2, await edge.MetricAsync("gateway_failovers_total", "group=\"pets\""));
    }

    [Fact]
    public async Task A_single_endpoint_that_refuses_is_502_and_then_503_with_its_own_code()
    {
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", Refused(), """suspend = { initial = "20s" }""") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        Assert.Equal(502, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
        var second = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x", "Accept: text/xml");
        Assert.Equal(503, second.Status);
        Assert.InRange(int.Parse(Assert.Single(second.Values("Retry-After"))), 15, 20);
        Assert.Contains("<am:code>303001</am:code>", second.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_member_comes_back_into_its_turn_when_its_time_is_over()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, """suspend = { initial = "300ms" }""") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        await backend.RefuseAsync();
        Assert.Equal(502, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
        await backend.ListenAsync();
        await Wait.UntilAsync(async () => (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status == 200, "it did not come back");
    }

    [Fact]
    public async Task A_connection_that_is_not_made_in_time_goes_on_to_the_next_member()
    {
        using var silent = new SilentPort();
        await using var good = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", silent.Url, "connect_timeout = \"200ms\"") + Toml.Endpoint("b", good.Url) + Toml.Group("pets", ["a", "b"])
            + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("hello"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"not_sent\"", "error_code=\"101508\""));
    }

    [Fact]
    public async Task A_connection_that_nobody_makes_in_time_is_504()
    {
        using var silent = new SilentPort();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", silent.Url, "connect_timeout = \"200ms\"") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        var answer = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x");
        Assert.Equal(504, answer.Status);
        Assert.Contains("\"code\":\"101508\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_server_that_is_silent_takes_no_longer_than_a_connection_may()
    {
        // As the system's: what it was asked cannot be called off.
        var silence = new TaskCompletionSource<IPAddress[]>();
        await using var good = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", "http://silent.example:8080", "connect_timeout = \"200ms\"") + Toml.Endpoint("b", good.Url) + Toml.Group("pets", ["a", "b"])
            + Toml.Api("pets", "pets"),
            replace: services => services.AddSingleton<NameResolver>((_, _) => silence.Task));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("hello"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"not_sent\"", "error_code=\"101508\""));
        silence.SetException(new SocketException((int)SocketError.TryAgain));
    }

    [Theory]
    [InlineData("http://no-such-host.invalid")]
    [InlineData("https://127.0.0.1:PLAIN")]
    public async Task A_name_that_is_unknown_and_TLS_that_is_refused_go_on_too(string url)
    {
        await using var good = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(Group(
            ("a", url.Replace("PLAIN", good.Port.ToString(), StringComparison.Ordinal)), ("b", good.Url)));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await edge.Http.PostAsync("/pets/1/x", new StringContent("hello"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"not_sent\"", "error_code=\"101503\""));
    }

    public void Dispose() => _ports.Dispose();

    private string Refused() => $"http://127.0.0.1:{_ports.Next()}";

    private static string Group(params (string Name, string Url)[] members) =>
        string.Concat(members.Select(member => Toml.Endpoint(member.Name, member.Url)))
        + Toml.Group("pets", [.. members.Select(member => member.Name)]) + Toml.Api("pets", "pets");
}
