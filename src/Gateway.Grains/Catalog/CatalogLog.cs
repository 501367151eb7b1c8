using Gateway.Core.Routing;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.Catalog;

/// <summary>What the catalog says: transitions only.</summary>
internal static partial class CatalogLog
{
    [LoggerMessage(3200, LogLevel.Warning, "The catalog cannot be read; groups go on with the members they have")]
    public static partial void CatalogNotRead(this ILogger logger, Exception fault);

    [LoggerMessage(3201, LogLevel.Information, "Revision {Revision} of the catalog ({Hash}), offered by {Node}, is the running one: {Origin}")]
    public static partial void RevisionAccepted(this ILogger logger, long revision, string hash, string node, string origin);

    [LoggerMessage(3202, LogLevel.Warning, "A catalog ({Hash}) offered by {Node} is refused: {Problem}")]
    public static partial void RevisionRefused(this ILogger logger, string hash, string node, string problem);

    [LoggerMessage(3204, LogLevel.Information, "API {Api} {Version} has been moved from {From} to {To} by revision {Revision}, by an operator at {Node}")]
    public static partial void ApiMoved(this ILogger logger, string api, string version, Lifecycle from, Lifecycle to, long revision, string node);

    [LoggerMessage(3205, LogLevel.Warning,
        "Revision {Revision} of the catalog holds {Count} secrets in clear, and is stored so: this silo has no [cluster] key to seal them with. "
            + "Set the same key on every node, or bring secrets by $env{{}} and $secret{{}}")]
    public static partial void StoredInClear(this ILogger logger, long revision, int count);

    [LoggerMessage(3203, LogLevel.Warning, "Revision {Revision} of the catalog, offered by {Node}, could not be stored")]
    public static partial void RevisionNotStored(this ILogger logger, long revision, string node, Exception fault);
}
