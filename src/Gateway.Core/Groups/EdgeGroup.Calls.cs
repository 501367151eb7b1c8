namespace Gateway.Core.Groups;

/// <content>What the edge asks the grain, and what it makes of the answers.</content>
public sealed partial class EdgeGroup
{
    private const int RingsRemembered = 4;
    private static readonly TimeSpan ShortestHorizon = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RefillStopsAfter = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan InUseFor = TimeSpan.FromSeconds(10);

    private readonly PullSchedule _pulls = new();
    private List<RingView> _rings = [];
    private GroupSnapshot? _snapshot;
    private Stamp _seen;
    private TimeSpan _snapshotAt;
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(1);
    private TimeSpan _takeSentAt;
    private TakeRequest? _take;
    private bool _takeRepeated;
    private long _seq;
    private (int Ordinal, int Count) _phase;

    /// <summary>The newest snapshot; null while none has been seen.</summary>
    public GroupSnapshot? Snapshot => _snapshot;

    /// <summary>Age of the newest confirmation by the grain; <see cref="TimeSpan.MaxValue"/> while there was none.</summary>
    /// <param name="now">The edge's clock.</param>
    public TimeSpan SnapshotAge(TimeSpan now) => _snapshot is null ? TimeSpan.MaxValue : now - _snapshotAt;

    /// <summary>The Take to send now, if one is due and none is in flight.</summary>
    /// <param name="waiting">Requests that wait for a turn.</param>
    /// <param name="now">The edge's clock.</param>
    public TakeRequest? NextTake(int waiting, TimeSpan now)
    {
        if (_take is not null || _circuit.IsOpen || !_plan.Takes)
        {
            return null;
        }

        var target = waiting > 0 || now - _traffic.Last <= RefillStopsAfter ? StockTarget() : 0;
        if (waiting == 0 && (_stock.Count >= target || _stock.Count > (target + 1) / 2))
        {
            return null;
        }

        var count = waiting + Math.Max(0, target - _stock.Count);
        _take = new TakeRequest(_edge, ++_seq, Math.Min(count, GroupMachine.MaxTake), _seen, _plan.Revision);
        _takeSentAt = now;
        _takeRepeated = false;
        return _take;
    }

    /// <summary>Notes the answer to a Take.</summary>
    /// <returns>A Take to send now: the same again, because another activation will answer it.</returns>
    public TakeRequest? TakeAnswered(TakeReply reply, TimeSpan now)
    {
        Accept(reply.News.Snapshot, reply.Stamp, now);
        if (_take is not { } take || reply.Seq != take.Seq)
        {
            return null;
        }

        if (reply.Status != GroupStatus.Ok)
        {
            return TakeUnanswered(now);
        }

        _take = null;
        if (!_takeRepeated)
        {
            _roundTrip = (_roundTrip * 0.8) + ((now - _takeSentAt) * 0.2);
        }

        if (reply.Stamp.Epoch == _seen.Epoch)
        {
            NextOffset = reply.Start + reply.Count;
            _stock.Add(reply.Start, reply.Count, _rings.Find(ring => ring.Version == reply.RingVersion));
        }

        return null;
    }

    /// <summary>Notes that a Take failed or took longer than <see cref="TakeDeadline"/>.</summary>
    /// <returns>The same Take, to be sent once more; null when the circuit has opened: serve the waiting requests now.</returns>
    public TakeRequest? TakeUnanswered(TimeSpan now)
    {
        if (_take is null)
        {
            return null;
        }

        if (!_takeRepeated)
        {
            _takeRepeated = true;
            return _take;
        }

        _take = null;
        OpenCircuit(now);
        return null;
    }

    /// <summary>How long a Take may take before it counts as unanswered.</summary>
    public static TimeSpan TakeDeadline => Circuit.TakeDeadline;

    /// <summary>
    /// How long a request may wait for its turn. One that comes while a slow Take is in flight waits for that and for the next:
    /// then the deadlines of the Takes alone do not bound its wait.
    /// </summary>
    public static TimeSpan LongestWait => TakeDeadline * 2;

    /// <summary>The Pull to send now, if one is due and none is in flight.</summary>
    /// <param name="now">The edge's clock.</param>
    public PullRequest? NextPull(TimeSpan now)
    {
        var inUse = IsInUse(now);
        if (!_pulls.IsDue(inUse, now))
        {
            return null;
        }

        _pulls.Sent();
        return new PullRequest(
            _edge, _node, _seen, _plan.Revision, (int)PullSchedule.Period(inUse).TotalMilliseconds,
            [.. OverlayAt(now).Select(member => new OverlayEntry(member, 0, false))], []);
    }

    /// <summary>Notes the answer to a Pull.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="roundTrip">How long it took.</param>
    /// <param name="now">The edge's clock.</param>
    public void PullAnswered(PullReply reply, TimeSpan roundTrip, TimeSpan now)
    {
        var epoch = _seen.Epoch;
        Accept(reply.News.Snapshot, reply.Stamp, now);
        if (reply.Status != GroupStatus.Ok)
        {
            // It would give no turns either: with its circuit closed, each Take would cost two calls and a longer hold.
            PullUnanswered(now);
            return;
        }

        _circuit.Answered(roundTrip, now);
        var usual = now + PullSchedule.Period(IsInUse(now));
        _pulls.Answered(_circuit.IsOpen && now < _circuit.NotBefore && _circuit.NotBefore < usual ? _circuit.NotBefore : usual, now);
        if (_seen.Epoch != epoch)
        {
            _pulls.DueNow();
        }
        else if (_circuit.IsOpen && now >= _circuit.NotBefore)
        {
            _pulls.DueAt(roundTrip <= TakeDeadline ? now : now + TakeDeadline);
        }

        if (!_plan.Takes && _ring.Length > 0 && (reply.PhaseOrdinal, reply.PhaseCount) != _phase)
        {
            // Edges that started at one place would all send their first request to one member. The first to ask a new activation
            // is told of no others yet, so a phase is taken again whenever the edges that listen are others.
            _phase = (reply.PhaseOrdinal, reply.PhaseCount);
            _localCursor = (ulong)((long)reply.PhaseOrdinal * _ring.Length / Math.Max(reply.PhaseCount, 1));
        }
    }

    /// <summary>Notes that a Pull failed. A group that never takes turns is degraded by its second failure in a row.</summary>
    /// <param name="now">The edge's clock.</param>
    public void PullUnanswered(TimeSpan now)
    {
        _circuit.Unanswered();
        _pulls.Failed(IsInUse(now), (NextRandom() >> 11) / (double)(1UL << 53), now);
        if (_pulls.Failures >= 2)
        {
            OpenCircuit(now);
        }
    }

    /// <summary>Notes that the way to the cluster is new: asks at once.</summary>
    public void Reconnected() => _pulls.DueNow();

    /// <summary>Takes news that came unasked.</summary>
    /// <param name="snapshot">The grain's newest snapshot.</param>
    /// <param name="now">The edge's clock.</param>
    public void Nudged(GroupSnapshot snapshot, TimeSpan now) => Accept(snapshot, snapshot.Stamp, now);

    /// <summary>Members that this edge leaves alone on its own evidence.</summary>
    /// <param name="now">The edge's clock.</param>
    public IEnumerable<string> OverlayAt(TimeSpan now) =>
        _members.Values.Where(member => !member.IsUsableAt(now)).Select(member => member.Id);

    /// <summary>The members in the catalog's order.</summary>
    /// <param name="now">The edge's clock.</param>
    public IEnumerable<MemberStanding> MembersAt(TimeSpan now) => _plan.Definition.Members.Select(member =>
        new MemberStanding(member.Id, member.Weight, _members[member.Id].RemainingAt(now), _members[member.Id].Overlays));

    /// <summary>The offset behind the last one dealt to this edge; 0: none in this epoch.</summary>
    public long NextOffset { get; private set; }

    private bool IsInUse(TimeSpan now) =>
        (_traffic.Last > TimeSpan.Zero && now - _traffic.Last <= InUseFor) || _members.Values.Any(member => !member.IsUsableAt(now));

    private int StockTarget()
    {
        if (_plan.Lookahead is { } configured)
        {
            return configured;
        }

        var horizon = _roundTrip * 2 > ShortestHorizon ? _roundTrip * 2 : ShortestHorizon;
        var slots = _traffic.PerSecond * horizon.TotalSeconds;
        return slots < 0.5 ? 0 : (int)Math.Min(Math.Ceiling(slots), GroupMachine.MaxTake);
    }

    // Nothing of a lower stamp changes an edge.
    private void Accept(GroupSnapshot? snapshot, Stamp stamp, TimeSpan now)
    {
        if (stamp == _seen)
        {
            _snapshotAt = now;
        }

        if (snapshot is null || snapshot.Stamp <= _seen)
        {
            return;
        }

        if (snapshot.Stamp.Epoch != _seen.Epoch)
        {
            NextOffset = 0;
            _stock.Clear();
            _rings.Clear();
            _pulls.DueNow();
        }

        _seen = snapshot.Stamp;
        _snapshotAt = now;
        var isNewRing = _rings.Count == 0 || _snapshot?.RingVersion != snapshot.RingVersion;
        if (isNewRing && !snapshot.Ring.IsEmpty)
        {
            _ring = new RingView(snapshot.RingVersion, snapshot.RingBase, snapshot.Ring, snapshot.Members, Find);
            _rings.Add(_ring);
            if (_rings.Count > RingsRemembered)
            {
                _rings.RemoveAt(0);
            }
        }

        _snapshot = snapshot;
    }

    private void OpenCircuit(TimeSpan now)
    {
        if (!_circuit.IsOpen)
        {
            _circuit.Open(now);
            _degradedCursor = NextRandom();
            _pulls.DueNow();
        }
    }
}
