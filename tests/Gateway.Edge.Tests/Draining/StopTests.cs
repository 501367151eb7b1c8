using System.Diagnostics;
using System.Net.Sockets;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Draining;

/// <summary>What clients of a real edge see when it is told to stop.</summary>
public sealed class StopTests
{
    private const string Request = "GET /echo/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n";

    [Fact]
    public async Task HTTP_2_gets_GOAWAY_when_the_drain_begins_and_streams_in_flight_end_as_they_would_have()
    {
        await using var edge = await EdgeProgram.StartAsync("drain_delay = \"5s\"");
        var release = new TaskCompletionSource();
        edge.Backend.Script = HeldUntil(release.Task);
        await using var idle = await RawHttp2.ToAsync(edge.HttpsPort);
        await idle.GetAsync(1, "/echo/1/x");
        await idle.NextAsync(frame => frame is { Stream: 1, EndsStream: true });
        await using var busy = await RawHttp2.ToAsync(edge.HttpsPort);
        await busy.GetAsync(1, "/echo/1/held");
        await edge.Backend.WaitForCountAsync(2, Wait.Limit);

        edge.Process.Signal(ProcessSignal.Terminate);
        var told = await idle.NextAsync(frame => frame.Type == Http2Frame.GoAway);
        Assert.Equal(503, await edge.ReadinessAsync());
        Assert.Equal((1, 0u), (told.LastStream, told.Error));
        Assert.Empty(await idle.ReadToEndAsync());

        // It may open further streams until it has heard of it: none is refused.
        var first = await busy.NextAsync(frame => frame.Type is Http2Frame.GoAway or Http2Frame.Headers);
        Assert.Equal((Http2Frame.GoAway, int.MaxValue, 0u), (first.Type, first.LastStream, first.Error));
        await busy.GetAsync(3, "/echo/1/x");
        await busy.NextAsync(frame => frame is { Stream: 3, EndsStream: true });

        // All that is long before the listeners close.
        Assert.Equal(200, (await RawConnection.GetAsync(edge.HttpPort, "/echo/1/x")).Status);
        release.SetResult();
        var rest = await busy.ReadToEndAsync();
        Assert.Contains(rest, frame => frame is { Stream: 1, EndsStream: true });
        Assert.DoesNotContain(rest, frame => frame.Type == Http2Frame.Reset);
        Assert.Equal(3, rest.Last(frame => frame.Type == Http2Frame.GoAway).LastStream);
        Assert.Equal(0, await edge.Process.WaitForExitAsync(Wait.Limit));
    }

    [Fact]
    public async Task HTTP_1_1_gets_Connection_close_with_its_next_answer_and_new_connections_are_taken_until_the_delay_is_over()
    {
        await using var edge = await EdgeProgram.StartAsync("drain_delay = \"4s\"");
        var release = new TaskCompletionSource();
        edge.Backend.Script = HeldUntil(release.Task);
        using var idle = await RawConnection.ToAsync(edge.HttpPort);
        await idle.SendAsync(Request);
        Assert.DoesNotContain("Connection: close", await idle.ReadUntilAsync("\r\n\r\nok"), StringComparison.Ordinal);
        using var busy = await RawConnection.ToAsync(edge.HttpPort);
        await busy.SendAsync(Request.Replace("/x", "/held", StringComparison.Ordinal));
        await edge.Backend.WaitForCountAsync(2, Wait.Limit);

        var told = Stopwatch.GetTimestamp();
        await edge.TerminateAsync();
        await idle.SendAsync(Request);
        Assert.Equal((200, "close"), StatusAndConnection(await idle.ReadToEndAsync()));
        release.SetResult();
        Assert.Equal((200, "close"), StatusAndConnection(await busy.ReadToEndAsync()));
        using (var late = await RawConnection.ToAsync(edge.HttpPort))
        {
            await late.SendAsync(Request);
            Assert.Equal((200, "close"), StatusAndConnection(await late.ReadToEndAsync()));
        }

        Assert.Equal(0, await edge.Process.WaitForExitAsync(Wait.Limit));
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.FromSeconds(3.9), Wait.Limit);
        await Assert.ThrowsAsync<SocketException>(() => RawConnection.ToAsync(edge.HttpPort));
    }

    [Fact]
    public async Task What_is_left_when_its_time_is_over_is_broken_off_and_the_exit_code_is_0()
    {
        await using var edge = await EdgeProgram.StartAsync("drain_delay = \"1s\"\ndrain_timeout = \"3s\"");
        edge.Backend.Script = context => context.Request.Path.Value switch
        {
            "/slow" => Answers.After(TimeSpan.FromSeconds(2), Answers.Status(200, "late"))(context),
            "/half" => Answers.Slowly(TimeSpan.FromMilliseconds(1), ["half", .. Enumerable.Repeat("", 1)])(context).ContinueWith(
                _ => Answers.Never()(context), TaskScheduler.Default).Unwrap(),
            _ => Answers.Never()(context),
        };
        using var plain = Clients.Plain(new Uri($"http://127.0.0.1:{edge.HttpPort}"));
        using var tls = Clients.Tls(new Uri($"https://localhost:{edge.HttpsPort}"));
        using var half = await plain.GetAsync("/echo/1/half", HttpCompletionOption.ResponseHeadersRead);
        var (never, stream, slow) = (plain.GetAsync("/echo/1/never"), tls.GetAsync("/echo/1/never"), plain.GetAsync("/echo/1/slow"));

        // Whoever looks at the status page keeps nothing from ending.
        await using var events = await EventStreamClient.OpenAsync(edge.Management);
        await edge.Backend.WaitForCountAsync(4, Wait.Limit);

        var told = Stopwatch.GetTimestamp();
        edge.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal("late", await (await slow).Content.ReadAsStringAsync());
        await Assert.ThrowsAsync<HttpRequestException>(() => never);
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.FromSeconds(3.9), TimeSpan.FromSeconds(12));
        await Assert.ThrowsAsync<HttpRequestException>(() => stream);
        await Assert.ThrowsAnyAsync<Exception>(() => half.Content.ReadAsStringAsync());
        Assert.Equal(0, await edge.Process.WaitForExitAsync(Wait.Limit));
    }

    private static Func<HttpContext, Task> HeldUntil(Task release) => async context =>
    {
        if (context.Request.Path.Value == "/held")
        {
            await release;
        }

        await Answers.Status(200, "ok")(context);
    };

    private static (int Status, string Connection) StatusAndConnection(string text)
    {
        var answer = RawAnswer.Parse(text);
        return (answer.Status, string.Join(", ", answer.Values("Connection")));
    }
}
