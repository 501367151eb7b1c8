using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gateway.Core.Configuration;

namespace Gateway.Silo.Clustering;

/// <summary>What other nodes reach a silo by.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// <c>advertised_host</c>; else loopback when Redis is there too, for then all nodes are; else the first IPv4 address of an interface
    /// that is up; else loopback.
    /// </summary>
    /// <exception cref="SiloSettingException">The host configured has no IPv4 address.</exception>
    public static IPAddress Of(ClusterSettings cluster, RedisConnection redis) =>
        cluster.AdvertisedHost.Length > 0 ? Resolve(cluster.AdvertisedHost)
        : redis.IsLoopback ? IPAddress.Loopback
        : NetworkInterface.GetAllNetworkInterfaces()
            .Where(link => link.OperationalStatus == OperationalStatus.Up && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .SelectMany(link => link.GetIPProperties().UnicastAddresses)
            .Select(unicast => unicast.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            if (Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..])
            {
                return first;
            }
        }
        catch (SocketException)
        {
            // Said below in the user's words.
        }

        throw new SiloSettingException($"[cluster] advertised_host \"{host}\" has no IPv4 address here; name one that other nodes can reach");
    }
}
