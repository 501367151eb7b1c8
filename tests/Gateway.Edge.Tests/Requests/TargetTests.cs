using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Requests;

/// <summary>Path and query reach the backend as the client wrote them.</summary>
[Collection(EdgeFixture.Collection)]
public sealed class TargetTests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    [Theory]
    [InlineData("/a/b")]
    [InlineData("/")]
    [InlineData("/a/")]
    [InlineData("/a%2Fb")]
    [InlineData("/a%2fb")]
    [InlineData("/a%20b+c")]
    [InlineData("/a;p=1;q=2/b")]
    [InlineData("/a//b///c")]
    [InlineData("/%7euser/%41")]
    [InlineData("/%c3%a9/%C3%A9")]
    [InlineData("/a%25b%01c")]
    [InlineData("/a:b@c!$&'()*,=~")]
    [InlineData("/a?")]
    [InlineData("/a?q=%20+%2F%2f")]
    [InlineData("/a?q=1&q=2&&=x&y")]
    [InlineData("/a?q=/../b")]
    [InlineData("/a?q=a?b")]
    [InlineData("/a?q={x}|^`\"<>")]
    [InlineData("/a?q=[1]")]
    public async Task Path_and_query_reach_the_backend_byte_for_byte(string target)
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1" + target);
        Assert.Equal(200, answer.Status);
        Assert.Equal(target, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Theory]
    [InlineData("", "/")]
    [InlineData("?q=1", "/?q=1")]
    public async Task The_API_itself_is_the_root_of_an_endpoint_without_a_path(string target, string expected)
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1" + target);
        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Theory]
    [InlineData("/a?q=%20", "/base/a?q=%20")]
    [InlineData("/a%2Fb", "/base/a%2Fb")]
    [InlineData("?q=1", "/base?q=1")]
    [InlineData("", "/base")]
    public async Task What_is_left_of_the_target_stands_behind_the_path_of_the_endpoint(string target, string expected)
    {
        await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/deep/1" + target);
        Assert.Equal(expected, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Theory]
    [InlineData("/echo/1/a/../b", "/b")]
    [InlineData("/echo/1/a/./b", "/a/b")]
    [InlineData("/echo/1/a/%2e%2e/b", "/b")]
    [InlineData("/echo/1/a/.%2E/b", "/b")]
    [InlineData("/echo/1/a/..", "/")]
    [InlineData("/nowhere/../echo/1/a", "/a")]
    [InlineData("/../../echo/1/a", "/a")]
    public async Task Dot_segments_are_resolved_before_routing_and_never_sent_on(string target, string expected)
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, target);
        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Theory]
    [InlineData("/echo/1/../../secured/1/a")]
    [InlineData("/echo/1/%2e%2e/%2E%2e/secured/1/a")]
    public async Task Dot_segments_do_not_lead_round_the_rules_of_another_API(string target)
    {
        Assert.Equal(401, (await RawConnection.GetAsync(_fixture.Edge.HttpPort, target)).Status);
        Assert.Equal(0, _fixture.Backend.Count);
    }

    [Theory]
    [InlineData("http://gateway/echo/1/a%2Fb?x=%20", "/a%2Fb?x=%20")]
    [InlineData("http://gateway/echo/1", "/")]
    public async Task The_absolute_form_of_a_target_is_taken(string target, string expected)
    {
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, target);
        Assert.Equal(200, answer.Status);
        Assert.Equal(expected, Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Fact]
    public async Task Raw_bytes_that_no_target_may_hold_are_refused_and_not_sent_on()
    {
        Assert.Equal(400, (await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/caf\u00c3\u00a9")).Status);
        Assert.Equal(0, _fixture.Backend.Count);
    }

    [Fact]
    public async Task An_HTTP_2_target_reaches_the_backend_byte_for_byte_too()
    {
        var uri = new Uri(
            $"https://localhost:{_fixture.Edge.HttpsPort}/echo/1/a%2fb//c;d?q=%20+%7e",
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var answer = await _fixture.Edge.Https.GetAsync(uri);
        Assert.Equal("/a%2fb//c;d?q=%20+%7e", Assert.Single(_fixture.Backend.Requests).Target);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    [InlineData("OPTIONS")]
    [InlineData("PATCH")]
    [InlineData("PURGE")]
    public async Task The_method_reaches_the_backend(string method)
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort, $"{method} /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal(method, Assert.Single(_fixture.Backend.Requests).Method);
    }

    [Fact]
    public async Task HEAD_is_answered_with_the_length_that_the_backend_gave_and_no_body()
    {
        _fixture.Backend.Script = Gateway.Testing.Answers.Status(200, "hello");
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort, "HEAD /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal(["5"], answer.Values("Content-Length"));
        Assert.Equal("", answer.Body);
    }

    [Fact]
    public async Task A_request_of_HTTP_1_0_is_answered()
    {
        var answer = await RawConnection.AskAsync(_fixture.Edge.HttpPort, "GET /echo/1/a HTTP/1.0\r\n\r\n");
        Assert.Equal(200, answer.Status);
        Assert.Equal("HTTP/1.1", Assert.Single(_fixture.Backend.Requests).Protocol);
    }
}
