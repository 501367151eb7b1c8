using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Faults;

/// <summary>What is malformed or over a limit is refused, the connection closed, and nothing sent on.</summary>
[Collection(EdgeFixture.Collection)]
public sealed class MalformedRequestTests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    public static TheoryData<string, int> Requests => new()
    {
        { "GARBAGE\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/1.1\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/1.1\r\nHost: a\r\nNo colon\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/1.1\r\nHost: a\r\n X: folded\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/1.1\r\nHost: a\r\nX : 1\r\n\r\n", 400 },
        { "POST /echo/1/a HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400 },
        { "POST /echo/1/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400 },
        { "GET http://other/echo/1/a HTTP/1.1\r\nHost: a\r\n\r\n", 400 },
        { "GET /echo/1/a HTTP/9.9\r\nHost: a\r\n\r\n", 505 },
        { $"GET /echo/1/{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414 },
        { $"GET /echo/1/a HTTP/1.1\r\nHost: a\r\nX: {new string('a', 40_000)}\r\n\r\n", 431 },
        { $"GET /echo/1/a HTTP/1.1\r\nHost: a\r\n{string.Concat(Enumerable.Range(0, 200).Select(i => $"X{i}: 1\r\n"))}\r\n", 431 },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_bad_request_is_refused_and_the_connection_closed(string request, int status)
    {
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync(request);
        Assert.Equal(status, RawAnswer.Parse(await connection.ReadToEndAsync()).Status);
        Assert.Equal(0, _fixture.Backend.Count);
    }

    [Fact]
    public async Task Two_framings_at_once_never_smuggle_a_second_request()
    {
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync(
            "POST /echo/1/a HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 45\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "0\r\n\r\nGET /echo/1/smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
        await connection.ReadToEndAsync();
        Assert.DoesNotContain(_fixture.Backend.Requests, request => request.Target == "/smuggled");
    }
}
