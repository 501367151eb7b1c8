using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gateway.Grains.EndpointGroups;

/// <summary>
/// The shell of <see cref="GroupMachine"/>: reads the clock, stores, adopts the catalog's revisions and tells the edges. Every decision
/// is one synchronous step of the machine; storage is written beside, by a timer that interleaves.
/// </summary>
[KeepAlive, GrainType("group")]
internal sealed class EndpointGroupGrain(
    IGrainStorage storage, CompiledCatalog catalog, TimeProvider clock, ILogger<EndpointGroupGrain> logger) : Grain, IEndpointGroupGrain
{
    private static readonly TimeSpan CatalogPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan CatalogRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromMilliseconds(500);

    private readonly long _start = clock.GetTimestamp();
    private readonly GroupListeners _listeners = new();
    private string _name = "";
    private GroupMachine _machine = null!;
    private RecordKeeper _keeper = null!;
    private IGrainTimer _flush = null!;
    private bool _isLost;
    private TimeSpan _askCatalogFrom;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = this.GetPrimaryKeyString();
        var store = new GroupStore(storage, this.GetGrainId(), clock);
        try
        {
            var stored = await store.ReadAsync();
            _machine = new GroupMachine(NextEpoch(stored.EpochNumber, default), stored);
            await store.WriteAsync(_machine.Record());
        }
        catch (Exception fault)
        {
            logger.NotActivated(_name, fault);
            throw new GroupUnavailableException($"Group '{_name}' cannot be activated: its epoch could not be stored. {fault.Message}");
        }

        _keeper = new RecordKeeper(_name, store, _machine, NextEpoch, logger);
        _flush = this.RegisterGrainTimer(
            FlushAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        logger.Activated(_name, _machine.Epoch.Number, _machine.NextOffset, _machine.Revision);
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Activation may have failed; a lost group is another's to write; a lost storage is not waited for.
        if (_keeper is not { IsBehind: true, StorageIsLost: false } || _isLost)
        {
            return;
        }

        try
        {
            await _keeper.FlushAsync(() => Now).WaitAsync(FarewellPatience, clock, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            logger.StorageLost(_name, fault);
        }
    }

    /// <inheritdoc />
    public ValueTask<TakeReply> TakeAsync(TakeRequest request) =>
        request.Revision > _machine.Revision ? AdoptThenTakeAsync(request) : new(Take(request));

    /// <inheritdoc />
    public async ValueTask<PullReply> PullAsync(PullRequest request, IGroupObserver? observer)
    {
        await AdoptAsync(request.Revision);
        var now = Now;
        var reply = _machine.Pull(request, now);
        _listeners.Note(request.Edge, observer, _machine, now);
        Settle(reply.Status, request.Seen, now);
        return reply;
    }

    /// <inheritdoc />
    public ValueTask<ReportReply> ReportAsync(ReportRequest request) =>
        new(new ReportReply(GroupStatus.Ok, request.Seq, _machine.Snapshot.Stamp, request.Items.Length, GroupNews.None));

    /// <inheritdoc />
    public async ValueTask<GroupDescription> DescribeAsync(long revision)
    {
        await AdoptAsync(revision);
        return _machine.Describe(_keeper.Lag(Now), Now);
    }

    private async ValueTask<TakeReply> AdoptThenTakeAsync(TakeRequest request)
    {
        await AdoptAsync(request.Revision);
        return Take(request);
    }

    private TakeReply Take(in TakeRequest request)
    {
        var now = Now;
        var reply = _machine.Take(request, now);
        Settle(reply.Status, request.Seen, now);
        return reply;
    }

    // Members of a newer revision are taken before the answer, if the catalog can be had soon; else the group goes on with what it has.
    private async ValueTask AdoptAsync(long revision)
    {
        if (revision <= _machine.Revision || (!(catalog.Newest?.Revision >= revision) && Now < _askCatalogFrom))
        {
            return;
        }

        try
        {
            var newest = await catalog.AtLeastAsync(revision).WaitAsync(CatalogPatience, clock);
            if (newest is not null && _machine.Adopt(GroupDefinition.Find(newest.Catalog, _name), newest.Revision))
            {
                logger.Adopted(_name, _machine.Revision, _machine.Snapshot.Members.Length);
                Arm(Now);
                await _listeners.NudgeAsync(_name, _machine, Now);
            }
        }
        catch (TimeoutException)
        {
            // The reading goes on; CompiledCatalog says so when it fails.
        }

        // One caller in a while waits for a catalog that does not come; not every one.
        _askCatalogFrom = revision > _machine.Revision ? Now + CatalogRest : TimeSpan.Zero;
    }

    private void Settle(GroupStatus status, Stamp seen, TimeSpan now)
    {
        if (status == GroupStatus.Fenced)
        {
            _keeper.Challenge(seen.Epoch);
        }

        Arm(now);
    }

    private void Arm(TimeSpan now)
    {
        if (!_isLost && _keeper.DueIn(now) is { } due)
        {
            _flush.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task FlushAsync()
    {
        switch (await _keeper.FlushAsync(() => Now))
        {
            case FlushOutcome.Lost:
                _isLost = true;
                logger.Fenced(_name, _machine.Epoch.Number);
                DeactivateOnIdle();
                return;
            case FlushOutcome.Raised:
                logger.Raised(_name, _machine.Epoch.Number);
                await _listeners.NudgeAsync(_name, _machine, Now);
                break;
        }

        Arm(Now);
    }

    private Epoch NextEpoch(long stored, Epoch seen) =>
        Epoch.After(stored, seen.Number, clock.GetUtcNow().ToUnixTimeMilliseconds(), Random.Shared.NextInt64(long.MinValue, long.MaxValue));
}
