using Gateway.Core.Groups;
using Orleans.Storage;

namespace Gateway.Grains.EndpointGroups;

/// <summary>
/// One group's record in storage. Every write is conditional on the ETag last read or written here. A write that timed out may
/// have landed: then the next one conflicts, and a read tells.
/// </summary>
internal sealed class GroupStore(IGrainStorage storage, GrainId grain, TimeProvider clock)
{
    private const string StateName = "group";

    /// <summary>How long a read or write may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? _etag;
    private bool _exists;

    /// <summary>Reads the record; an empty one if there is none.</summary>
    public async Task<GroupRecord> ReadAsync()
    {
        var state = new GrainState<GroupRecord>(new GroupRecord());
        await storage.ReadStateAsync(StateName, grain, state).WaitAsync(Patience, clock);
        (_etag, _exists) = (state.ETag, state.RecordExists);
        return state.RecordExists && state.State is { } record ? record : new GroupRecord();
    }

    /// <summary>Replaces the record.</summary>
    /// <exception cref="InconsistentStateException">It is not the one last read or written here.</exception>
    /// <exception cref="TimeoutException">The outcome is unknown.</exception>
    public async Task WriteAsync(GroupRecord record)
    {
        // Each attempt has a state of its own: one that timed out may still be changed by its provider.
        var state = new GrainState<GroupRecord>(record, _etag) { RecordExists = _exists };
        await storage.WriteStateAsync(StateName, grain, state).WaitAsync(Patience, clock);
        (_etag, _exists) = (state.ETag, true);
    }
}
