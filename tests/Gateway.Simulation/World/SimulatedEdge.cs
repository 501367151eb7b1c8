using Gateway.Core.Groups;

namespace Gateway.Simulation.World;

/// <summary>
/// The shell of an <see cref="EdgeGroup"/>, as the edge's is: requests wait in line, calls have deadlines, and after every step
/// whatever is due is sent.
/// </summary>
internal sealed partial class SimulatedEdge
{
    private readonly SimulatedCluster _cluster;
    private readonly Queue<RequestRun> _waiting = new();
    private TimeSpan _armedFor = TimeSpan.MaxValue;
    private bool _isOff;

    public SimulatedEdge(SimulatedCluster cluster, GroupPlan plan, Guid id, string node)
    {
        (_cluster, Id, Node, StartedAt) = (cluster, id, node, cluster.Time.Now);
        Group = new EdgeGroup(plan, id, node, (ulong)cluster.Time.Random.NextInt64());
    }

    public Guid Id { get; }

    public string Node { get; }

    public EdgeGroup Group { get; }

    public TimeSpan StartedAt { get; }

    public bool IsOff => _isOff;

    /// <summary>No message comes or goes.</summary>
    public bool IsCut { get; set; }

    /// <summary>An activation that this edge's calls are still led to though it has been replaced.</summary>
    public SimulatedActivation? OldRoute { get; set; }

    /// <summary>Whether requests come to it at all.</summary>
    public bool HasTraffic { get; init; } = true;

    /// <summary>When its last request came.</summary>
    public TimeSpan LastArrival { get; private set; } = SimulatedCluster.Never;

    /// <summary>How its last request was picked for.</summary>
    public PickMode LastMode { get; set; }

    public int Waiting => _waiting.Count;

    public TimeSpan OldestWaitSince => _waiting.TryPeek(out var oldest) ? oldest.Since : _cluster.Time.Now;

    private TimeSpan Now => _cluster.Time.Now;

    public void Start() => Go();

    public void SwitchOff() => _isOff = true;

    public void Arrive(bool maySendOn)
    {
        LastArrival = Now;
        var run = new RequestRun(_cluster, this, maySendOn);
        var outcome = Group.TryPick(maySendOn, Now, out var pick);
        if (outcome == PickOutcome.Wait)
        {
            _cluster.Witnesses.Waits(this);
            _waiting.Enqueue(run);
            if (_cluster.Plant.ServesOverdue)
            {
                _cluster.Time.After(EdgeGroup.LongestWait, ServeOverdue);
            }
        }
        else
        {
            run.Begin(outcome, pick);
        }

        SendTake();
        Go();
    }

    public void Nudged(GroupNews news, Stamp stamp)
    {
        if (!_isOff)
        {
            news = _cluster.Plant.ToEdge(Group, news, ref stamp);
            _cluster.Witnesses.Hears(this, news, null);
            Group.Nudged(news, Now);
            Go();
        }
    }

    public void Replan(GroupPlan plan)
    {
        if (!_isOff && plan.Revision > Group.Plan.Revision)
        {
            Group.Replan(plan);
            Go();
        }
    }

    public void Reconnected()
    {
        Group.Reconnected();
        Go();
    }

    /// <summary>Sends whatever is due, and sets the timer for what is next.</summary>
    public void Go()
    {
        if (_isOff)
        {
            return;
        }

        _cluster.Witnesses.Stepped(this);
        if (Group.NextPull(Now) is { } pull)
        {
            Send(pull);
        }

        while (Group.NextProbe(Now) is { } order)
        {
            Probe(order);
        }

        if (Group.NextReport(Now) is { } report)
        {
            Send(report);
        }

        var due = Group.NextDue(Now);
        if (due < _armedFor || _armedFor <= Now)
        {
            Arm(due);
        }
    }

    // The real shell's timer counts whole milliseconds, rounded up.
    private void Arm(TimeSpan due)
    {
        _armedFor = due;
        if (due - Now > TimeSpan.FromMinutes(10))
        {
            return;
        }

        var delay = TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max((due - Now).TotalMilliseconds, 0)));
        _cluster.Time.After(delay, () =>
        {
            if (_armedFor == due)
            {
                _armedFor = TimeSpan.MaxValue;
                Go();
            }
        });
    }

    private void ServeWaiting()
    {
        while (_waiting.TryPeek(out var run))
        {
            var outcome = Group.TryServe(run.MaySendOn, Now, out var pick);
            if (outcome == PickOutcome.Wait)
            {
                return;
            }

            _waiting.Dequeue().Begin(outcome, pick);
        }
    }

    private void ServeOverdue()
    {
        while (!_isOff && _waiting.TryPeek(out var run) && Now - run.Since >= EdgeGroup.LongestWait)
        {
            _waiting.Dequeue();
            _cluster.Seen(Case.ServedOverdue);
            run.Begin(Group.TryServeOverdue(Now, out var pick), pick);
        }
    }

    private void SendTake()
    {
        if (!_isOff && Group.NextTake(_waiting.Count, Now) is { } take)
        {
            Send(take);
        }
    }
}
