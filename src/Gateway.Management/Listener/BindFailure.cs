using System.Net;
using System.Net.Sockets;

namespace Gateway.Management.Listener;

/// <summary>Says why an address cannot be listened on.</summary>
public static class BindFailure
{
    /// <summary>Tells failures of the address, which the operator can mend, from all others.</summary>
    /// <param name="thrown">What listening ended with.</param>
    /// <param name="place">The table and key that name the address.</param>
    /// <param name="address">The address.</param>
    /// <param name="option">How to choose another port, where 0 is a free one: <c>--set management.listen=ADDRESS:PORT</c>.</param>
    /// <returns>Null when the address is not the trouble.</returns>
    public static NodeStartException? Explain(Exception thrown, string place, IPEndPoint address, string option)
    {
        for (var cause = thrown; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket && Describe(socket.SocketErrorCode, option) is { } words)
            {
                return new NodeStartException($"{place}: {address} {words.Fact}", words.Remedy, thrown);
            }
        }

        return null;
    }

    private static (string Fact, string Remedy)? Describe(SocketError error, string option) => error switch
    {
        SocketError.AddressAlreadyInUse => (
            "is in use by another process", $"stop that one, or choose another port ({option}; 0: a free one)"),
        SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => (
            "is not an address of this machine", "use one of its own addresses, or 0.0.0.0 for all of them"),
        SocketError.AccessDenied => (
            "may not be used by this user", $"choose a port from 1024 up ({option})"),
        _ => null,
    };
}
