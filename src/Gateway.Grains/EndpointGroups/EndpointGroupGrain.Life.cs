using Gateway.Core.Groups;

namespace Gateway.Grains.EndpointGroups;

/// <content>Its epoch, its record, its catalog and its timers.</content>
internal sealed partial class EndpointGroupGrain
{
    private static readonly TimeSpan CatalogPatience = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstCatalogPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CatalogRest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FarewellPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(250);

    private readonly long _start = clock.GetTimestamp();
    private GroupStore _store = null!;
    private GroupRecord _stored = null!;
    private GroupMachine _machine = null!;
    private RecordKeeper? _keeper;
    private IGrainTimer _flush = null!;
    private IGrainTimer _tick = null!;
    private bool _ticks;
    private bool _isLost;
    private TimeSpan _askCatalogFrom;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _name = this.GetPrimaryKeyString();
        _store = new GroupStore(storage, this.GetGrainId(), clock);
        var byItself = new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true };
        _flush = this.RegisterGrainTimer(FlushAsync, byItself);
        _tick = this.RegisterGrainTimer(TickAsync, byItself);
        try
        {
            _stored = await _store.ReadAsync();
        }
        catch (Exception fault)
        {
            throw NotActivated(fault);
        }

        if (_stored.EpochNumber > 0)
        {
            await TakeEpochAsync();
        }
    }

    /// <inheritdoc />
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // Activation may have failed; a lost group is another's to write; a lost storage is not waited for.
        if (_keeper is not { IsBehind: true, StorageIsLost: false } keeper || _isLost)
        {
            return;
        }

        try
        {
            await keeper.FlushAsync(() => Now).WaitAsync(FarewellPatience, clock, cancellationToken);
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            logger.StorageLost(_name, fault);
        }
    }

    private async Task TakeEpochAsync()
    {
        try
        {
            _machine = new GroupMachine(NextEpoch(_stored.EpochNumber, default), _stored, At(), hosting.HasOneEdge);
            await _store.WriteAsync(_machine.Record(At()));
            _machine.WrittenOver(Now);
        }
        catch (Exception fault)
        {
            throw NotActivated(fault);
        }

        _keeper = new RecordKeeper(_name, _store, _machine, NextEpoch, UtcMilliseconds, logger);
        logger.Activated(_name, _machine.Epoch.Number, _machine.NextOffset, _machine.Revision);
    }

    private GroupUnavailableException NotActivated(Exception fault)
    {
        logger.NotActivated(_name, fault);
        return new GroupUnavailableException($"Group '{_name}' cannot be activated: its epoch could not be stored. {fault.Message}");
    }

    private bool IsReadyFor(long revision) => _keeper is not null && !NeedsCatalog(revision);

    private bool NeedsCatalog(long revision) => revision > _machine.Revision || !_machine.KnowsRules;

    // A name without a record takes an epoch, and so a record, only once the catalog has a group of that name.
    private async ValueTask<bool> IsKnownAsync(long revision)
    {
        if (_keeper is not null)
        {
            await AdoptAsync(revision);
            return true;
        }

        var newest = await NewestAsync(revision, FirstCatalogPatience);
        if (newest is null || GroupDefinition.Find(newest.Catalog, _name) is null)
        {
            DeactivateOnIdle();
            return false;
        }

        try
        {
            await TakeEpochAsync();
        }
        catch (GroupUnavailableException)
        {
            DeactivateOnIdle();
            throw;
        }

        await AdoptAsync(revision);
        return true;
    }

    // Members of a newer revision are taken before the answer, if the catalog can be had soon; else the group goes on with what it has.
    private async ValueTask AdoptAsync(long revision)
    {
        var least = Math.Max(revision, _machine.Revision);
        if (!NeedsCatalog(revision) || (!(catalog.Newest?.Revision >= least) && Now < _askCatalogFrom))
        {
            return;
        }

        if (await NewestAsync(least, CatalogPatience) is { } newest
            && _machine.Adopt(GroupDefinition.Find(newest.Catalog, _name), newest.Revision))
        {
            logger.Adopted(_name, _machine.Revision, _machine.Snapshot.Members.Length);
            Arm(Now);
            await TellAsync(Now);
        }

        // One caller in a while waits for a catalog that does not come; not every one.
        _askCatalogFrom = NeedsCatalog(revision) ? Now + CatalogRest : TimeSpan.Zero;
    }

    private async ValueTask<Catalog.CatalogRevision?> NewestAsync(long revision, TimeSpan patience)
    {
        try
        {
            return await catalog.AtLeastAsync(revision).WaitAsync(patience, clock);
        }
        catch (TimeoutException)
        {
            // The reading goes on; CompiledCatalog says so when it fails.
            return catalog.Newest;
        }
    }

    private void Arm(TimeSpan now)
    {
        if (_isLost)
        {
            return;
        }

        if (_machine.NeedsTicks != _ticks)
        {
            _ticks = _machine.NeedsTicks;
            _tick.Change(_ticks ? TickPeriod : Timeout.InfiniteTimeSpan, _ticks ? TickPeriod : Timeout.InfiniteTimeSpan);
        }

        if (_keeper!.DueIn(now) is { } due)
        {
            _flush.Change(due, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task TickAsync()
    {
        if (_isLost)
        {
            return;
        }

        var now = Now;
        _machine.Tick(now);
        Arm(now);
        await TellAsync(now);
    }

    private async Task FlushAsync()
    {
        switch (await _keeper!.FlushAsync(() => Now))
        {
            case FlushOutcome.Lost:
                _isLost = true;
                logger.Fenced(_name, _machine.Epoch.Number);
                DeactivateOnIdle();
                return;
            case FlushOutcome.Raised:
                logger.Raised(_name, _machine.Epoch.Number);
                break;
        }

        // The write may have come so late, or so soon, that edges have to be told.
        _machine.Tick(Now);
        Arm(Now);
        await TellAsync(Now);
    }

    private GrainTime At() => new(Now, UtcMilliseconds());

    private long UtcMilliseconds() => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private Epoch NextEpoch(long stored, Epoch seen) =>
        Epoch.After(stored, seen.Number, UtcMilliseconds(), Random.Shared.NextInt64(long.MinValue, long.MaxValue));
}
