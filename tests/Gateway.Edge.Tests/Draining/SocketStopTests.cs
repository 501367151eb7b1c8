using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Draining;

/// <summary>What becomes of WebSockets when a real edge is told to stop.</summary>
public sealed class SocketStopTests
{
    [Fact]
    public async Task A_WebSocket_gets_a_close_frame_with_1001_after_the_delay_and_the_backend_its_answer()
    {
        await using var edge = await EdgeProgram.StartAsync("drain_delay = \"2s\"");
        var ends = new ConcurrentQueue<WebSocketCloseStatus?>();
        edge.Backend.Script = context => EchoAsync(context, ends);
        using var plain = await OpenAsync($"ws://127.0.0.1:{edge.HttpPort}", HttpVersion.Version11);
        using var tls = await OpenAsync($"wss://localhost:{edge.HttpsPort}", HttpVersion.Version11);
        using var stream = await OpenAsync($"wss://localhost:{edge.HttpsPort}", HttpVersion.Version20);
        ClientWebSocket[] sockets = [plain, tls, stream];

        await edge.TerminateAsync();
        var told = Stopwatch.GetTimestamp();
        foreach (var socket in sockets)
        {
            Assert.Equal("while it drains", await SayAsync(socket, "while it drains"));
        }

        foreach (var socket in sockets)
        {
            using var limit = new CancellationTokenSource(Wait.Limit);
            var message = await socket.ReceiveAsync(new byte[100], limit.Token);
            Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (message.MessageType, socket.CloseStatus));
            Assert.True(Stopwatch.GetElapsedTime(told) > TimeSpan.FromSeconds(1), "before balancers could have seen that the edge drains");
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "", limit.Token);
        }

        Assert.Equal(0, await edge.Process.WaitForExitAsync(Wait.Limit));
        Assert.Equal([1001, 1001, 1001], ends.Select(end => (int?)end));
    }

    [Fact]
    public async Task A_client_that_does_not_answer_the_close_frame_is_broken_off_at_the_deadline()
    {
        await using var edge = await EdgeProgram.StartAsync("drain_timeout = \"2s\"");
        edge.Backend.Script = context => EchoAsync(context, []);
        using var client = await RawConnection.ToAsync(edge.HttpPort);
        await client.SendAsync(
            "GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        await client.ReadUntilAsync("\r\n\r\n");

        var told = Stopwatch.GetTimestamp();
        edge.Process.Signal(ProcessSignal.Terminate);
        Assert.Equal("\u0088\u0002\u0003\u00e9", await client.ReadToEndAsync());
        Assert.InRange(Stopwatch.GetElapsedTime(told), TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(12));
        Assert.Equal(0, await edge.Process.WaitForExitAsync(Wait.Limit));
    }

    private static async Task<ClientWebSocket> OpenAsync(string address, Version version)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        var socket = new ClientWebSocket();
        socket.Options.HttpVersion = version;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(Clients.Handler(null), disposeHandler: false);
        await socket.ConnectAsync(new Uri(address + "/echo/1/a"), invoker, limit.Token);
        Assert.Equal("hello", await SayAsync(socket, "hello"));
        return socket;
    }

    private static async Task<string> SayAsync(ClientWebSocket socket, string word)
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        await socket.SendAsync(Encoding.UTF8.GetBytes(word), WebSocketMessageType.Text, true, limit.Token);
        var buffer = new byte[100];
        var message = await socket.ReceiveAsync(buffer, limit.Token);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }

    private static async Task EchoAsync(HttpContext context, ConcurrentQueue<WebSocketCloseStatus?> ends)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[100];
        while (true)
        {
            var message = await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted);
            if (message.MessageType == WebSocketMessageType.Close)
            {
                ends.Enqueue(socket.CloseStatus);
                await socket.CloseAsync(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure, "", context.RequestAborted);
                return;
            }

            await socket.SendAsync(buffer.AsMemory(0, message.Count), message.MessageType, message.EndOfMessage, context.RequestAborted);
        }
    }
}
