using System.Net;
using System.Net.Sockets;

namespace Gateway.Management.Listener;

/// <summary>Says why an address cannot be listened on.</summary>
internal static class BindFailure
{
    /// <summary>Tells failures of the address, which the operator can mend, from all others.</summary>
    /// <returns>Null when the address is not the trouble.</returns>
    public static NodeStartException? Explain(Exception thrown, IPEndPoint address)
    {
        for (var cause = thrown; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket && Describe(socket.SocketErrorCode) is { } words)
            {
                return new NodeStartException($"[management] listen: {address} {words.Fact}", words.Remedy, thrown);
            }
        }

        return null;
    }

    private static (string Fact, string Remedy)? Describe(SocketError error) => error switch
    {
        SocketError.AddressAlreadyInUse => (
            "is in use by another process", "stop that one, or choose another port (--set management.listen=ADDRESS:PORT; 0: a free one)"),
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => (
            "is not an address of this machine", "use one of its own addresses, or 0.0.0.0 for all of them"),
        SocketError.AccessDenied => (
            "may not be used by this user", "choose a port from 1024 up (--set management.listen=ADDRESS:PORT)"),
        _ => null,
    };
}
