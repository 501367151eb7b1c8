using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Views;

/// <summary>
/// The running revision as the cluster has it: for nodes that serve no requests and so keep no catalog of their own. Asks the
/// catalog's grain each time and parses only what it has not seen.
/// </summary>
/// <param name="cluster">The way to the grain.</param>
/// <param name="parse">Reads a bundle's text; null when it does not check out, which a stored revision always did once.</param>
public sealed class ClusterCatalog(IClusterAccess cluster, Func<string, Catalog?> parse) : ICatalogView
{
    private volatile CatalogRevision? _last;

    /// <inheritdoc />
    public async ValueTask<CatalogRevision?> ReadAsync(CancellationToken deadline)
    {
        if (cluster.Grains is not { } grains)
        {
            return null;
        }

        var last = _last;
        var grain = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
        var answer = await ClusterCall
            .TryAsync(() => grain.ReadAsync(last?.Number ?? 0, last?.Catalog.Bundle.Hash ?? ""), deadline)
            .ConfigureAwait(false);
        if (answer is null || answer.Revision == 0)
        {
            return null;
        }

        if (answer.Text is null)
        {
            return last is not null && last.Catalog.Bundle.Hash == answer.Hash ? last with { Number = answer.Revision } : null;
        }

        // Two callers may parse the same revision at once; the later write is as good as the earlier one.
        return parse(answer.Text) is { } catalog ? _last = new CatalogRevision(answer.Revision, catalog) : null;
    }
}
