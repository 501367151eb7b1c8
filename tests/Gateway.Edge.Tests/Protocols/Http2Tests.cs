using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Protocols;

[Collection(EdgeFixture.Collection)]
public sealed class Http2Tests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    [Fact]
    public async Task A_client_and_the_TLS_listener_agree_on_HTTP_2()
    {
        using var answer = await _fixture.Edge.Https.GetAsync("/echo/1/a");
        Assert.Equal(HttpVersion.Version20, answer.Version);
        var seen = Assert.Single(_fixture.Backend.Requests);
        Assert.Equal("HTTP/1.1", seen.Protocol);
        Assert.Equal("https", seen.Headers["X-Forwarded-Proto"]);
        Assert.Equal($"localhost:{_fixture.Edge.HttpsPort}", seen.Headers["X-Forwarded-Host"]);
    }

    [Fact]
    public async Task The_TLS_listener_speaks_HTTP_1_1_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/echo/1/a") { Version = HttpVersion.Version11 };
        using var answer = await _fixture.Edge.Https.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version11), (answer.StatusCode, answer.Version));
    }

    [Fact]
    public async Task An_h2c_endpoint_is_called_in_HTTP_2_without_TLS()
    {
        using var answer = await _fixture.Edge.Http.PostAsync("/h2c/1/a?x=%2f", new StringContent("hello"));
        var seen = await EchoAnswer.ReadAsync(answer);
        Assert.Equal(("HTTP/2", "/a?x=%2f", "hello"), (seen.Protocol, seen.Target, seen.Body));
    }

    [Theory]
    [InlineData("/echo/1/a")]
    [InlineData("/twins/1/a")]
    [InlineData("/h2c/1/a")]
    public async Task Trailers_reach_a_client_of_HTTP_2(string path)
    {
        _fixture.Backend.Script = _fixture.Http2.Script = Answers.Trailers("hello", ("X-Sum", "12"), ("X-More", "a"));
        using var answer = await _fixture.Edge.Https.GetAsync(path);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync());
        Assert.Equal(["12"], answer.TrailingHeaders.GetValues("X-Sum"));
        Assert.Equal(["a"], answer.TrailingHeaders.GetValues("X-More"));
    }

    [Theory]
    [InlineData("/echo/1/a")]
    [InlineData("/h2c/1/a")]
    public async Task An_answer_that_breaks_off_resets_the_stream_and_nothing_else_of_the_connection(string path)
    {
        _fixture.Backend.Script = _fixture.Http2.Script = Answers.InTurn(Answers.BreakOff("part"), Answers.Status(200, "whole"));
        using var answer = await _fixture.Edge.Https.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        await Assert.ThrowsAnyAsync<Exception>(() => answer.Content.ReadAsStringAsync());
        Assert.Equal("whole", await _fixture.Edge.Https.GetStringAsync(path));
    }
}
