using System.Text;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Soap;

/// <summary>Messages with attachments pass as streams: what has come is sent on before the rest is there.</summary>
public sealed class PackageStreamTests : IAsyncLifetime
{
    private const string Type = "multipart/related; boundary=b; type=\"application/xop+xml\"; start-info=\"text/xml\"";

    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { StreamRequests = true });
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("soap11", _backend.Url, "type = \"soap\"", "optimize = \"mtom\"", Toml.NeverSuspended) + Toml.Api("orders", "soap11", "type = \"soap\"")
            + "[[api.resource]]\nsoap_operation = \"Place\"\n");
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Theory]
    [InlineData(Type, "--b\r\nContent-Type: application/xop+xml\r\n\r\n")]
    [InlineData(SoapText.Type11, "")]
    public async Task A_message_is_sent_on_while_it_is_still_coming(string type, string head)
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begin = $"{head}<s:Envelope xmlns:s=\"{SoapText.Env11}\"><s:Body><Place>{new string('x', 100_000)}";
        var end = new string('y', 100_000);
        _backend.Script = async context =>
        {
            context.Response.ContentType = Type;
            var text = new StringBuilder();
            var buffer = new byte[32 * 1024];
            int read;
            while ((read = await context.Request.Body.ReadAsync(buffer)) > 0)
            {
                text.Append(Encoding.Latin1.GetString(buffer, 0, read));
                if (text.ToString().Contains(begin, StringComparison.Ordinal))
                {
                    first.TrySetResult();
                }
            }

            await context.Response.WriteAsync(text.ToString().Contains(begin + end, StringComparison.Ordinal) ? "whole" : "broken");
        };
        using var connection = await RawConnection.ToAsync(_edge.HttpPort);
        await connection.SendAsync(
            $"POST /orders/1 HTTP/1.1\r\nHost: gateway\r\nContent-Type: {type}\r\nSOAPAction: \"\"\r\nContent-Length: {begin.Length + end.Length}\r\nConnection: close\r\n\r\n{begin}");

        await first.Task.WaitAsync(Wait.Limit);
        await connection.SendAsync(end);

        var answer = RawAnswer.Parse(await connection.ReadToEndAsync());
        Assert.Equal((200, Type), (answer.Status, Assert.Single(answer.Values("Content-Type"))));
        Assert.Contains("whole", answer.Body, StringComparison.Ordinal);
    }
}
