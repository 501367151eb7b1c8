using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Gateway.Management.Views;

namespace Gateway.Management.Apis;

/// <summary>
/// The catalog as the cluster has it now. An edge hears of a revision a moment after it has become the running one: who has just moved
/// an API and asks another node is to see the move.
/// </summary>
internal sealed class ApiCatalog(ICatalogView own, IClusterAccess cluster)
{
    /// <summary>Reads it; the node's own where the catalog's grain does not answer in time.</summary>
    /// <param name="deadline">When to give up.</param>
    /// <returns>The revision, null when there is none, and whose truth it is.</returns>
    public async Task<(CatalogRevision? Revision, string View)> ReadAsync(CancellationToken deadline)
    {
        var known = await own.ReadAsync(deadline).ConfigureAwait(false);
        var answer = cluster.Grains is { } grains
            ? await ClusterCall
                .TryAsync(
                    () => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).ReadAsync(known?.Number ?? 0, known?.Catalog.Bundle.Hash ?? ""), deadline)
                .ConfigureAwait(false)
            : null;
        if (answer is null || answer.Revision == 0)
        {
            return (known, AnswerView.Local);
        }

        var catalog = answer.Text is null ? known?.Catalog : CatalogReader.Read($"revision {answer.Revision}", answer.Text).Value;
        return catalog is null ? (known, AnswerView.Local) : (new CatalogRevision(answer.Revision, catalog), AnswerView.Cluster);
    }
}
