using System.Collections.Frozen;

namespace Gateway.Core.Mediation.Sequences;

/// <summary>Headers of HTTP and sequences.</summary>
public static class TransportHeaders
{
    private static readonly FrozenSet<string> Own = new[]
    {
        "Connection", "Content-Length", "Host", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header belongs to one connection, or to the framing of one message: whoever carries the message sets it, never a sequence.</summary>
    public static bool BelongToCarrier(string name) => Own.Contains(name) || name.StartsWith(':');
}
