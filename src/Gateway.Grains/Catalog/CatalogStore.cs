using Orleans.Storage;

namespace Gateway.Grains.Catalog;

/// <summary>The catalog's record in storage, written conditionally.</summary>
internal sealed class CatalogStore(IGrainStorage storage, GrainId grain, TimeProvider clock)
{
    private const string StateName = "catalog";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? _etag;
    private bool _exists;

    /// <summary>Reads the record; an empty one if there is none.</summary>
    public async Task<CatalogRecord> ReadAsync()
    {
        var state = new GrainState<CatalogRecord>(new CatalogRecord());
        await storage.ReadStateAsync(StateName, grain, state).WaitAsync(Patience, clock);
        (_etag, _exists) = (state.ETag, state.RecordExists);
        return state.RecordExists && state.State is { } record ? record : new CatalogRecord();
    }

    /// <summary>Replaces the record. When this throws, it may have been replaced or not: read it again.</summary>
    public async Task WriteAsync(CatalogRecord record)
    {
        var state = new GrainState<CatalogRecord>(record, _etag) { RecordExists = _exists };
        await storage.WriteStateAsync(StateName, grain, state).WaitAsync(Patience, clock);
        (_etag, _exists) = (state.ETag, true);
    }
}
