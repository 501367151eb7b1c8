using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>The shell of an <see cref="EdgeGroup"/>: requests wait in line, one Take is in flight, calls have deadlines.</summary>
internal sealed class SimulatedEdge
{
    private static readonly TimeSpan PullDeadline = TimeSpan.FromSeconds(1);

    private readonly World _world;
    private readonly bool _dropsLateAnswers;
    private readonly Queue<TimeSpan> _waiting = new();
    private readonly CircuitWitness _circuit = new();
    private Stamp _newest;
    private long _calls;
    private long _openTake;
    private long _openPull;
    private bool _isOff;

    public SimulatedEdge(World world, GroupPlan plan, Guid id)
    {
        (_world, Id) = (world, id);
        Group = new EdgeGroup(plan, id, $"node-{id}", (ulong)world.Time.Random.NextInt64());
        _dropsLateAnswers = world.Time.Chance(0.5);
        world.Time.Every(TimeSpan.FromMilliseconds(20), Tick);
    }

    public Guid Id { get; }

    public EdgeGroup Group { get; }

    public bool IsCut { get; set; }

    /// <summary>Whether its calls still reach an activation that has been replaced.</summary>
    public bool UsesOldRoute { get; set; }

    public int Waiting => _waiting.Count;

    public TimeSpan BackBy(TimeSpan repaired) => _circuit.BackBy(repaired);

    public void Arrive()
    {
        var now = _world.Time.Now;
        var outcome = Group.TryPick(true, now, out var pick);
        if (outcome == PickOutcome.Wait)
        {
            _waiting.Enqueue(now);
            _world.Time.After(EdgeGroup.LongestWait, ServeOverdue);
        }
        else
        {
            Use(outcome, pick);
        }

        Go();
    }

    public void Nudged(GroupSnapshot snapshot)
    {
        Group.Nudged(GroupNews.None with { Snapshot = snapshot }, _world.Time.Now);
        Go();
    }

    public void Replan(GroupPlan plan)
    {
        if (plan.Revision > Group.Plan.Revision)
        {
            Group.Replan(plan);
            Go();
        }
    }

    public void SwitchOff() => _isOff = true;

    public void Check()
    {
        var seen = Group.Snapshot?.Stamp ?? default;
        Witness.Claim(seen >= _newest, $"edge went back from {_newest} to {seen}");
        _newest = seen;
        _circuit.Note(Group.IsDegraded, _world.Time.Now);
        Witness.Claim(
            _waiting.Count == 0 || _world.Time.Now - _waiting.Peek() <= EdgeGroup.LongestWait, "a request waits longer than two Take deadlines");
    }

    private bool Tick()
    {
        if (!_isOff && Group.NextPull(_world.Time.Now) is { } pull)
        {
            var (call, sent) = (++_calls, _world.Time.Now);
            _openPull = call;
            _world.Call(this, pull.Seen, activation => activation.Pull(pull, reply => _world.Send(this, () => PullAnswered(call, sent, reply))));
            _world.Time.After(PullDeadline, () =>
            {
                if (_openPull == call)
                {
                    _openPull = 0;
                    Group.PullUnanswered(_world.Time.Now);
                    Go();
                }
            });
        }

        while (!_isOff && Group.NextProbe(_world.Time.Now) is { } order)
        {
            var result = _world.IsBroken(order.Member) ? ProbeResult.Failed(101503, FailureStage.Connect) : ProbeResult.Fine;
            Group.Probed(order, result, _world.Time.Now);
        }

        return !_isOff;
    }

    private void PullAnswered(long call, TimeSpan sent, PullReply reply)
    {
        if (_openPull == call)
        {
            _openPull = 0;
            Group.PullAnswered(reply, _world.Time.Now - sent, _world.Time.Now);
        }
        else if (reply.News.Snapshot is { } snapshot && !_dropsLateAnswers)
        {
            Group.Nudged(GroupNews.None with { Snapshot = snapshot }, _world.Time.Now);
        }

        Go();
    }

    private void Send(TakeRequest take)
    {
        var call = ++_calls;
        _openTake = call;
        _world.Call(this, take.Seen, activation => activation.Take(take, reply => _world.Send(this, () => TakeAnswered(call, reply))));
        _world.Time.After(EdgeGroup.TakeDeadline, () =>
        {
            if (_openTake == call)
            {
                Next(Group.TakeUnanswered(_world.Time.Now));
            }
        });
    }

    private void TakeAnswered(long call, TakeReply reply)
    {
        if (_openTake == call || !_dropsLateAnswers)
        {
            Next(Group.TakeAnswered(reply, _world.Time.Now), keepsWaiting: _openTake != call);
        }
    }

    private void Next(TakeRequest? again, bool keepsWaiting = false)
    {
        if (again is { } take)
        {
            Send(take);
            return;
        }

        _openTake = keepsWaiting ? _openTake : 0;
        Go();
    }

    private void Go()
    {
        var now = _world.Time.Now;
        while (_waiting.Count > 0 && Group.TryServe(true, now, out var pick) is var outcome and not PickOutcome.Wait)
        {
            _waiting.Dequeue();
            Use(outcome, pick);
        }

        if (Group.NextTake(_waiting.Count, now) is { } take)
        {
            Send(take);
        }
    }

    private void ServeOverdue()
    {
        while (_waiting.Count > 0 && _world.Time.Now - _waiting.Peek() >= EdgeGroup.LongestWait)
        {
            _waiting.Dequeue();
            Use(Group.TryServeOverdue(_world.Time.Now, out var pick), pick);
        }
    }

    private void Use(PickOutcome outcome, Pick pick)
    {
        var now = _world.Time.Now;
        _world.Witness.Used(this, outcome, pick, now);
        var tried = new List<string>();
        while (outcome == PickOutcome.Picked && _world.IsBroken(pick.Member))
        {
            Group.Failed(pick, 101503, FailureStage.Connect, now);
            tried.Add(pick.Member);
            outcome = Group.TryPickAnother(tried, now, out pick) ? PickOutcome.Picked : PickOutcome.NoneAvailable;
            Witness.Claim(outcome != PickOutcome.Picked || !tried.Contains(pick.Member), "a request came to a member twice");
        }

        if (outcome == PickOutcome.Picked)
        {
            Group.Succeeded(pick, now);
        }
    }
}
