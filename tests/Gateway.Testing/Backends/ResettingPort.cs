using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>A port where somebody listens who resets every connection as soon as it sends: it counts who tries.</summary>
public sealed class ResettingPort : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private long _count;

    /// <summary>Listens on 127.0.0.1.</summary>
    public ResettingPort(int port)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>How many connections have come.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await ((Task)_accepting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var socket = await _listener.AcceptSocketAsync(_stop.Token);
            Interlocked.Increment(ref _count);
            _ = ResetAsync(socket);
        }
    }

    // Waits for the first byte, so that the try fails behind the connection and not within it.
    private async Task ResetAsync(Socket socket)
    {
        using (socket)
        {
            await ((Task)socket.ReceiveAsync(new byte[1], _stop.Token).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
    }
}
