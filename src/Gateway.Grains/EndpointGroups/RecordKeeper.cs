using Gateway.Core.Groups;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gateway.Grains.EndpointGroups;

/// <summary>What came of bringing the record up to date.</summary>
internal enum FlushOutcome
{
    /// <summary>The record is up to date, or will be tried again.</summary>
    Kept,

    /// <summary>As <see cref="Kept"/>, and the group goes on under a later epoch.</summary>
    Raised,

    /// <summary>The group belongs to another activation: this one must end.</summary>
    Lost,
}

/// <summary>
/// Keeps a group's record in step with its machine: members within a quarter of a second, the cursor once a second while it moves,
/// and the fence lease once a second while a trial is due. Storage that is down is tried again and again and holds nothing up.
/// </summary>
internal sealed class RecordKeeper(
    string group, GroupStore store, GroupMachine machine, Func<long, Epoch, Epoch> nextEpoch, Func<long> utcMilliseconds, ILogger logger)
{
    private static readonly TimeSpan CursorPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);
    private const int ConflictsAtOnce = 3;

    private Stamp _writtenStamp = machine.Snapshot.Stamp;
    private long _writtenOffset = machine.NextOffset;
    private Epoch _seen;
    private bool _mustRead;
    private TimeSpan? _behindSince;
    private TimeSpan _lastWrite;
    private TimeSpan _notBefore;
    private TimeSpan _backOff;
    private TimeSpan? _armedFor;

    /// <summary>Whether the last attempt failed.</summary>
    public bool StorageIsLost => _backOff > TimeSpan.Zero;

    /// <summary>Whether there is something to be written.</summary>
    public bool IsBehind => machine.Snapshot.Stamp != _writtenStamp || machine.NextOffset != _writtenOffset;

    /// <summary>How long changes have been waiting to be written.</summary>
    public TimeSpan Lag(TimeSpan now) => _behindSince is { } since ? now - since : TimeSpan.Zero;

    /// <summary>A caller has seen a later epoch than ours: the next flush finds out whose group this is.</summary>
    public void Challenge(Epoch seen) => _seen = seen > _seen ? seen : _seen;

    /// <summary>To be called after everything that may have changed the machine.</summary>
    /// <returns>When to call <see cref="FlushAsync"/>; null when that is arranged already or not needed.</returns>
    public TimeSpan? DueIn(TimeSpan now)
    {
        var urgent = _seen > machine.Epoch || machine.Snapshot.Stamp != _writtenStamp;
        var moves = machine.NextOffset != _writtenOffset;
        if (urgent || moves)
        {
            _behindSince ??= now;
            machine.Behind(_behindSince);
        }
        else if (machine.LeaseDue is null)
        {
            return null;
        }

        var at = urgent ? now : moves ? _lastWrite + CursorPeriod : TimeSpan.MaxValue;
        at = machine.LeaseDue is { } lease && lease < at ? lease : at;
        at = at < _notBefore ? _notBefore : at;
        if (_armedFor <= at)
        {
            return null;
        }

        _armedFor = at;
        return at > now ? at - now : TimeSpan.Zero;
    }

    /// <summary>Brings the record up to date. Never two at a time.</summary>
    /// <param name="clock">The grain's clock.</param>
    public async Task<FlushOutcome> FlushAsync(Func<TimeSpan> clock)
    {
        try
        {
            for (var attempt = 0; attempt < ConflictsAtOnce; attempt++)
            {
                try
                {
                    var outcome = await StepAsync(clock);
                    Confirmed(clock());
                    return outcome;
                }
                catch (InconsistentStateException)
                {
                    _mustRead = true;
                }
            }

            BackOff(clock());
            logger.StorageContended(group);
            return FlushOutcome.Kept;
        }
        // The outermost step of the flush: a provider throws whatever its medium throws, and none of it may stop the group.
        catch (Exception fault) when (fault is not InconsistentStateException)
        {
            if (!StorageIsLost)
            {
                logger.StorageLost(group, fault);
            }

            BackOff(clock());
            return FlushOutcome.Kept;
        }
        finally
        {
            _armedFor = null;
        }
    }

    private async Task<FlushOutcome> StepAsync(Func<TimeSpan> clock)
    {
        var challenged = _seen > machine.Epoch;
        if (!challenged && !_mustRead)
        {
            await WriteAsync(machine.Epoch, clock);
            return FlushOutcome.Kept;
        }

        var stored = await store.ReadAsync();
        _mustRead = false;
        if (stored.WrittenBy() > machine.Epoch || (challenged && stored.WrittenBy() != machine.Epoch))
        {
            return FlushOutcome.Lost;
        }

        // What is stored is ours, or older than ours: rolled back, flushed, or an unclear write of our own that never landed.
        var epoch = challenged ? nextEpoch(stored.EpochNumber, _seen) : machine.Epoch;
        await WriteAsync(epoch, clock);
        machine.WrittenOver(clock());
        return challenged ? FlushOutcome.Raised : FlushOutcome.Kept;
    }

    private async Task WriteAsync(Epoch epoch, Func<TimeSpan> clock)
    {
        var (stamp, offset, started) = (machine.Snapshot.Stamp, machine.NextOffset, clock());
        await store.WriteAsync(
            machine.Record(new GrainTime(started, utcMilliseconds())) with { EpochNumber = epoch.Number, EpochTag = epoch.Tag });
        var unchanged = machine.Snapshot.Stamp == stamp;
        machine.Written(started);
        if (epoch != machine.Epoch)
        {
            machine.RaiseTo(epoch, clock());
        }

        _writtenStamp = unchanged ? machine.Snapshot.Stamp : stamp;
        _writtenOffset = offset;
    }

    private void Confirmed(TimeSpan now)
    {
        if (StorageIsLost)
        {
            logger.StorageBack(group, (long)Lag(now).TotalMilliseconds);
        }

        _backOff = TimeSpan.Zero;
        _lastWrite = now;
        _behindSince = IsBehind ? now : null;
        machine.Behind(_behindSince);
    }

    private void BackOff(TimeSpan now)
    {
        _backOff = StorageIsLost ? (_backOff * 2 < LongestBackOff ? _backOff * 2 : LongestBackOff) : FirstBackOff;
        _notBefore = now + _backOff;
    }
}
