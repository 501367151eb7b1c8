namespace Gateway.Management;

/// <summary>
/// The threads that wait for the sockets' events. In a node what follows an event runs on them at once instead of being handed to
/// the thread pool: two hand-overs less for a request and two for its answer. In return nothing on them may take long, because other
/// connections wait for the same thread: who has much to do leaves it first.
/// </summary>
public static class SocketEvents
{
    /// <summary>The runtime's switch. It is read once, before the first socket is used.</summary>
    public const string Switch = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Whether this is such a thread. Outside Linux and macOS sockets' events come on the pool's own threads.</summary>
    public static bool IsHere => !Thread.CurrentThread.IsThreadPoolThread;

    /// <summary>
    /// Whether it is on. Kestrel's part (its inline scheduling) goes with it and never alone: on threads of the pool a body that never
    /// has to wait could not be told to leave.
    /// </summary>
    public static bool AreInline => Environment.GetEnvironmentVariable(Switch) is { } value
        && (value == "1" || value.Equals("true", StringComparison.OrdinalIgnoreCase));

    /// <summary>Turns it on, unless the environment decides otherwise. To be called before anything else.</summary>
    public static void RunInline()
    {
        if (Environment.GetEnvironmentVariable(Switch) is null)
        {
            Environment.SetEnvironmentVariable(Switch, "1");
        }
    }
}
