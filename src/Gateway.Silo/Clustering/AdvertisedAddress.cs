using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gateway.Core.Configuration;

namespace Gateway.Silo.Clustering;

/// <summary>What other nodes reach a silo by.</summary>
internal static class AdvertisedAddress
{
    /// <summary>
    /// <c>advertised_host</c>; else loopback when Redis is there too, for then all nodes are; else the IPv4 address from which Redis is reached,
    /// because every node can reach Redis; else, where Redis' name leads nowhere yet, the first address of an interface that is up; else loopback.
    /// </summary>
    /// <exception cref="SiloSettingException">The host configured has no IPv4 address.</exception>
    public static IPAddress Of(ClusterSettings cluster, RedisConnection redis) =>
        cluster.AdvertisedHost.Length > 0 ? Resolve(cluster.AdvertisedHost)
        : redis.IsLoopback ? IPAddress.Loopback
        : redis.Options.EndPoints.Select(Towards).FirstOrDefault(address => address is not null) ?? OfInterfaces() ?? IPAddress.Loopback;

    // Nothing is sent: a datagram's socket only asks for the way.
    private static IPAddress? Towards(EndPoint server)
    {
        try
        {
            var to = server switch
            {
                IPEndPoint numbers => numbers,
                DnsEndPoint name when Ipv4Of(name.Host) is { } address => new IPEndPoint(address, name.Port),
                _ => null,
            };
            if (to is not { AddressFamily: AddressFamily.InterNetwork })
            {
                return null;
            }

            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(to);
            var from = ((IPEndPoint)socket.LocalEndPoint!).Address;

            // A name that stands for this machine says nothing of where the other nodes are.
            return IPAddress.IsLoopback(from) ? null : from;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static IPAddress? OfInterfaces() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(link => link.OperationalStatus == OperationalStatus.Up && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));

    private static IPAddress Resolve(string host)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return address;
        }

        try
        {
            if (Ipv4Of(host) is { } first)
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

    private static IPAddress? Ipv4Of(string host) => Dns.GetHostAddresses(host, AddressFamily.InterNetwork) is [var first, ..] ? first : null;
}
