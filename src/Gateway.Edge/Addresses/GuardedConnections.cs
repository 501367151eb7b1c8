using System.Net;
using System.Net.Sockets;
using Gateway.Core.Addresses;
using Gateway.Edge.Forwarding;

namespace Gateway.Edge.Addresses;

/// <summary>
/// Opens connections to addresses that were computed for requests. The name is resolved once, here, and the connection goes to an address
/// that <c>allowed_hosts</c> does not forbid: whoever answers for the name cannot say one thing to a check and another to the connection.
/// </summary>
/// <param name="hosts">What is allowed.</param>
/// <param name="connections">Asks for names.</param>
internal sealed class GuardedConnections(AllowedHosts hosts, HostConnections connections)
{
    /// <summary>Opens a connection.</summary>
    /// <exception cref="ReservedAddressException">The name leads only to addresses that may not be called.</exception>
    public ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        FreshConnections.OpenAsync(context, ConnectAsync, cancellationToken);

    private async ValueTask ConnectAsync(Socket socket, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var all = await connections.AddressesAsync(target.Host, cancellationToken);
        var allowed = Array.FindAll(all, address => hosts.MayConnect(address, target.Port));
        if (allowed.Length == 0)
        {
            throw new ReservedAddressException();
        }

        await socket.ConnectAsync(allowed, target.Port, cancellationToken);
    }
}

/// <summary>Resolves a name to its addresses; none, or a <see cref="SocketException"/>, when there is no such name.</summary>
internal delegate Task<IPAddress[]> NameResolver(string name, CancellationToken cancellationToken);

/// <summary>A name that was computed for a request leads only to addresses that may not be called.</summary>
internal sealed class ReservedAddressException() : IOException("The name leads to an address that allowed_hosts does not list.");
