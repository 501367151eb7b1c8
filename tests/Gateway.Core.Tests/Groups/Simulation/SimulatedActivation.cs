using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>The shell of a <see cref="GroupMachine"/>: takes an epoch by a conditional write, checkpoints, raises or gives up.</summary>
internal sealed class SimulatedActivation(World world)
{
    private readonly List<Action> _queued = [];
    private GroupMachine? _machine;
    private long _tag;
    private long _stored;
    private bool _raising;

    public bool IsDead { get; private set; }

    public GroupMachine? Machine => _machine;

    public void Start(long seen)
    {
        if (!world.Storage.IsUp)
        {
            Die();
            return;
        }

        var (record, tag) = world.Storage.Read();
        world.Time.After(world.Time.Between(0.5, 8), () =>
        {
            if (IsDead)
            {
                return;
            }

            var epoch = Epoch.After(record.EpochNumber, seen, world.UtcMilliseconds(), world.Time.Random.NextInt64());
            var machine = new GroupMachine(epoch, record, At());
            if (!world.Storage.TryWrite(machine.Record(At()), ref tag))
            {
                Start(seen);
                return;
            }

            (_machine, _tag, _stored) = (machine, tag, machine.NextOffset);
            world.Witness.Began(machine);
            world.Time.Every(TimeSpan.FromSeconds(1), Checkpoint);
            _queued.ForEach(call => call());
            _queued.Clear();
        });
    }

    public void Take(TakeRequest request, Action<TakeReply> answer) => WhenActive(() =>
    {
        Adopt(request.Revision);
        var reply = _machine!.Take(request, world.Time.Now);
        world.Witness.Answered(request, reply, _machine);
        answer(reply);
        Heed(request.Seen);
    });

    public void Pull(PullRequest request, Action<PullReply> answer) => WhenActive(() =>
    {
        Adopt(request.Revision);
        answer(_machine!.Pull(request, world.Time.Now));
        Heed(request.Seen);
    });

    public void Die() => IsDead = true;

    private GrainTime At() => new(world.Time.Now, world.UtcMilliseconds());

    private void WhenActive(Action call)
    {
        if (_machine is null && !IsDead)
        {
            _queued.Add(() => WhenActive(call));
        }
        else if (!IsDead)
        {
            call();
        }
    }

    private void Adopt(long revision)
    {
        if (_machine!.Adopt(world.Catalog(revision).Definition, revision))
        {
            Witness.TurnedTo(_machine);
            foreach (var edge in _machine.ToNudge(world.Time.Now))
            {
                world.Nudge(edge, _machine.Snapshot);
            }

            Write();
        }
    }

    private bool Checkpoint()
    {
        if (!IsDead && _machine!.NextOffset != _stored)
        {
            Write();
        }

        return !IsDead;
    }

    private void Write()
    {
        var record = _machine!.Record(At());
        if (!world.Storage.IsUp || world.Storage.TryWrite(record, ref _tag))
        {
            _stored = world.Storage.IsUp ? record.Checkpoint : _stored;
            return;
        }

        var (found, tag) = world.Storage.Read();
        if (found.WrittenBy() > _machine.Epoch)
        {
            Die();
        }
        else if (world.Storage.TryWrite(record, ref tag))
        {
            (_tag, _stored) = (tag, record.Checkpoint);
        }
    }

    // A caller has seen a later epoch: go on under a later one still if the record is ours, else give up.
    private void Heed(Stamp seen)
    {
        if (_raising || IsDead || seen.Epoch <= _machine!.Epoch)
        {
            return;
        }

        _raising = true;
        world.Time.After(world.Time.Between(0.5, 8), () =>
        {
            _raising = false;
            var (found, tag) = world.Storage.Read();
            if (IsDead || !world.Storage.IsUp)
            {
                return;
            }

            if (found.WrittenBy() != _machine.Epoch)
            {
                Die();
                return;
            }

            var epoch = Epoch.After(found.EpochNumber, seen.Epoch.Number, world.UtcMilliseconds(), world.Time.Random.NextInt64());
            if (world.Storage.TryWrite(_machine.Record(At()) with { EpochNumber = epoch.Number, EpochTag = epoch.Tag }, ref tag))
            {
                _tag = tag;
                _machine.RaiseTo(epoch, world.Time.Now);
                world.Witness.Began(_machine);
            }
            else
            {
                Die();
            }
        });
    }
}
