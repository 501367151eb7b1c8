using Gateway.Core.Configuration.Sealing;

namespace Gateway.Grains.Catalog;

/// <summary>How bundles are stored: with their secrets sealed, as far as this silo has the cluster's key.</summary>
internal sealed partial class CatalogGrain
{
    private bool _isToldOfClear;

    // What is safe once is not looked at again: each look reads a whole catalog.
    private StoredRevision ToStore(StoredRevision revision)
    {
        if (revision.IsSafe || revision.Text is not { } text)
        {
            return revision;
        }

        if (CatalogSecrets.KeyIdOf(text).Length > 0)
        {
            return revision with { IsSafe = true };
        }

        // One that an older version has stored and this one cannot read stays as it is.
        if (_sealing.Open("catalog", text).Value is not { } catalog)
        {
            return revision;
        }

        var isSafe = _sealing.KeyId.Length > 0 || CatalogSecrets.Count(catalog) == 0;
        if (!isSafe && !_isToldOfClear)
        {
            _isToldOfClear = true;
            _logger.StoredInClear(revision.Number, CatalogSecrets.Count(catalog));
        }

        return revision with { Text = _sealing.Seal(catalog), IsSafe = isSafe };
    }

    private CatalogRecord AllToStore(CatalogRecord record) =>
        _sealing.KeyId.Length == 0 ? record : record with { Revisions = [.. record.Revisions.Select(ToStore)] };

    // Another key's cannot be opened by the nodes that have this one.
    private bool IsSafe(StoredRevision running) =>
        _sealing.KeyId.Length == 0 || (running.IsSafe && CatalogSecrets.KeyIdOf(running.Text ?? "") is var key && (key.Length == 0 || key == _sealing.KeyId));
}
