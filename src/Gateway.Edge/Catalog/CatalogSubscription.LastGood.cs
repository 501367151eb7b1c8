namespace Gateway.Edge.Catalog;

/// <summary>What an edge keeps of the cluster's revisions, and starts with when it has nothing better.</summary>
internal sealed partial class CatalogSubscription
{
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

        LogStartedFromLastGood(kept.Revision, kept.Catalog.Bundle.Hash[..12]);
        if (kept.Catalog.Bundle.Hash != own.Bundle.Hash)
        {
            LogStale(own.Bundle.Hash[..12], kept.Revision);
        }

        Wake();
        return true;
    }

    private void Keep(long revision, Core.Configuration.Catalog catalog)
    {
        if (_lastGood is not null && _kept != (revision, _ownHash))
        {
            _kept = (revision, _ownHash);
            _lastGood.Keep(revision, catalog, _ownHash);
        }
    }
}
