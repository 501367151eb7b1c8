using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.EndpointGroups;

/// <summary>What a group's grain says: transitions only.</summary>
internal static partial class GroupLog
{
    [LoggerMessage(3101, LogLevel.Information, "Group {Group} is active under epoch {Epoch}, offset {Offset}, revision {Revision}")]
    public static partial void Activated(this ILogger logger, string group, long epoch, long offset, long revision);

    [LoggerMessage(3102, LogLevel.Warning, "Group {Group} cannot be activated: its epoch could not be stored")]
    public static partial void NotActivated(this ILogger logger, string group, Exception fault);

    [LoggerMessage(3103, LogLevel.Warning, "Group {Group} has been taken over by another activation; epoch {Epoch} ends here")]
    public static partial void Fenced(this ILogger logger, string group, long epoch);

    [LoggerMessage(3104, LogLevel.Warning, "Group {Group} goes on under epoch {Epoch}: a caller had seen a later one than is stored")]
    public static partial void Raised(this ILogger logger, string group, long epoch);

    [LoggerMessage(3105, LogLevel.Warning, "Group {Group} cannot be stored and goes on in memory")]
    public static partial void StorageLost(this ILogger logger, string group, Exception fault);

    [LoggerMessage(3106, LogLevel.Information, "Group {Group} is stored again, {LagMs} ms late")]
    public static partial void StorageBack(this ILogger logger, string group, long lagMs);

    [LoggerMessage(3107, LogLevel.Warning, "Group {Group} was written by somebody else again and again; trying later")]
    public static partial void StorageContended(this ILogger logger, string group);

    /// <summary>Says one transition, with its cause, its evidence and its end.</summary>
    public static void Say(this ILogger logger, string group, Epoch epoch, GroupEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.CurrentMoved:
                logger.Chosen(
                    group, happened.Member.Length == 0 ? "nobody" : happened.Member, happened.Before.Length == 0 ? "nobody" : happened.Before,
                    epoch.Number, happened.Version);
                return;
            case EventKind.UnfencedBegun:
                logger.Unfenced(group, epoch.Number, happened.Version);
                return;
            case EventKind.UnfencedEnded:
                logger.FencedAgain(group, epoch.Number, happened.Version);
                return;
            case EventKind.VerdictConfirmed:
                logger.Confirmed(group, happened.Member, happened.Evidence[0].Node, happened.Evidence[0].ErrorCode, epoch.Number, happened.Version);
                return;
            case EventKind.EpochTaken:
                // Said where the epoch was taken or raised.
                return;
        }

        var evidence = string.Join("; ", happened.Evidence.Select(seen => $"{seen.Node}: {seen.ErrorCode} at {seen.Stage}, {seen.AgoMs} ms ago"));
        logger.Changed(
            happened.To is MemberState.Timeout or MemberState.Suspended ? LogLevel.Warning : LogLevel.Information, group, happened.Member,
            happened.From, happened.To, happened.Word, happened.Cause, happened.ForMs, happened.IsProvisional, evidence, happened.Reason,
            epoch.Number, happened.Version);
    }

    [LoggerMessage(
        EventId = 3109,
        Message = "Member {Member} of group {Group}: {From} to {To}, word {Word}, by {Cause}, for {ForMs} ms, provisional {IsProvisional}; "
        + "evidence [{Evidence}]; reason '{Reason}'; epoch {Epoch}, version {Version}")]
    private static partial void Changed(
        this ILogger logger, LogLevel level, string group, string member, MemberState from, MemberState to, OperatorWord word, CauseKind cause,
        long forMs, bool isProvisional, string evidence, string reason, long epoch, long version);

    [LoggerMessage(3110, LogLevel.Information, "Group {Group} is served by {Member} from now on, before by {Before}; epoch {Epoch}, version {Version}")]
    private static partial void Chosen(this ILogger logger, string group, string member, string before, long epoch, long version);

    [LoggerMessage(3111, LogLevel.Warning, "Group {Group} is unfenced: its changes are not stored; epoch {Epoch}, version {Version}")]
    private static partial void Unfenced(this ILogger logger, string group, long epoch, long version);

    [LoggerMessage(3112, LogLevel.Information, "Group {Group} is fenced again: its changes are stored; epoch {Epoch}, version {Version}")]
    private static partial void FencedAgain(this ILogger logger, string group, long epoch, long version);

    [LoggerMessage(3113, LogLevel.Information, "The verdict on member {Member} of group {Group} is confirmed by {Node}: {ErrorCode}; epoch {Epoch}, version {Version}")]
    private static partial void Confirmed(this ILogger logger, string group, string member, string node, int errorCode, long epoch, long version);

    [LoggerMessage(3108, LogLevel.Information, "Group {Group} has adopted revision {Revision} with {Members} members")]
    public static partial void Adopted(this ILogger logger, string group, long revision, int members);
}
