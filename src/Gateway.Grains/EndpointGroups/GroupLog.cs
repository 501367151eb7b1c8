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

    [LoggerMessage(3108, LogLevel.Information, "Group {Group} has adopted revision {Revision} with {Members} members")]
    public static partial void Adopted(this ILogger logger, string group, long revision, int members);
}
