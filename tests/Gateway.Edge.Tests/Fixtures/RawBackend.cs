using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>A backend that answers one connection with bytes that no server of ours would send. One character is one byte.</summary>
internal sealed class RawBackend : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _answer;

    public RawBackend(string answer)
    {
        _listener.Start();
        _answer = AnswerAsync(answer);
    }

    public string Url => $"http://{_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _answer.ContinueWith(static ended => _ = ended.Exception, TaskScheduler.Default);
        _listener.Dispose();
    }

    private async Task AnswerAsync(string answer)
    {
        using var client = await _listener.AcceptTcpClientAsync();
        _ = await client.GetStream().ReadAsync(new byte[4096].AsMemory());
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer));
    }
}
