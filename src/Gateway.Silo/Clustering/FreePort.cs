using System.Net;
using System.Net.Sockets;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Finds a port nobody listens on. Orleans has to know its port before it listens, so that between finding and listening somebody else
/// may take it; the system hands such ports out in turn, which makes that rare.
/// </summary>
internal static class FreePort
{
    public static int Find(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
