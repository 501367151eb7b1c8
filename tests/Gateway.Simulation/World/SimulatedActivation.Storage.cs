using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <content>Its record.</content>
internal sealed partial class SimulatedActivation
{
    private void Flush(long timer)
    {
        if (!IsDead && !_isFlushing && timer == _timer)
        {
            _isFlushing = true;
            Do(_upkeep!.Begin(At()));
        }
    }

    private void Do(FlushStep step)
    {
        switch (step.Act)
        {
            case FlushAct.Read:
                cluster.Storage.Read((end, record, etag) => silo.Do(() => Read(end, record, etag)));
                break;
            case FlushAct.Write:
                cluster.Storage.Write(step.Record!, _etag, (end, _, etag) => silo.Do(() => Wrote(end, etag)));
                break;
            default:
                Flushed(step.Outcome);
                break;
        }
    }

    private void Read(StorageEnd end, GroupRecord record, long etag)
    {
        if (IsDead)
        {
            return;
        }

        if (end != StorageEnd.Done)
        {
            Do(_upkeep!.Failed(cluster.Time.Now));
            return;
        }

        _etag = etag;
        var step = _upkeep!.WasRead(record, At());
        if (step.Act == FlushAct.Write)
        {
            cluster.Seen(Case.WrittenOverConflict);
        }

        Do(step);
    }

    private void Wrote(StorageEnd end, long etag)
    {
        if (IsDead)
        {
            return;
        }

        switch (end)
        {
            case StorageEnd.Done:
                _etag = etag;
                Do(_upkeep!.WasWritten(cluster.Time.Now));
                break;
            case StorageEnd.Conflict:
                Do(_upkeep!.Conflicted(cluster.Time.Now));
                break;
            default:
                Do(_upkeep!.Failed(cluster.Time.Now));
                break;
        }
    }

    private void Flushed(FlushOutcome outcome)
    {
        _isFlushing = false;
        switch (outcome)
        {
            case FlushOutcome.Lost:
                cluster.Seen(Case.HigherEpochFound);
                Die("a higher epoch is stored");
                return;
            case FlushOutcome.Raised:
                cluster.Seen(Case.EpochRaised);
                cluster.Note(Name, $"goes on under epoch {Machine!.Epoch.Number}");
                cluster.Witnesses.Raised(this);
                break;
        }

        Settle();
    }
}
