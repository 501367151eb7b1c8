using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Authentication;

/// <summary>
/// Says in the log that a backend does not know the secret that it asks others for: once in a while, however many answers show it.
/// </summary>
/// <param name="endpoint">The endpoint.</param>
/// <param name="clock">The node's clock.</param>
/// <param name="logger">The node's log.</param>
internal sealed partial class DigestDoubts(string endpoint, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly long _start = clock.GetTimestamp();
    private long _due;

    /// <summary>Notes one answer.</summary>
    public void Note()
    {
        var now = clock.GetElapsedTime(_start).Ticks;
        var due = Interlocked.Read(ref _due);
        if (now >= due && Interlocked.CompareExchange(ref _due, now + Pause.Ticks, due) == due)
        {
            LogUnproved(endpoint);
        }
    }

    [LoggerMessage(EventId = 3317, EventName = "DigestUnproved", Level = LogLevel.Warning,
        Message = "The backend of endpoint {Endpoint} answers with a proof (rspauth) that the password in 'security' does not give; "
            + "what stands between computes it wrong, or is not the backend. The answer goes to the client, the next nonce that it names is not taken")]
    private partial void LogUnproved(string endpoint);
}
