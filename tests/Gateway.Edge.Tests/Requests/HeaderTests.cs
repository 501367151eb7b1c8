using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gateway.Edge.Tests.Requests;

/// <summary>What goes through of a request's and an answer's headers, and what does not.</summary>
[Collection(EdgeFixture.Collection)]
public sealed class HeaderTests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    [Fact]
    public async Task Headers_for_this_hop_only_do_not_reach_the_backend()
    {
        var seen = await SeenAsync(
            "Connection: close", "Keep-Alive: timeout=5", "Proxy-Connection: keep-alive", "TE: gzip",
            "Proxy-Authorization: Basic eA==", "X-Other: 2");
        foreach (var name in (string[])["Connection", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade"])
        {
            Assert.False(seen.ContainsKey(name), $"{name}: {(seen.TryGetValue(name, out var value) ? value : "")}");
        }

        Assert.Equal("2", seen["X-Other"]);
    }

    [Theory]
    [InlineData("Connection: X-Mine")]
    [InlineData("Connection: x-mine")]
    [InlineData("Connection: X-Else , X-Mine")]
    [InlineData("Connection: X-Else\r\nConnection: X-Mine")]
    [InlineData("Connection: X-Mine, close")]
    [InlineData("Connection: CLOSE , X-Mine")]
    [InlineData("Connection: X-Mine\r\nConnection: close")]
    [InlineData("Connection: keep-alive, X-Mine")]
    [InlineData("Connection: X-Mine, Upgrade\r\nUpgrade: nothing")]
    public async Task A_header_that_Connection_names_does_not_reach_the_backend(string connection)
    {
        using var client = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await client.SendAsync($"GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\n{connection}\r\nX-Mine: 1\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");
        Assert.False(Assert.Single(_fixture.Backend.Requests).Headers.ContainsKey("X-Mine"));
    }

    [Theory]
    [InlineData("keep-alive, X-Mine, close")]
    [InlineData("X-Mine, keep-alive")]
    public async Task A_connection_that_ends_and_names_a_header_of_its_own_passes_neither_on(string connection)
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort, $"GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\nX-Mine: 1\r\nConnection: {connection}, close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        var seen = Assert.Single(_fixture.Backend.Requests).Headers;
        Assert.False(seen.ContainsKey("X-Mine"));
        Assert.False(seen.ContainsKey("Connection"));
    }

    [Fact]
    public async Task Headers_for_the_backends_hop_only_do_not_reach_the_client()
    {
        _fixture.Backend.Script = context =>
        {
            context.Response.Headers.Connection = "X-Mine";
            context.Response.Headers["X-Mine"] = "1";
            context.Response.Headers.KeepAlive = "timeout=5";
            context.Response.Headers["X-Other"] = "2";
            return Task.CompletedTask;
        };
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a");
        Assert.Empty(answer.Values("X-Mine"));
        Assert.Empty(answer.Values("Keep-Alive"));
        Assert.Equal(["close"], answer.Values("Connection"));
        Assert.Equal(["2"], answer.Values("X-Other"));
    }

    [Theory]
    [InlineData("Content-Type")]
    [InlineData("a b")]
    [InlineData("@{}")]
    [InlineData("Content-Length, close")]
    [InlineData(",,,")]
    [InlineData("Host")]
    public async Task No_Connection_header_makes_a_good_backend_look_bad(string connection)
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort,
            $"POST /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: {connection}\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi"
            + "GET /nowhere HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        Assert.True(answer.Status is 200 or 400, $"status {answer.Status}");
        Assert.Equal(0, await _fixture.Edge.MetricAsync("gateway_attempts_total", "member=\"one\"", "outcome=\"unanswered\""));
    }

    [Fact]
    public async Task A_backend_that_names_odd_things_in_Connection_is_answered_through()
    {
        _fixture.Backend.Script = context =>
        {
            context.Response.Headers.Connection = "Content-Type, a b";
            context.Response.ContentType = "text/plain";
            return context.Response.WriteAsync("hello");
        };
        Assert.Equal(200, (await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a")).Status);
    }

    [Fact]
    public async Task Bytes_beyond_ASCII_in_an_answers_header_values_go_through()
    {
        await using var backend = new RawBackend("HTTP/1.1 200 OK\r\nX-Name: caf\u00c3\u00a9 \u00e9\r\nContent-Length: 0\r\n\r\n");
        await using var edge = await TestEdge.StartAsync(Toml.Endpoint("raw", backend.Url) + Toml.Api("raw", "raw"));
        var answer = await RawConnection.GetAsync(edge.HttpPort, "/raw/1/a");
        Assert.Equal(200, answer.Status);
        Assert.Equal(["caf\u00c3\u00a9 \u00e9"], answer.Values("X-Name"));
    }

    [Fact]
    public async Task Bytes_beyond_ASCII_in_a_requests_header_values_go_through()
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a", "X-Name: caf\u00c3\u00a9");
        Assert.Equal(200, answer.Status);
        Assert.Equal("caf\u00e9", Assert.Single(_fixture.Backend.Requests).Headers["X-Name"]);
    }

    [Fact]
    public async Task Single_bytes_of_Latin_1_in_header_values_do_not_make_a_good_backend_look_bad()
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a", "X-Name: caf\u00e9");
        Assert.True(answer.Status is 200 or 400, $"status {answer.Status}");
        Assert.Equal(0, await _fixture.Edge.MetricAsync("gateway_attempts_total", "member=\"one\"", "outcome=\"unanswered\""));
    }

    [Fact]
    public async Task A_strangers_forwarding_headers_are_replaced()
    {
        var seen = await SeenAsync(
            "X-Forwarded-For: 1.2.3.4", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil", "Forwarded: for=1.2.3.4",
            "X-Real-IP: 1.2.3.4", "X-Forwarded-Prefix: /evil", "X-Forwarded-Port: 1");
        Assert.Equal("127.0.0.1", seen["X-Forwarded-For"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.Equal("gateway", seen["X-Forwarded-Host"]);
        foreach (var name in (string[])["Forwarded", "X-Real-IP", "X-Forwarded-Prefix", "X-Forwarded-Port"])
        {
            Assert.False(seen.ContainsKey(name), name);
        }
    }

    [Fact]
    public async Task A_trusted_proxys_forwarding_headers_are_kept_and_continued()
    {
        using var proxy = Clients.Plain(_fixture.Edge.Http.BaseAddress!, IPAddress.Parse("127.0.0.2"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo/1/a");
        request.Headers.Add("X-Forwarded-For", "1.2.3.4");
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "shop.example");
        request.Headers.Add("X-Forwarded-Prefix", "/shop");
        (await proxy.SendAsync(request)).Dispose();
        var seen = Assert.Single(_fixture.Backend.Requests).Headers;
        Assert.Equal("1.2.3.4, 127.0.0.2", seen["X-Forwarded-For"]);
        Assert.Equal("https", seen["X-Forwarded-Proto"]);
        Assert.Equal("shop.example", seen["X-Forwarded-Host"]);
        Assert.Equal("/shop", seen["X-Forwarded-Prefix"]);
    }

    [Fact]
    public async Task A_trusted_proxy_that_says_nothing_is_spoken_for()
    {
        using var proxy = Clients.Plain(_fixture.Edge.Http.BaseAddress!, IPAddress.Parse("127.0.0.2"));
        (await proxy.GetAsync("/echo/1/a")).Dispose();
        var seen = Assert.Single(_fixture.Backend.Requests).Headers;
        Assert.Equal("127.0.0.2", seen["X-Forwarded-For"]);
        Assert.Equal("http", seen["X-Forwarded-Proto"]);
        Assert.Equal($"127.0.0.1:{_fixture.Edge.HttpPort}", seen["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task The_backend_is_called_by_its_own_host_name()
    {
        Assert.Equal($"127.0.0.1:{_fixture.Backend.Port}", (await SeenAsync())["Host"]);
    }

    [Fact]
    public async Task A_request_id_is_carried_to_the_backend_and_back()
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a", "X-Request-ID: abc-1");
        Assert.Equal("abc-1", Assert.Single(_fixture.Backend.Requests).Headers["X-Request-ID"]);
        Assert.Equal(["abc-1"], answer.Values("X-Request-ID"));
    }

    [Fact]
    public async Task A_request_id_is_made_where_the_client_sent_none()
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a");
        var made = Assert.Single(answer.Values("X-Request-ID"));
        Assert.Matches("^[0-9a-f]{32}$", made);
        Assert.Equal(made, Assert.Single(_fixture.Backend.Requests).Headers["X-Request-ID"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    public async Task Backend_and_client_are_told_the_same_id_when_the_clients_own_cannot_be_one(string given)
    {
        var id = given.Length == 0 ? "" : new string('x', 500);
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a", $"X-Request-ID: {id}");
        Assert.Equal(Assert.Single(answer.Values("X-Request-ID")), Assert.Single(_fixture.Backend.Requests).Headers["X-Request-ID"]);
    }

    [Fact]
    public async Task A_fault_carries_the_request_id_too()
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/nowhere", "X-Request-ID: abc-2");
        Assert.Equal(["abc-2"], answer.Values("X-Request-ID"));
    }

    [Fact]
    public async Task The_trace_context_is_carried_as_it_came()
    {
        const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var seen = await SeenAsync("traceparent: " + Parent, "tracestate: a=1");
        Assert.Equal(Parent, seen["traceparent"]);
        Assert.Equal("a=1", seen["tracestate"]);
    }

    [Fact]
    public async Task A_trace_context_is_made_where_the_client_sent_none()
    {
        Assert.Matches("^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-00$", (await SeenAsync())["traceparent"].ToString());
    }

    [Fact]
    public async Task Every_Set_Cookie_is_kept_by_itself()
    {
        _fixture.Backend.Script = context =>
        {
            context.Response.Headers.SetCookie = new StringValues(["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"]);
            return Task.CompletedTask;
        };
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a");
        Assert.Equal(["a=1; Path=/", "b=2; Expires=Wed, 21 Oct 2026 07:28:00 GMT"], answer.Values("Set-Cookie"));
    }

    [Fact]
    public async Task The_gateway_does_not_name_itself_and_passes_the_backends_name_on()
    {
        Assert.Empty((await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/nowhere")).Values("Server"));
        Assert.Empty((await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a")).Values("Server"));
        _fixture.Backend.Script = context =>
        {
            context.Response.Headers.Server = "pets/2";
            return Task.CompletedTask;
        };
        Assert.Equal(["pets/2"], (await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a")).Values("Server"));
    }

    [Fact]
    public async Task Without_debug_headers_an_answer_tells_nothing_of_the_inside()
    {
        foreach (var path in (string[])["/twins/1/a", "/nowhere"])
        {
            var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, path);
            Assert.DoesNotContain(answer.Headers, line => line.StartsWith("X-Gateway", StringComparison.OrdinalIgnoreCase));
        }
    }

    private async Task<IReadOnlyDictionary<string, StringValues>> SeenAsync(params string[] headers)
    {
        Assert.Equal(200, (await RawConnection.AskAsync(
            _fixture.Edge.HttpPort,
            $"GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\n{(headers.Any(h => h.StartsWith("Connection", StringComparison.Ordinal)) ? "" : "Connection: close\r\n")}"
            + $"{string.Concat(headers.Select(h => h + "\r\n"))}\r\n")).Status);
        return Assert.Single(_fixture.Backend.Requests).Headers;
    }
}
