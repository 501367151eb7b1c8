using Gateway.Grains.Catalog;

namespace Gateway.Edge.Catalog;

/// <summary>What an edge keeps of the cluster's revisions, and starts with when it has nothing better.</summary>
internal sealed partial class CatalogSubscription
{
    // The history whose revision was taken from the disk, until the cluster has first answered; null: none was.
    private string? _keptOf;

    // What runs was kept from another history than the cluster's: its number means nothing there.
    private bool _isForeign;

    // The highest number that counts for the cluster.
    private long Seen => _isForeign ? 0 : _catalogs.Current?.Revision ?? 0;

    // What the cluster last gave this edge is better than the file that it has started with since: the cluster has judged that file.
    private bool StartFromLastGood(Core.Configuration.Catalog own)
    {
        if (_lastGood?.Read(own.Bundle.Hash) is not { } kept)
        {
            return false;
        }

        try
        {
            _catalogs.Activate(kept.Revision, kept.Catalog);
        }
        catch (CatalogUnusableException fault)
        {
            LogUnusable(kept.Revision, fault.Message);
            return false;
        }

        _keptOf = kept.Cluster;
        LogStartedFromLastGood(kept.Revision, kept.Catalog.Bundle.Hash[..12]);
        if (kept.Catalog.Bundle.Hash != own.Bundle.Hash)
        {
            LogStale(own.Bundle.Hash[..12], kept.Revision);
        }

        Wake();
        return true;
    }

    // Redis that was emptied, or set up anew, has another history. What this disk holds is then no revision of it, and must not become one:
    // the node's own file is offered, as by a node that starts for the first time.
    private bool BelongsElsewhere(CatalogAnswer answer)
    {
        if (_keptOf is not { } kept)
        {
            return false;
        }

        _keptOf = null;
        if (answer.Revision > 0 && answer.Cluster == kept)
        {
            return false;
        }

        LogBelongsElsewhere(_catalogs.Current!.Revision, answer.Revision);
        _isForeign = true;
        _offer ??= _own;
        Wake();
        return true;
    }

    private void Keep(CatalogAnswer answer, Core.Configuration.Catalog catalog)
    {
        if (_lastGood is not null && _kept != (answer.Revision, answer.Cluster, _ownHash))
        {
            _kept = (answer.Revision, answer.Cluster, _ownHash);
            _lastGood.Keep(new KeptRevision(answer.Revision, catalog, answer.Cluster), _ownHash);
        }
    }
}
