using System.Net;
using System.Security.Cryptography;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Requests;

/// <summary>Bodies are streamed and never collected, behind a single endpoint as behind a group that keeps a copy.</summary>
[Collection(EdgeFixture.Collection)]
public sealed class BodyTests(EdgeFixture fixture)
{
    private const int Large = 50 * 1024 * 1024;

    // What the sockets of three programs hold between them on loopback; a body that is collected is far beyond it.
    private const int MostInFlight = 100 * 1024 * 1024;

    private readonly EdgeFixture _fixture = fixture.Reset();

    [Theory]
    [InlineData("/stream/1/a")]
    [InlineData("/streams/1/a")]
    public async Task Fifty_megabytes_go_up_unchanged(string path)
    {
        _fixture.Streaming.Script = async context =>
        {
            using var hash = SHA256.Create();
            await context.Response.WriteAsync(Convert.ToHexString(await hash.ComputeHashAsync(context.Request.Body, context.RequestAborted)));
        };
        var bytes = Bytes(Large);
        using var answer = await _fixture.Edge.Http.PostAsync(path, new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Fifty_megabytes_come_down_unchanged()
    {
        var bytes = Bytes(Large);
        _fixture.Streaming.Script = async context => await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
        Assert.Equal(SHA256.HashData(bytes), SHA256.HashData(await _fixture.Edge.Http.GetByteArrayAsync("/stream/1/a")));
    }

    [Theory]
    [InlineData("/stream/1/a")]
    [InlineData("/streams/1/a")]
    public async Task What_a_backend_does_not_read_is_not_taken_from_the_client(string path)
    {
        // Not Never: a server that has stopped reading holds a request that waits for nothing by weak references only, and a
        // collection would end it.
        _fixture.Streaming.Script = Answers.After(TimeSpan.FromMinutes(1), Answers.Status(200));
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: gateway\r\nContent-Length: {Large * 8L}\r\n\r\n");
        await _fixture.Streaming.WaitForCountAsync(1, Wait.Limit);
        var sent = await SentUntilStuckAsync(connection);
        Assert.Equal("", connection.Socket.Available > 0 ? await connection.ReadUntilAsync("\r\n\r\n") : "");
        Assert.InRange(sent, 1, MostInFlight);
    }

    [Fact]
    public async Task What_a_client_does_not_read_is_not_taken_from_the_backend()
    {
        var sent = 0L;
        _fixture.Streaming.Script = async context =>
        {
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref sent, piece.Length);
            }
        };
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync("GET /stream/1/a HTTP/1.1\r\nHost: gateway\r\n\r\n");
        var seen = -1L;
        await Wait.UntilAsync(
            async () =>
            {
                await Task.Delay(300);
                var now = Interlocked.Read(ref sent);
                var stuck = now > 0 && now == seen;
                seen = now;
                return stuck || now > MostInFlight;
            },
            "the backend never got stuck");
        Assert.InRange(seen, 1, MostInFlight);
    }

    // So many, because the handler gathers up to 4 KiB (HTTP/2: 32 KiB) before it writes.
    [Theory]
    [InlineData("/stream/1/a")]
    [InlineData("/streams/1/a")]
    [InlineData("/h2c/1/a")]
    public async Task The_first_bytes_reach_the_backend_before_the_client_has_sent_the_last(string path)
    {
        var first = new TaskCompletionSource<int>();
        _fixture.Http2.Script = _fixture.Streaming.Script = async context =>
        {
            var buffer = new byte[100];
            first.TrySetResult(await context.Request.Body.ReadAsync(buffer));
            await context.Request.Body.CopyToAsync(Stream.Null);
        };
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: 200000\r\n\r\n{new string('a', 100_000)}");
        Assert.Equal(100, await first.Task.WaitAsync(Wait.Limit));
        await connection.SendAsync(new string('b', 100_000));
        Assert.Equal(200, RawAnswer.Parse(await connection.ReadToEndAsync()).Status);
    }

    [Theory]
    [InlineData("/stream/1/a", "Transfer-Encoding: chunked", "3\r\nabc\r\n", "0\r\n\r\n")]
    [InlineData("/streams/1/a", "Transfer-Encoding: chunked", "3\r\nabc\r\n", "0\r\n\r\n")]
    [InlineData("/h2c/1/a", "Transfer-Encoding: chunked", "3\r\nabc\r\n", "0\r\n\r\n")]
    [InlineData("/stream/1/a", "Content-Length: 10003", "abc", null)]
    [InlineData("/h2c/1/a", "Content-Length: 10003", "abc", null)]
    public async Task A_few_bytes_of_a_slow_upload_do_not_wait_for_more(string path, string framing, string first, string? last)
    {
        var seen = new TaskCompletionSource<int>();
        _fixture.Http2.Script = _fixture.Streaming.Script = async context =>
        {
            seen.TrySetResult(await context.Request.Body.ReadAsync(new byte[100]));
            await context.Request.Body.CopyToAsync(Stream.Null);
        };
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync($"POST {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n{framing}\r\n\r\n{first}");
        Assert.Equal(3, await seen.Task.WaitAsync(Wait.Limit));
        await connection.SendAsync(last ?? new string('b', 10_000));
        Assert.Equal(200, RawAnswer.Parse(await connection.ReadToEndAsync()).Status);
    }

    [Fact]
    public async Task The_first_bytes_of_an_answer_reach_the_client_before_the_backend_has_sent_the_last()
    {
        var last = new TaskCompletionSource();
        _fixture.Backend.Script = async context =>
        {
            await context.Response.WriteAsync("first");
            await context.Response.Body.FlushAsync();
            await last.Task;
            await context.Response.WriteAsync("last");
        };
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync("GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        await connection.ReadUntilAsync("first");
        last.SetResult();
        Assert.EndsWith("4\r\nlast\r\n0\r\n\r\n", await connection.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/echo/1/a")]
    [InlineData("/twins/1/a")]
    public async Task A_chunked_body_goes_up_chunked(string path)
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort,
            $"POST {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        Assert.Equal(200, answer.Status);
        var seen = Assert.Single(_fixture.Backend.Requests);
        Assert.Equal("abcde"u8.ToArray(), seen.Body.ToArray());
        Assert.Equal("chunked", seen.Headers["Transfer-Encoding"]);
        Assert.False(seen.Headers.ContainsKey("Content-Length"));
    }

    [Theory]
    [InlineData("/echo/1/a")]
    [InlineData("/twins/1/a")]
    public async Task A_body_of_known_length_goes_up_with_its_length(string path)
    {
        using var answer = await _fixture.Edge.Http.PutAsync(path, new ByteArrayContent("abcde"u8.ToArray()));
        var seen = Assert.Single(_fixture.Backend.Requests);
        Assert.Equal("5", seen.Headers["Content-Length"]);
        Assert.Equal("abcde"u8.ToArray(), seen.Body.ToArray());
    }

    [Fact]
    public async Task An_answer_of_known_length_comes_down_with_its_length()
    {
        _fixture.Backend.Script = Answers.Status(201, "hello");
        var answer = await RawConnection.GetAsync(_fixture.Edge.HttpPort, "/echo/1/a");
        Assert.Equal((201, "hello"), (answer.Status, answer.Body));
        Assert.Equal(["5"], answer.Values("Content-Length"));
        Assert.Empty(answer.Values("Transfer-Encoding"));
    }

    [Fact]
    public async Task A_POST_without_a_body_goes_up_without_one()
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort, "POST /twins/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(200, answer.Status);
        var seen = Assert.Single(_fixture.Backend.Requests);
        Assert.Equal("0", seen.Headers["Content-Length"]);
        Assert.False(seen.Headers.ContainsKey("Transfer-Encoding"));
    }

    [Theory]
    [InlineData("/echo/1/a")]
    [InlineData("/twins/1/a")]
    public async Task A_client_that_waits_for_100_is_told_to_continue_and_answered(string path)
    {
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync(
            $"PUT {path} HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await connection.SendAsync("hello");
        Assert.Equal(200, RawAnswer.Parse(await connection.ReadToEndAsync()).Status);
        Assert.Equal("hello"u8.ToArray(), Assert.Single(_fixture.Backend.Requests).Body.ToArray());
    }

    [Fact]
    public async Task A_backend_that_refuses_the_expectation_is_answered_through()
    {
        _fixture.Streaming.Script = Answers.Status(417, "no");
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync(
            "PUT /stream/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 100 ", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await connection.SendAsync("hello");
        await connection.ReadUntilAsync("HTTP/1.1 417 ");
    }

    [Fact]
    public async Task A_large_body_whose_expectation_the_backend_refuses_is_never_asked_for()
    {
        _fixture.Streaming.Script = Answers.Status(417, "no");
        using var connection = await RawConnection.ToAsync(_fixture.Edge.HttpPort);
        await connection.SendAsync(
            "PUT /stream/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nExpect: 100-continue\r\nContent-Length: 50000\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 417 ", await connection.ReadUntilAsync("\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_breaks_its_own_body_off_is_told_so_and_the_backend_is_not_blamed()
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort,
            "POST /stream/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n");
        Assert.Equal(400, answer.Status);
        Assert.Equal(0, await _fixture.Edge.MetricAsync("gateway_attempts_total", "member=\"stream-a\"", "outcome=\"unanswered\""));
    }

    private static byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static async Task<long> SentUntilStuckAsync(RawConnection connection)
    {
        var piece = new byte[64 * 1024];
        var sent = 0L;
        while (sent <= MostInFlight)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
            try
            {
                sent += await connection.Socket.SendAsync(piece, patience.Token);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        return sent;
    }
}
