using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>Carries the connections of one port to the same port of another network, until it is cut.</summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly Func<Socket> _from;
    private readonly Func<Socket> _to;
    private readonly IPEndPoint _port;
    private readonly ConcurrentDictionary<Socket, byte> _open = new();
    private readonly ConcurrentBag<Task> _running = [];
    private volatile Socket? _listener;
    private long _count;

    private TcpRelay(Func<Socket> from, Func<Socket> to, int port)
    {
        _from = from;
        _to = to;
        _port = new IPEndPoint(IPAddress.Loopback, port);
        Restore();
    }

    /// <summary>How many connections it has carried.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Lets what is in a network reach a port of this machine's loopback, under the same number.</summary>
    public static TcpRelay OutOf(NetworkNamespace network, int port) => new(network.CreateSocket, CreateSocket, port);

    /// <summary>Lets this machine reach a port of a network's loopback, under the same number.</summary>
    public static TcpRelay Into(NetworkNamespace network, int port) => new(CreateSocket, network.CreateSocket, port);

    /// <summary>Breaks every connection off and refuses new ones.</summary>
    public void Cut()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var socket in _open.Keys)
        {
            Reset(socket);
        }
    }

    /// <summary>Carries connections again.</summary>
    public void Restore()
    {
        if (_listener is null)
        {
            _listener = _from();
            _listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            _listener.Bind(_port);
            _listener.Listen(512);
            _running.Add(AcceptAsync(_listener));
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Cut();
        await Task.WhenAll(_running);
    }

    // Ends when the listener is closed.
    private async Task AcceptAsync(Socket listener)
    {
        try
        {
            while (true)
            {
                var socket = await listener.AcceptAsync();
                Interlocked.Increment(ref _count);
                _running.Add(CarryAsync(socket));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = _to();
        using var own = near;
        _open[near] = _open[far] = 0;
        try
        {
            near.NoDelay = true;
            await far.ConnectAsync(_port);
            if (_listener is null)
            {
                // Cut while it was being made.
                Reset(near);
                Reset(far);
                return;
            }

            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side has to hear of it as it happened: by a reset.
            Reset(near);
            Reset(far);
        }
        finally
        {
            _open.TryRemove(near, out _);
            _open.TryRemove(far, out _);
        }
    }

    private static async Task CopyAsync(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Else the other direction would wait for a side that is gone.
            Reset(from);
            Reset(to);
        }
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed already.
        }

        socket.Dispose();
    }

    private static Socket CreateSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
}
