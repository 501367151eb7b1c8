using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Views;

/// <summary>
/// The running revision as the cluster has it: for nodes that serve no requests and so keep no catalog of their own. Asks the
/// catalog's grain each time and parses only what it has not seen.
/// </summary>
/// <param name="cluster">The way to the grain.</param>
public sealed class ClusterCatalog(IClusterAccess cluster) : ICatalogView
{
    private volatile Known? _known;

    /// <inheritdoc />
    public async ValueTask<CatalogRevision?> ReadAsync(CancellationToken deadline)
    {
        if (cluster.Grains is not { } grains)
        {
            return null;
        }

        var known = _known;
        var grain = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
        var answer = await ClusterCall
            .TryAsync(() => grain.ReadAsync(known?.Revision.Number ?? 0, known?.Hash ?? ""), deadline)
            .ConfigureAwait(false);
        if (answer is null || answer.Revision == 0)
        {
            return null;
        }

        if (answer.Text is null)
        {
            return known is not null && known.Hash == answer.Hash ? known.Revision with { Number = answer.Revision } : null;
        }

        // What is stored was checked when it was proposed: only a newer program's catalog can fail here. Two callers may parse the
        // same revision at once; the later write is as good as the earlier one.
        if (CatalogReader.Read($"revision {answer.Revision}", answer.Text).Value is not { } catalog)
        {
            return null;
        }

        var revision = new CatalogRevision(answer.Revision, catalog);
        _known = new Known(answer.Hash, revision);
        return revision;
    }

    private sealed record Known(string Hash, CatalogRevision Revision);
}
