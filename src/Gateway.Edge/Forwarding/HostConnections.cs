using System.Net;
using System.Net.Sockets;
using Gateway.Edge.Addresses;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// Connects to hosts by name. To ask for the name is part of connecting, and nobody waits for it longer than for a connection: the system's own
/// question cannot be called off, and takes many seconds where a name server is silent, as a container engine's is about a container that is gone.
/// </summary>
/// <param name="resolver">Resolves names.</param>
internal sealed class HostConnections(NameResolver resolver)
{
    /// <summary>Opens a connection to a backend, for requests: see <see cref="FreshConnections"/>.</summary>
    /// <exception cref="SecondConnectionException">The request has had one.</exception>
    public ValueTask<Stream> OpenFreshAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        FreshConnections.OpenAsync(context, ConnectAsync, cancellationToken);

    /// <summary>Opens a connection, for probes.</summary>
    public ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
        FreshConnections.ConnectAsync(context.DnsEndPoint, ConnectAsync, cancellationToken);

    /// <summary>Connects a socket.</summary>
    public async ValueTask ConnectAsync(Socket socket, DnsEndPoint target, CancellationToken cancellationToken) =>
        await socket.ConnectAsync(await AddressesAsync(target.Host, cancellationToken), target.Port, cancellationToken);

    /// <summary>A host's addresses, one at least.</summary>
    /// <exception cref="SocketException">There is no such host.</exception>
    /// <exception cref="OperationCanceledException">The wait was ended; the question may go on.</exception>
    public async ValueTask<IPAddress[]> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        host = host.Trim('[', ']');
        if (IPAddress.TryParse(host, out var literal))
        {
            return [literal];
        }

        var asked = resolver(host, cancellationToken);
        try
        {
            var all = await asked.WaitAsync(cancellationToken);
            return all.Length > 0 ? all : throw new SocketException((int)SocketError.HostNotFound);
        }
        catch (OperationCanceledException)
        {
            _ = EndAsync(asked);
            throw;
        }
    }

    // Whatever it comes to, nobody wants it any more.
    private static async Task EndAsync(Task asked) => await asked.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
