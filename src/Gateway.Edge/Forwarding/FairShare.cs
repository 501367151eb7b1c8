using System.Runtime.CompilerServices;
using Gateway.Management;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// What one body may move on a thread that waits for sockets: a transfer that never has to wait would otherwise keep the thread, and
/// everybody else's requests with it, until it is over.
/// </summary>
internal struct FairShare
{
    /// <summary>Bytes that may pass before the thread is given back: as much as is copied at once.</summary>
    public const int Bytes = 64 * 1024;

    private int _passed;

    /// <summary>Counts what passes.</summary>
    /// <returns>Whether the share is used up: <see cref="LeaveAsync"/> before going on.</returns>
    public bool IsUsedUpBy(int bytes)
    {
        _passed += bytes;
        if (_passed < Bytes)
        {
            return false;
        }

        _passed = 0;
        return SocketEvents.IsHere;
    }

    /// <summary>Goes on on a thread of the pool.</summary>
    public static YieldAwaitable LeaveAsync() => Task.Yield();
}
