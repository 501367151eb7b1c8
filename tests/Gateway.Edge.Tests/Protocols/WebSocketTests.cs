using System.Net.WebSockets;
using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Protocols;

[Collection(EdgeFixture.Collection)]
public sealed class WebSocketTests(EdgeFixture fixture)
{
    private readonly EdgeFixture _fixture = fixture.Reset();

    [Theory]
    [InlineData("ws", "/echo/1/a")]
    [InlineData("ws", "/twins/1/a")]
    [InlineData("wss", "/echo/1/a")]
    public async Task A_WebSocket_talks_through_and_ends_as_the_sides_agree(string scheme, string path)
    {
        _fixture.Backend.Script = Answers.WebSocketEcho();
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("chat");
        socket.Options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        var port = scheme == "ws" ? _fixture.Edge.HttpPort : _fixture.Edge.HttpsPort;
        await socket.ConnectAsync(new Uri($"{scheme}://127.0.0.1:{port}{path}"), limit.Token);
        Assert.Equal("chat", socket.SubProtocol);
        var buffer = new byte[1000];
        foreach (var word in (string[])["hello", "", "world"])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(word), WebSocketMessageType.Text, true, limit.Token);
            var message = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            Assert.Equal((word, true), (Encoding.UTF8.GetString(buffer, 0, message.Count), message.EndOfMessage));
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "done", limit.Token);
        Assert.Equal((WebSocketCloseStatus.NormalClosure, "done"), (socket.CloseStatus, socket.CloseStatusDescription));
    }

    [Fact]
    public async Task A_backend_that_declines_the_upgrade_is_answered_through()
    {
        var answer = await RawConnection.AskAsync(
            _fixture.Edge.HttpPort,
            "GET /echo/1/a HTTP/1.1\r\nHost: gateway\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        Assert.Equal(200, answer.Status);
    }
}
