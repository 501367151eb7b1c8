using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Catalog;

/// <summary>What is said of revisions on an edge.</summary>
internal sealed partial class CatalogSubscription
{
    [LoggerMessage(EventId = 3201, EventName = "CatalogServing", Level = LogLevel.Information,
        Message = "Serving catalog revision {Revision} ({Hash}, offered by {Node})")]
    private partial void LogServing(long revision, string hash, string node);

    [LoggerMessage(EventId = 3202, EventName = "CatalogStale", Level = LogLevel.Warning,
        Message = "This node's file ({Hash}) is an earlier revision of the catalog; revision {Revision} stays. "
            + "To go back to the file: gateway apply FILE")]
    private partial void LogStale(string hash, long revision);

    [LoggerMessage(EventId = 3206, EventName = "CatalogLastGood", Level = LogLevel.Information,
        Message = "Serving catalog revision {Revision} ({Hash}) as the cluster last gave it to this node, until the cluster answers")]
    private partial void LogStartedFromLastGood(long revision, string hash);

    [LoggerMessage(EventId = 3208, EventName = "CatalogBelongsElsewhere", Level = LogLevel.Warning,
        Message = "Catalog revision {Revision}, kept on this node's disk, is no revision of this cluster, which was set up anew since (it is at {Running}); "
            + "the node's own file is offered instead. To have the kept one: gateway apply FILE")]
    private partial void LogBelongsElsewhere(long revision, long running);

    [LoggerMessage(EventId = 3207, EventName = "CatalogFailing", Level = LogLevel.Warning,
        Message = "This edge cannot agree with the cluster on the catalog ({Fault}: {Message}); it serves what it has and goes on trying")]
    private partial void LogFailing(string fault, string message);

    [LoggerMessage(EventId = 3203, EventName = "CatalogRefused", Level = LogLevel.Error,
        Message = "The cluster refuses this node's catalog; the running one stays: {Problems}")]
    private partial void LogRefused(string problems);

    [LoggerMessage(EventId = 3204, EventName = "CatalogUnreadable", Level = LogLevel.Error,
        Message = "Catalog revision {Revision} cannot be read by this node; the running one stays: {Problems}")]
    private partial void LogUnreadable(long revision, string problems);

    [LoggerMessage(EventId = 3205, EventName = "CatalogUnusable", Level = LogLevel.Error,
        Message = "Catalog revision {Revision} cannot be served by this node; the running one stays: {Problems}")]
    private partial void LogUnusable(long revision, string problems);
}
