using System.Net;
using System.Net.Sockets;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// Opens connections to backends, one for a request at most. .NET's handler sends what has no content again, up to three times, when its
/// connection ends before the first byte of an answer. A kept connection may have ended for want of use; one that was opened for this
/// very request has brought it to the backend.
/// </summary>
internal static class FreshConnections
{
    private static readonly HttpRequestOptionsKey<bool> WasOpened = new("Gateway.Connection");

    /// <summary>Opens a connection.</summary>
    /// <param name="context">What the handler wants.</param>
    /// <param name="connect">Connects a socket to a host and port.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SecondConnectionException">The request has had one.</exception>
    public static async ValueTask<Stream> OpenAsync(
        SocketsHttpConnectionContext context, Func<Socket, DnsEndPoint, CancellationToken, ValueTask> connect, CancellationToken cancellationToken)
    {
        // HTTP/2 sends again only what the server says that it has not looked at (RFC 9113, 8.7).
        if (context.InitialRequestMessage is { Version.Major: 1 } request)
        {
            if (request.Options.TryGetValue(WasOpened, out _))
            {
                throw new SecondConnectionException();
            }

            request.Options.Set(WasOpened, true);
        }

        return await ConnectAsync(context.DnsEndPoint, connect, cancellationToken);
    }

    /// <summary>Opens a connection, whatever it is for.</summary>
    public static async ValueTask<Stream> ConnectAsync(
        DnsEndPoint target, Func<Socket, DnsEndPoint, CancellationToken, ValueTask> connect, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await connect(socket, target, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>A request's own connection has ended without an answer, and the handler wanted to send it over another one.</summary>
internal sealed class SecondConnectionException() : IOException("The connection was closed before an answer.");
