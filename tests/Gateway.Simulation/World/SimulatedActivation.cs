using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>
/// The shell of a <see cref="GroupMachine"/> on one silo, as the group's grain is: takes an epoch by a conditional write, adopts the
/// catalog, ticks, writes as <see cref="RecordUpkeep"/> says, and tells the edges.
/// </summary>
internal sealed partial class SimulatedActivation(SimulatedCluster cluster, SimulatedSilo silo, int number)
{
    private static readonly TimeSpan TickPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Queue<(Action Call, Action Refuse)> _queued = new();
    private RecordUpkeep? _upkeep;
    private long _etag;
    private bool _ticks;
    private bool _isFlushing;
    private long _timer;

    /// <summary>Gone: it answers nobody any more.</summary>
    public bool IsDead { get; private set; }

    public bool IsReady => Machine is not null;

    public string Name { get; } = $"grain {number}@{silo.Number}";

    public SimulatedSilo Silo => silo;

    public GroupMachine? Machine { get; private set; }

    /// <summary>Since when it has been able to flush without a pause: neither hung nor new.</summary>
    public TimeSpan ReadySince { get; private set; }

    /// <summary>Whether something is not stored yet.</summary>
    public bool IsBehind => _upkeep?.IsBehind ?? false;

    public TimeSpan Lag => _upkeep?.Lag(cluster.Time.Now) ?? TimeSpan.Zero;

    public void Start()
    {
        cluster.Storage.Read((end, record, etag) => silo.Do(() =>
        {
            if (IsDead)
            {
                return;
            }

            if (end != StorageEnd.Done)
            {
                Fail("cannot read its record");
                return;
            }

            var epoch = cluster.Plant.EpochAfter(record.EpochNumber, 0, silo.UtcMilliseconds, cluster.Time.Random.NextInt64());
            var machine = new GroupMachine(epoch, record, cluster.Plant.Started(At()));
            cluster.Storage.Write(machine.Record(At()), etag, (written, replaced, taken) => silo.Do(() => Began(machine, replaced, written, taken)));
        }));
    }

    public void Take(TakeRequest request, Action<TakeReply?> answer) => WhenReady(
        () =>
        {
            Adopt(request.Revision);
            var reply = cluster.Plant.Take(Machine!, request, cluster.Time.Now);
            cluster.Witnesses.Dealt(this, request, reply);
            answer(reply);
            Heed(reply.Status, request.Seen);
            Arm();
        },
        () => answer(null));

    public void Pull(PullRequest request, Action<PullReply?> answer) => WhenReady(
        () =>
        {
            Adopt(request.Revision);
            var reply = cluster.Plant.Pull(Machine!, request, cluster.Time.Now);
            cluster.Witnesses.Pulled(this, request, reply);
            Heed(reply.Status, request.Seen);
            Settle();
            answer(reply);
        },
        () => answer(null));

    public void Report(ReportRequest request, Action<ReportReply?> answer) => WhenReady(
        () =>
        {
            Adopt(request.Revision);
            var before = Machine!.Snapshot;
            var reply = cluster.Plant.Report(Machine, request, cluster.Time.Now);
            cluster.Witnesses.Reported(this, before, request, reply);
            Heed(reply.Status, request.Seen);
            Settle();
            answer(reply);
        },
        () => answer(null));

    public void Admin(AdminCommand command) => WhenReady(
        () =>
        {
            Adopt(cluster.NewestCatalog.Revision);
            Machine!.Admin(command, cluster.Time.Now);
            Settle();
        },
        () => { });

    public void Die(string why)
    {
        if (!IsDead)
        {
            IsDead = true;
            cluster.Note(Name, $"ends: {why}");
            RefuseAll();
        }
    }

    private GrainTime At() => new(cluster.Time.Now, silo.UtcMilliseconds);

    private void Began(GroupMachine machine, GroupRecord replaced, StorageEnd written, long etag)
    {
        if (IsDead)
        {
            return;
        }

        if (written != StorageEnd.Done)
        {
            Fail("cannot store its epoch");
            return;
        }

        machine.WrittenOver(cluster.Plant.Started(At()).Now);
        (Machine, _etag, ReadySince) = (machine, etag, cluster.Time.Now);
        _upkeep = new RecordUpkeep(machine, (stored, seen) =>
            cluster.Plant.EpochAfter(stored, seen.Number, silo.UtcMilliseconds, cluster.Time.Random.NextInt64()));
        cluster.Note(Name, $"takes epoch {machine.Epoch.Number} from offset {machine.NextOffset}");
        cluster.Witnesses.Began(this, replaced);
        Settle();
        while (_queued.TryDequeue(out var waiting))
        {
            waiting.Call();
        }
    }

    private void Fail(string why)
    {
        IsDead = true;
        cluster.Note(Name, $"is not activated: it {why}");
        RefuseAll();
    }

    private void RefuseAll()
    {
        while (_queued.TryDequeue(out var waiting))
        {
            waiting.Refuse();
        }
    }

    // A grain takes calls one after the other, and none before it is active.
    private void WhenReady(Action call, Action refuse) => silo.Do(() =>
    {
        if (IsDead)
        {
            refuse();
        }
        else if (Machine is null)
        {
            _queued.Enqueue((call, refuse));
        }
        else
        {
            call();
        }
    });

    private void Adopt(long revision)
    {
        var needed = revision > Machine!.Revision || !Machine.KnowsRules;
        var newest = Math.Max(revision, Machine.Revision);
        if (needed && newest > 0 && cluster.Time.Now >= silo.CatalogFrom)
        {
            var plan = cluster.Catalog(newest);
            if (Machine.Adopt(cluster.Plant.Rules(plan.Definition), newest))
            {
                cluster.Note(Name, $"adopts revision {newest}");
                Settle();
            }
        }
    }

    private void Heed(GroupStatus status, Stamp seen)
    {
        if (status == GroupStatus.Fenced)
        {
            cluster.Seen(Case.FencedCaller);
            _upkeep!.Challenge(seen.Epoch);
        }
    }

    private void Settle()
    {
        cluster.Witnesses.Stepped(this, Machine!.TakeEvents());
        Arm();
        foreach (var (edge, news) in Machine.TakeNudges(cluster.Time.Now))
        {
            cluster.Nudge(edge, news, Machine.Snapshot.Stamp);
        }
    }

    private void Arm()
    {
        if (Machine!.NeedsTicks && !_ticks)
        {
            _ticks = true;
            cluster.Time.After(TickPeriod, () => silo.Do(Tick));
        }

        if (_upkeep!.DueIn(cluster.Time.Now) is { } due && !_isFlushing)
        {
            var timer = ++_timer;
            cluster.Time.After(due, () => silo.Do(() => Flush(timer)));
        }
    }

    private void Tick()
    {
        _ticks = false;
        if (!IsDead)
        {
            Machine!.Tick(cluster.Time.Now);
            Settle();
        }
    }
}
