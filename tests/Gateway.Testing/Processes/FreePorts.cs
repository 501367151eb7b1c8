using System.Net;
using System.Net.Sockets;

namespace Gateway.Testing;

/// <summary>
/// Hands out loopback TCP ports that nothing listens on and that nobody else who asks here gets, in this process or another one,
/// until this object is disposed. A reservation is a UDP socket bound to the same number: the kernel keeps it and drops it with the process.
/// </summary>
public sealed class FreePorts : IDisposable
{
    // Below the range that outgoing connections take their ports from (32768 and up on Linux),
    // so that a backend or a node can come back to its port after a pause.
    private const int First = 15_000;
    private const int Count = 15_000;

    private readonly Lock _lock = new();
    private readonly List<Socket> _reservations = [];

    /// <summary>One more free port of 127.0.0.1.</summary>
    /// <exception cref="InvalidOperationException">Every port of the range is taken.</exception>
    public int Next()
    {
        var start = Random.Shared.Next(Count);
        for (var i = 0; i < Count; i++)
        {
            var port = First + ((start + i) % Count);
            if (TryReserve(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"No free TCP port of 127.0.0.1 between {First} and {First + Count - 1}.");
    }

    /// <summary>Several free ports, all different.</summary>
    public int[] Next(int count)
    {
        var ports = new int[count];
        for (var i = 0; i < count; i++)
        {
            ports[i] = Next();
        }

        return ports;
    }

    /// <summary>A <c>[server] offset</c> that puts both of a gateway's default listeners, 8280 and 8243, on free ports.</summary>
    public int NextOffset()
    {
        const int Http = 8280;
        const int Https = 8243;
        while (true)
        {
            var offset = Next() - Http;
            if (TryReserve(Https + offset))
            {
                return offset;
            }
        }
    }

    /// <summary>Gives all ports back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var reservation in _reservations)
            {
                reservation.Dispose();
            }

            _reservations.Clear();
        }
    }

    private bool TryReserve(int port)
    {
        var reservation = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ExclusiveAddressUse = true };
        if (TryBind(reservation, port) && CanListen(port))
        {
            lock (_lock)
            {
                _reservations.Add(reservation);
            }

            return true;
        }

        reservation.Dispose();
        return false;
    }

    private static bool CanListen(int port)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        return TryBind(listener, port);
    }

    private static bool TryBind(Socket socket, int port)
    {
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
