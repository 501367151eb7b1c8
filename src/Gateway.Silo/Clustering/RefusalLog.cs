using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Gateway.Silo.Clustering;

/// <summary>What a connection between nodes came to nothing by.</summary>
internal enum RefusalKind
{
    /// <summary>No handshake, or one that the other side has ended.</summary>
    BrokenOff,

    /// <summary>The other side has no certificate.</summary>
    NoCertificate,

    /// <summary>The other side's certificate is not accepted.</summary>
    Certificate,

    /// <summary>The other side has ended it as soon as it was there.</summary>
    CutOff,
}

/// <summary>Why a connection between nodes came to nothing.</summary>
/// <param name="Kind">In short.</param>
/// <param name="Reason">In words.</param>
internal sealed record Refusal(RefusalKind Kind, string Reason)
{
    /// <summary>This side knows nothing against the other one.</summary>
    public static readonly Refusal BrokenOff = new(RefusalKind.BrokenOff, "it speaks no TLS, or does not accept this node's certificate");

    /// <summary>In TLS 1.3 who calls has done its part of the handshake before the other side has judged it.</summary>
    public static readonly Refusal CutOff = new(RefusalKind.CutOff, "it has cut the connection off at once; if it does not accept this node's certificate, its log says so");
}

/// <summary>Tells of refused connections between nodes, of each kind at most once a minute: whoever is refused comes again at once.</summary>
internal sealed partial class RefusalLog(TimeProvider clock, ILogger logger)
{
    private const int Longest = 100;

    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly (long? Told, int Untold)[] _kinds = new (long?, int)[Enum.GetValues<RefusalKind>().Length];

    /// <summary>Tells of one, or counts it.</summary>
    /// <param name="other">The other side.</param>
    /// <param name="isCalled">Whether the other side has begun.</param>
    /// <param name="refusal">Why.</param>
    public void Tell(EndPoint? other, bool isCalled, Refusal refusal)
    {
        int untold;
        lock (_gate)
        {
            ref var kind = ref _kinds[(int)refusal.Kind];
            if (kind.Told is { } told && clock.GetElapsedTime(told) < TellEvery)
            {
                kind.Untold++;
                return;
            }

            untold = kind.Untold;
            kind = (clock.GetTimestamp(), 0);
        }

        if (isCalled)
        {
            LogRefused(logger, other, refusal.Reason, untold);
        }
        else
        {
            LogNotReached(logger, other, refusal.Reason, untold);
        }
    }

    /// <summary>The subject of a certificate, fit for a log: whoever made it may have written anything.</summary>
    public static string Shown(X509Certificate certificate)
    {
        var subject = string.Concat(certificate.Subject.Where(character => !char.IsControl(character)));
        return subject.Length <= Longest ? subject : subject[..Longest] + "…";
    }

    [LoggerMessage(4109, LogLevel.Warning,
        "{Other} wanted to join and is no node of this cluster by [cluster.tls]: {Reason} ({Untold} more like it since this was last said)")]
    private static partial void LogRefused(ILogger logger, EndPoint? other, string reason, int untold);

    [LoggerMessage(4110, LogLevel.Warning,
        "The silo at {Other} cannot be spoken with by [cluster.tls]: {Reason} ({Untold} more like it since this was last said)")]
    private static partial void LogNotReached(ILogger logger, EndPoint? other, string reason, int untold);
}
