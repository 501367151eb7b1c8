using System.Collections.Concurrent;
using System.Security.Authentication;
using Gateway.Edge.Tls;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Forwarding;

/// <summary>Says in the log why TLS with a backend failed: for each endpoint once in a while, however many requests meet it.</summary>
internal sealed partial class TlsRefusals(TimeProvider clock, ILogger<TlsRefusals> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, long> _said = new(StringComparer.Ordinal);

    /// <summary>Notes a failure.</summary>
    /// <param name="endpoint">The endpoint, whose names the configuration bounds.</param>
    /// <param name="fault">What was thrown.</param>
    public void Note(string endpoint, Exception? fault)
    {
        var now = clock.GetTimestamp();
        var isFirst = _said.TryAdd(endpoint, now);
        if (isFirst || (_said.TryGetValue(endpoint, out var said) && clock.GetElapsedTime(said, now) >= Pause && _said.TryUpdate(endpoint, now, said)))
        {
            LogRefused(endpoint, Explain(fault));
        }
    }

    /// <summary>Why, as far as the exceptions tell.</summary>
    public static string Explain(Exception? fault)
    {
        var known = fault?.Message ?? "no handshake";
        for (; fault is not null; fault = fault.InnerException)
        {
            if (fault is PeerCertificateException)
            {
                return fault.Message;
            }

            known = fault is AuthenticationException or IOException ? fault.Message : known;
        }

        return known;
    }

    [LoggerMessage(EventId = 3313, EventName = "TlsRefused", Level = LogLevel.Warning,
        Message = "No TLS with the backend of endpoint {Endpoint}: {Fault}")]
    private partial void LogRefused(string endpoint, string fault);
}
