using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Draining;

/// <summary>What clients see when an operator drains an edge that goes on running.</summary>
public sealed class OrderedDrainTests
{
    [Fact]
    public async Task A_drained_edge_lets_go_of_its_connections_serves_what_comes_and_can_be_resumed()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.WebSocketEcho());
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", backend.Url, Toml.NeverSuspended) + Toml.Api("echo", "one"), "drain_delay = \"1s\"");
        using var management = new HttpClient { BaseAddress = edge.Management };
        var id = (await management.GetFromJsonAsync<JsonElement>("/v1/nodes")).GetProperty("nodes")[0].GetProperty("id").GetString();
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{edge.HttpPort}/echo/1/a"), limit.Token);
        backend.Script = Answers.Status(200, "ok");
        await using var stream = await RawHttp2.ToAsync(edge.HttpsPort);
        await stream.GetAsync(1, "/echo/1/x");
        await stream.NextAsync(frame => frame is { Stream: 1, EndsStream: true });

        using (var answer = await management.PostAsJsonAsync($"/v1/nodes/{id}/drain", new { reason = "upgrade" }))
        {
            Assert.Equal(200, (int)answer.StatusCode);
        }

        var told = await stream.NextAsync(frame => frame.Type == Http2Frame.GoAway);
        Assert.Equal((1, 0u), (told.LastStream, told.Error));
        using (var answer = await edge.Http.GetAsync("/echo/1/x"))
        {
            Assert.Equal((200, true), ((int)answer.StatusCode, answer.Headers.ConnectionClose));
        }

        await socket.ReceiveAsync(new byte[10], limit.Token);
        Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);

        using (var answer = await management.PostAsJsonAsync($"/v1/nodes/{id}/resume", new { reason = "done" }))
        {
            Assert.Equal(200, (int)answer.StatusCode);
        }

        using (var answer = await edge.Http.GetAsync("/echo/1/x"))
        {
            Assert.Equal((200, null), ((int)answer.StatusCode, answer.Headers.ConnectionClose));
        }

        backend.Script = Answers.WebSocketEcho();
        using var later = new ClientWebSocket();
        await later.ConnectAsync(new Uri($"ws://127.0.0.1:{edge.HttpPort}/echo/1/a"), limit.Token);
        await later.SendAsync("as before"u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        Assert.Equal((WebSocketMessageType.Text, 9), await later.ReceiveAsync(new byte[100], limit.Token) is var echo ? (echo.MessageType, echo.Count) : default);
    }

    [Fact]
    public async Task A_drain_that_is_taken_back_in_time_ends_no_WebSocket()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.WebSocketEcho());
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", backend.Url, Toml.NeverSuspended) + Toml.Api("echo", "one"), "drain_delay = \"2s\"");
        using var management = new HttpClient { BaseAddress = edge.Management };
        var id = (await management.GetFromJsonAsync<JsonElement>("/v1/nodes")).GetProperty("nodes")[0].GetProperty("id").GetString();
        using var limit = new CancellationTokenSource(Wait.Limit);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{edge.HttpPort}/echo/1/a"), limit.Token);

        foreach (var word in (string[])["drain", "resume"])
        {
            using var answer = await management.PostAsJsonAsync($"/v1/nodes/{id}/{word}", new { reason = "by mistake" });
            Assert.Equal(200, (int)answer.StatusCode);
        }

        await Task.Delay(TimeSpan.FromSeconds(2.5));
        await socket.SendAsync("still there"u8.ToArray(), WebSocketMessageType.Text, true, limit.Token);
        Assert.Equal(11, (await socket.ReceiveAsync(new byte[100], limit.Token)).Count);
    }
}
