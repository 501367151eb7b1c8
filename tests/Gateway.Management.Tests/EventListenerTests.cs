using System.Net;
using System.Net.Sockets;
using System.Text;
using Gateway.Management.Events;
using Gateway.Management.Tests.Fakes;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Management.Tests;

/// <summary>How those who listen are held: how many, how long, and until when.</summary>
public sealed class EventListenerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_silent_stream_beats_every_fifteen_seconds_by_a_comment()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50));
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, node.Client.BaseAddress!.Port);
        var connection = socket.GetStream();
        await connection.WriteAsync(Encoding.ASCII.GetBytes("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        var opening = await ReadUntilAsync(connection, "\"view\":\"local\"}\n\n");
        Assert.Contains("retry: 2000\n\n", opening, StringComparison.Ordinal);

        // The stream waits on the fake clock once it has told all: a beat comes with the clock and not before.
        var beat = ReadUntilAsync(connection, ": heartbeat\n\n");
        var beats = 0;
        while (!beat.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            beats++;
            await Task.Yield();
            await Task.WhenAny(beat, Task.Delay(1));
        }

        Assert.True(beats >= 15, $"a beat after {beats} s");
    }

    [Fact]
    public async Task More_than_32_listeners_are_turned_away_until_one_goes()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        var streams = new List<EventStreamClient>();
        for (var i = 0; i < EventAudience.MostListeners; i++)
        {
            streams.Add(await EventStreamClient.OpenAsync(node.Client.BaseAddress!));
        }

        using var refused = await node.Client.GetAsync("/v1/events");
        Assert.Equal((503, "5"), ((int)refused.StatusCode, refused.Headers.RetryAfter?.ToString()));
        await streams[0].DisposeAsync();
        await ring.HappenAsync(FakeRing.Adopted("n1"));

        await FakeRing.UntilAsync(async () =>
        {
            using var taken = await node.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
            return taken.StatusCode == HttpStatusCode.OK;
        });
        foreach (var stream in streams.Skip(1))
        {
            await stream.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_node_that_stops_ends_its_streams_in_order_and_says_that_it_drains()
    {
        var ring = new FakeRing();
        var node = await ring.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await FakeRing.InClusterAsync(stream);
        node.Node.IsDraining = true;

        await node.DisposeAsync();

        await stream.WaitForEndAsync(Soon);
        Assert.Equal("end", stream.Heard[^1].Name);
        Assert.True(ring.LastRequest!.IsDraining);
    }

    [Theory]
    [InlineData("last=-1")]
    [InlineData("last=1001")]
    [InlineData("last=x")]
    [InlineData("last=1&last=2")]
    public async Task A_number_that_cannot_be_meant_is_refused(string query)
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal(400, (await node.GetAsync("/v1/events?" + query)).Status);
    }

    [Fact]
    public async Task A_HEAD_is_answered_without_a_stream()
    {
        await using var node = await TestNode.StartAsync();

        using var answer = await node.Client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/v1/events"));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
    }

    private static async Task<string> ReadUntilAsync(NetworkStream stream, string end)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(end, StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer);
            Assert.True(read > 0, $"the stream ended: {text}");
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));
        }

        return text.ToString();
    }
}
