using System.Net;
using System.Net.Sockets;
using Gateway.Management.Listener;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Finds the ports of a silo before Orleans listens there, because Orleans has to know them first and says with stack traces what it cannot
/// have. Between finding and listening somebody else may take one; the system hands free ports out in turn, which makes that rare.
/// </summary>
internal static class ListenPort
{
    /// <summary>The port configured, or for 0 one that nobody listens on.</summary>
    /// <param name="address">Where the silo listens.</param>
    /// <param name="configured">The value of the key.</param>
    /// <param name="key">The key of <c>[cluster]</c>.</param>
    /// <exception cref="Management.NodeStartException">The port configured cannot be listened on.</exception>
    public static int Of(IPAddress address, int configured, string key)
    {
        var wanted = new IPEndPoint(address, configured);
        using var listener = new TcpListener(wanted);
        try
        {
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException fault) when (BindFailure.Explain(fault, $"[cluster] {key}", wanted, $"--set cluster.{key}=PORT") is { } explained)
        {
            throw explained;
        }
    }
}
