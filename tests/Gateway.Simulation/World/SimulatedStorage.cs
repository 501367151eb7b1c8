using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>How storage answered.</summary>
internal enum StorageEnd
{
    Done,
    Conflict,

    /// <summary>Nothing is known: it failed, before or after, or did not answer in time.</summary>
    Unclear,
}

/// <summary>
/// One record with conditional writes. It can be down, slow beyond the caller's patience, fail before or after a write, lose the last
/// write, or everything.
/// </summary>
internal sealed class SimulatedStorage(SimulatedCluster cluster)
{
    /// <summary>The longest that a caller waits for an answer.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private (GroupRecord? Record, long ETag) _now;
    private (GroupRecord? Record, long ETag) _before;
    private long _etags;

    public bool IsUp { get; private set; } = true;

    /// <summary>When it was last down, slow or told something wrong; until then nothing is promised.</summary>
    public TimeSpan LastTrouble { get; private set; } = SimulatedCluster.Never;

    public double FailsBefore { get; set; }

    public double FailsAfter { get; set; }

    public double IsSlow { get; set; }

    /// <summary>Whether a record that is not there takes any condition, as Orleans' Redis provider has it.</summary>
    public bool ForgivesAbsence { get; init; }

    /// <summary>When it last lost everything.</summary>
    public TimeSpan LastFlush { get; private set; } = SimulatedCluster.Never;

    public GroupRecord? Record => _now.Record;

    public void Read(Action<StorageEnd, GroupRecord, long> answer) => Call(
        () => (StorageEnd.Done, cluster.Plant.Stored(_now.Record ?? new GroupRecord()), _now.ETag), answer);

    /// <summary>Replaces the record; the answer brings the one that was there.</summary>
    public void Write(GroupRecord record, long etag, Action<StorageEnd, GroupRecord, long> answer) => Call(
        () =>
        {
            if (!cluster.Plant.Matches(etag, _now.ETag) && !(ForgivesAbsence && _now.Record is null))
            {
                return (StorageEnd.Conflict, record, 0);
            }

            (_before, _now) = (_now, (record, ++_etags));
            return (StorageEnd.Done, _before.Record ?? new GroupRecord(), _etags);
        },
        answer);

    public void GoDown() => (IsUp, LastTrouble) = (false, cluster.Time.Now);

    public void ComeUp() => (IsUp, LastTrouble) = (true, cluster.Time.Now);

    /// <summary>Loses the last write, ETag and all, as a store that has failed over to a replica does.</summary>
    public void RollBack()
    {
        (_now, LastTrouble) = (_before, cluster.Time.Now);
        if (_now.Record is null)
        {
            // The only write was everything.
            LastFlush = cluster.Time.Now;
        }

        cluster.Witnesses.RolledBack();
    }

    /// <summary>Loses everything.</summary>
    public void Flush()
    {
        (_now, _before, LastTrouble) = (default, default, cluster.Time.Now);
        LastFlush = cluster.Time.Now;
        cluster.Witnesses.RolledBack();
    }

    private void Call(Func<(StorageEnd, GroupRecord, long)> act, Action<StorageEnd, GroupRecord, long> answer)
    {
        var time = cluster.Time;
        var isOver = false;
        time.After(Patience, () => End(StorageEnd.Unclear, new GroupRecord(), 0));
        if (time.Chance(FailsBefore))
        {
            Hurt();
            time.After(time.Between(0.3, 5), () => End(StorageEnd.Unclear, new GroupRecord(), 0));
            return;
        }

        time.After(Lag(), () =>
        {
            if (!IsUp)
            {
                Hurt();
                time.After(time.Between(0.1, 2), () => End(StorageEnd.Unclear, new GroupRecord(), 0));
                return;
            }

            var (end, record, etag) = act();
            if (time.Chance(FailsAfter))
            {
                Hurt();
                end = StorageEnd.Unclear;
            }

            time.After(Lag(), () => End(end, record, etag));
        });

        void End(StorageEnd end, GroupRecord record, long etag)
        {
            if (!isOver)
            {
                isOver = true;
                answer(end, record, etag);
            }
        }
    }

    private TimeSpan Lag()
    {
        if (!cluster.Time.Chance(IsSlow))
        {
            return cluster.Time.Between(0.2, 3);
        }

        Hurt();
        return cluster.Time.Between(50, 2500);
    }

    private void Hurt() => LastTrouble = cluster.Time.Now;
}
