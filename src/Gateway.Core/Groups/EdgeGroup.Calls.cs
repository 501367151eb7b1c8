namespace Gateway.Core.Groups;

/// <content>Turns from the grain, and what the edge makes of its news.</content>
public sealed partial class EdgeGroup
{
    private const int RingsRemembered = 4;
    private static readonly TimeSpan ShortestHorizon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ThinHorizon = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan RefillStopsAfter = TimeSpan.FromMilliseconds(50);

    private List<RingView> _rings = [];
    private GroupSnapshot? _snapshot;
    private Stamp _seen;
    private TimeSpan _snapshotAt;
    private TimeSpan _judgedAt;
    private TimeSpan _roundTrip = TimeSpan.FromMilliseconds(1);
    private TimeSpan _takeSentAt;
    private TakeRequest? _take;
    private bool _takeRepeated;
    private long _seq;

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
        if (_take is not null || _circuit.IsOpen || !_plan.Takes || HasNoTurns)
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

    // With every member suspended there is no ring to deal on: to ask again would bring the same answer, as often as it is asked.
    private bool HasNoTurns => _snapshot is { Ring.IsEmpty: true, Members.IsEmpty: false };

    /// <summary>Notes the answer to a Take.</summary>
    /// <returns>A Take to send now: the same again, because another activation will answer it.</returns>
    public TakeRequest? TakeAnswered(TakeReply reply, TimeSpan now)
    {
        var isMine = _take is { } open && reply.Seq == open.Seq;
        Hear(reply.News, reply.Stamp, isMine ? _takeSentAt : null, now);
        if (!isMine)
        {
            return null;
        }

        if (reply.Status != GroupStatus.Ok || !Fits(reply))
        {
            return TakeUnanswered(now);
        }

        _take = null;
        if (!_takeRepeated)
        {
            _roundTrip = (_roundTrip * 0.8) + ((now - _takeSentAt) * 0.2);
        }

        if (reply.Stamp.Epoch == _seen.Epoch && reply.Count > 0)
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

    /// <summary>The offset behind the last one dealt to this edge; 0: none in this epoch.</summary>
    public long NextOffset { get; private set; }

    private int StockTarget()
    {
        if (_plan.Lookahead is { } configured)
        {
            return configured;
        }

        var twoTrips = _roundTrip * 2;
        return _traffic.PerSecond * Longer(twoTrips, ThinHorizon).TotalSeconds < 0.5
            ? 0
            : (int)Math.Min(Math.Ceiling(_traffic.PerSecond * Longer(twoTrips, ShortestHorizon).TotalSeconds), GroupMachine.MaxTake);
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // What a grain says beside its answer. Permits live from the first sending of the call that they answer.
    private void Hear(GroupNews news, Stamp stamp, TimeSpan? sentAt, TimeSpan now)
    {
        if (!Fits(news))
        {
            return;
        }

        Accept(news.Snapshot, stamp, now);
        if (stamp == _seen)
        {
            IsUnfenced = news.IsUnfenced;
            foreach (var id in news.Contradicted)
            {
                if (Find(id) is { Overlay: { Kind: not OverlayKind.None } overlay })
                {
                    overlay.IsPrivate = true;
                }
            }
        }

        foreach (var ask in news.Asks)
        {
            Owe(ask, now);
        }

        if (sentAt is { } sent)
        {
            foreach (var permit in news.Permits)
            {
                Hold(permit, sent, now);
            }
        }

        if (news != GroupNews.None)
        {
            Refresh();
        }
    }

    // Nothing of a lower stamp changes an edge.
    private void Accept(GroupSnapshot? snapshot, Stamp stamp, TimeSpan now)
    {
        if (stamp == _seen)
        {
            _snapshotAt = now;
        }

        if (snapshot is null || snapshot.Stamp <= _seen || !Fits(snapshot))
        {
            return;
        }

        if (snapshot.Stamp.Epoch != _seen.Epoch)
        {
            NextOffset = 0;
            _stock.Clear();
            _rings.Clear();
            ForgetLeave();
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
        _judgedAt = now;
        JudgeBy(snapshot, now);
    }
}
