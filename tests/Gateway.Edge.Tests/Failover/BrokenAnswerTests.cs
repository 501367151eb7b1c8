using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

/// <summary>An answer that breaks off: as long as the client has seen nothing of it, it is as if there had been none.</summary>
public sealed class BrokenAnswerTests
{
    [Theory]
    [InlineData(nameof(Manners.ClosesAtHead))]
    [InlineData(nameof(Manners.ResetsAtHead))]
    [InlineData(nameof(Manners.ClosesAfterOneByte))]
    [InlineData(nameof(Manners.ClosesAfterHead))]
    public async Task As_long_as_the_client_has_seen_nothing_another_member_is_asked(string manners)
    {
        await using var rude = new RudeBackend((_, _) => Enum.Parse<Manners>(manners));
        await using var polite = new RudeBackend(static (_, _) => Manners.Polite);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", rude.Url, Toml.NeverSuspended) + Toml.Endpoint("b", polite.Url) + Toml.Group("pets", ["a", "b"])
            + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 4; i++)
        {
            var answer = await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x", $"X-Id: {i}");
            Assert.Equal((200, "done"), (answer.Status, answer.Body));
        }

        Assert.Equal(4, polite.Seen.Count);

        Assert.All(rude.Seen.Values, static times => Assert.Equal(1, times));
        Assert.Equal(
            rude.Seen.Count,
            await edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"unanswered\"", "error_code=\"101505\""));
    }

    [Theory]
    [InlineData(1000L)]
    [InlineData(null)]
    public async Task A_backend_that_stalls_within_its_answer_is_blamed(long? declared)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.BreakOff("part", declared, TimeSpan.FromMinutes(1)));
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "timeout = { duration = \"300ms\" }") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        using (var connection = await RawConnection.ToAsync(edge.HttpPort))
        {
            await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
            // To the end: the gateway closes. A body in chunks is not made to look whole.
            Assert.EndsWith("part", (await connection.ReadToEndAsync()).TrimEnd(), StringComparison.Ordinal);
        }

        await IsBlamedForItsSilenceAsync(edge);
    }

    [Theory]
    [InlineData(1000L)]
    [InlineData(null)]
    public async Task A_backend_that_stalls_within_its_answer_to_a_client_of_HTTP_2_is_blamed(long? declared)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.BreakOff("part", declared, TimeSpan.FromMinutes(1)));
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "timeout = { duration = \"300ms\" }") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        using (var answer = await edge.Https.GetAsync("/pets/1/x", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
            var broken = await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
            Assert.IsType<HttpProtocolException>(broken.InnerException);
        }

        await IsBlamedForItsSilenceAsync(edge);
    }

    [Fact]
    public async Task A_client_that_stops_taking_the_answer_is_not_the_backends_fault()
    {
        await using var backend = await ScriptedBackend.StartAsync(async context =>
        {
            var piece = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        });
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, "timeout = { duration = \"2s\" }") + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        using var connection = await RawConnection.ToAsync(edge.HttpPort);
        await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
        await Wait.UntilAsync(
            async () => await edge.MetricAsync("gateway_attempts_total", "outcome=\"client_gone\"") == 1, "the try did not end");
        backend.Script = Answers.Echo();
        Assert.Equal(200, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
    }

    [Fact]
    public async Task A_stream_of_HTTP_2_is_reset_when_the_backend_breaks_off_within_its_answer()
    {
        await using var rude = new RudeBackend(static (_, _) => Manners.ClosesWithinBody);
        await using var edge = await TestEdge.StartAsync(Toml.Endpoint("a", rude.Url) + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        using var answer = await edge.Https.GetAsync("/pets/1/x", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        var broken = await Assert.ThrowsAsync<HttpRequestException>(() => answer.Content.ReadAsStringAsync());
        Assert.IsType<HttpProtocolException>(broken.InnerException);
    }

    [Fact]
    public async Task Bytes_of_an_answer_that_broke_off_are_never_as_many_as_were_promised()
    {
        await using var rude = new RudeBackend(static (_, _) => Manners.ClosesWithinBody);
        await using var edge = await TestEdge.StartAsync(Toml.Endpoint("a", rude.Url) + Toml.Api("pets", "a"));
        await edge.WaitForGroupsAsync();
        using var connection = await RawConnection.ToAsync(edge.HttpPort);
        await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
        var answer = RawAnswer.Parse(await connection.ReadToEndAsync());
        Assert.Equal((200, "4"), (answer.Status, Assert.Single(answer.Values("Content-Length"))));
        Assert.InRange(answer.Body.Length, 0, 2);
        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "outcome=\"broken_off\"", "error_code=\"101505\""));
    }

    private static async Task IsBlamedForItsSilenceAsync(TestEdge edge)
    {
        Assert.Equal(1, await edge.MetricAsync("gateway_attempts_total", "outcome=\"broken_off\"", "error_code=\"101504\""));
        Assert.Equal(0, await edge.MetricAsync("gateway_attempts_total", "outcome=\"client_gone\""));
        Assert.Equal(503, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
    }
}
