using Gateway.Core.Groups;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Gateway.Grains.EndpointGroups;

/// <summary>The shell of <see cref="RecordUpkeep"/>: reads and writes as it says, and logs when storage is lost and back.</summary>
internal sealed class RecordKeeper(
    string group, GroupStore store, GroupMachine machine, Func<long, Epoch, Epoch> nextEpoch, Func<long> utcMilliseconds, ILogger logger)
{
    private readonly RecordUpkeep _upkeep = new(machine, nextEpoch);

    /// <summary>Whether the last attempt failed.</summary>
    public bool StorageIsLost => _upkeep.StorageIsLost;

    /// <summary>Whether there is something to be written.</summary>
    public bool IsBehind => _upkeep.IsBehind;

    /// <summary>How long changes have been waiting to be written.</summary>
    public TimeSpan Lag(TimeSpan now) => _upkeep.Lag(now);

    /// <summary>A caller has seen a later epoch than ours: the next flush finds out whose group this is.</summary>
    public void Challenge(Epoch seen) => _upkeep.Challenge(seen);

    /// <summary>To be called after everything that may have changed the machine.</summary>
    /// <returns>When to call <see cref="FlushAsync"/>; null when that is arranged already or not needed.</returns>
    public TimeSpan? DueIn(TimeSpan now) => _upkeep.DueIn(now);

    /// <summary>Brings the record up to date. Never two at a time.</summary>
    /// <param name="clock">The grain's clock.</param>
    public async Task<FlushOutcome> FlushAsync(Func<TimeSpan> clock)
    {
        var step = _upkeep.Begin(At());
        while (step.Act != FlushAct.None)
        {
            step = await DoAsync(step);
        }

        return step.Outcome;

        GrainTime At() => new(clock(), utcMilliseconds());

        async Task<FlushStep> DoAsync(FlushStep due)
        {
            try
            {
                if (due.Act == FlushAct.Read)
                {
                    return _upkeep.WasRead(await store.ReadAsync(), At());
                }

                await store.WriteAsync(due.Record!);
                return Written(clock());
            }
            catch (InconsistentStateException)
            {
                var next = _upkeep.Conflicted(clock());
                if (next.Act == FlushAct.None)
                {
                    logger.StorageContended(group);
                }

                return next;
            }
            // The outermost step of the flush: a provider throws whatever its medium throws, and none of it may stop the group.
            catch (Exception fault)
            {
                if (!StorageIsLost)
                {
                    logger.StorageLost(group, fault);
                }

                return _upkeep.Failed(clock());
            }
        }
    }

    private FlushStep Written(TimeSpan now)
    {
        var (wasLost, lag) = (StorageIsLost, Lag(now));
        var next = _upkeep.WasWritten(now);
        if (wasLost)
        {
            logger.StorageBack(group, (long)lag.TotalMilliseconds);
        }

        return next;
    }
}
