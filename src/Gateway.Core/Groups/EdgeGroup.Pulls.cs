namespace Gateway.Core.Groups;

/// <content>When the edge asks for news, and whether it counts on the grain at all.</content>
public sealed partial class EdgeGroup
{
    private static readonly TimeSpan InUseFor = TimeSpan.FromSeconds(10);

    // Another activation takes over in a few seconds, and deals no permit in its first five.
    private static readonly TimeSpan TrialsAreTheClustersFor = TimeSpan.FromSeconds(10);
    private readonly PullSchedule _pulls = new();
    private TimeSpan _pullSentAt;
    private (int Ordinal, int Count) _phase;

    /// <summary>The Pull to send now, if one is due and none is in flight.</summary>
    /// <param name="now">The edge's clock.</param>
    public PullRequest? NextPull(TimeSpan now)
    {
        var inUse = IsInUse(now);
        if (!_pulls.IsDue(inUse, now))
        {
            return null;
        }

        Tidy(now);
        _pulls.Sent();
        _pullSentAt = now;
        return new PullRequest(
            _edge, _node, _seen, _plan.Revision, (int)PullSchedule.Period(inUse).TotalMilliseconds,
            [.. _order.Where(member => member.Overlay.Kind == OverlayKind.Held || member.IsHeldAt(now))
                .Select(member => new OverlayEntry(member.Id, member.Overlay.Gen, member.Overlay.IsPrivate))],
            [.. _order.Where(member => member.Permit is not null).Select(member => member.Permit!.Value.Permit.Id)])
        {
            Mode = Mode,
            IsUnfenced = IsUnfenced,
        };
    }

    /// <summary>Notes the answer to a Pull.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="roundTrip">How long it took.</param>
    /// <param name="now">The edge's clock.</param>
    public void PullAnswered(PullReply reply, TimeSpan roundTrip, TimeSpan now)
    {
        var epoch = _seen.Epoch;
        Hear(reply.News, reply.Stamp, _pullSentAt, now);
        if (reply.Status != GroupStatus.Ok)
        {
            // It would give no turns either: with its circuit closed, each Take would cost two calls and a longer hold.
            PullUnanswered(now);
            return;
        }

        CloseCircuit(roundTrip, now);
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

        var isPhase = Fits(reply.PhaseCount >= 1 && reply.PhaseOrdinal >= 0 && reply.PhaseOrdinal <= reply.PhaseCount);
        if (isPhase && !_plan.Takes && _ring.Length > 0 && (reply.PhaseOrdinal, reply.PhaseCount) != _phase)
        {
            // Edges that started at one place would all send their first request to one member. The first to ask a new activation
            // is told of no others yet, so a phase is taken again whenever the edges that listen are others.
            _phase = (reply.PhaseOrdinal, reply.PhaseCount);
            _localCursor = (ulong)((long)reply.PhaseOrdinal * _ring.Length / reply.PhaseCount);
        }
    }

    /// <summary>
    /// Notes that a Pull failed. The second in a row degrades the group: one that takes turns would else find out at the expense of its
    /// next request, and one that takes none, or has no traffic, never.
    /// </summary>
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

    /// <summary>Notes that the way to the cluster is lost: asks at once, and so finds out whether the group is.</summary>
    public void Disconnected() => _pulls.DueNow();

    /// <summary>Takes news that came unasked: it carries no permits.</summary>
    /// <param name="news">The grain's news.</param>
    /// <param name="now">The edge's clock.</param>
    public void Nudged(GroupNews news, TimeSpan now) => Hear(news, news.Snapshot?.Stamp ?? default, null, now);

    private bool IsInUse(TimeSpan now)
    {
        var last = _used > _traffic.Last ? _used : _traffic.Last;
        return (last > TimeSpan.Zero && now - last <= InUseFor) || HasTrouble(now);
    }

    private bool HasTrouble(TimeSpan now)
    {
        foreach (var member in _order)
        {
            if (member.Permit is not null || member.IsHeldAt(now))
            {
                return true;
            }
        }

        return false;
    }

    private void CloseCircuit(TimeSpan roundTrip, TimeSpan now)
    {
        var wasOpen = _circuit.IsOpen;
        _circuit.Answered(roundTrip, now);
        if (wasOpen && !_circuit.IsOpen)
        {
            // From here on the cluster's verdict holds again, whatever this edge found out alone.
            foreach (var member in _order)
            {
                member.IsAcquitted = false;
            }

            Refresh();
        }
    }

    private void OpenCircuit(TimeSpan now)
    {
        if (!_circuit.IsOpen)
        {
            _circuit.Open(now);
            _degradedCursor = NextRandom();
            foreach (var member in _order)
            {
                member.LeaveToCluster(now + TrialsAreTheClustersFor);
            }

            _pulls.DueNow();
            Refresh();
        }
    }
}
