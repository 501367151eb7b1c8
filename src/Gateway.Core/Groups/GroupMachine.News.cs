using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>What the edges are told.</content>
public sealed partial class GroupMachine
{
    private static readonly GroupNews Unfenced = GroupNews.None with { IsUnfenced = true };

    /// <summary>Edges that are to be told of a new snapshot: those that pulled within three of their own periods.</summary>
    /// <param name="now">The grain's clock.</param>
    public IEnumerable<Guid> ToNudge(TimeSpan now) => _edges.Listening(now).Select(edge => edge.Id);

    /// <summary>
    /// Who is to be told what, since the last call: all that listen of a new snapshot, single edges of what concerns them. Permits
    /// do not go this way: their life counts from a call.
    /// </summary>
    /// <param name="now">The grain's clock.</param>
    public IReadOnlyList<(Guid Edge, GroupNews News)> TakeNudges(TimeSpan now)
    {
        var told = _bench.TakeTold();
        if (!_tellsAll && told.Length == 0)
        {
            return [];
        }

        var nudges = new List<(Guid, GroupNews)>();
        var snapshot = SnapshotAt(now);
        var isUnfenced = _bench.Lease.IsUnfenced(now);
        var plain = GroupNews.None with { Snapshot = snapshot, IsUnfenced = isUnfenced };
        foreach (var edge in _edges.Listening(now))
        {
            if (_tellsAll || told.Contains(edge.Id))
            {
                var own = _hasNews ? Gather(edge, _tellsAll ? snapshot : null, null, isUnfenced) : plain;

                // A contradiction counts only under the stamp that it belongs to, and a nudge has no other than its snapshot's.
                nudges.Add((edge.Id, own.Contradicted.IsEmpty ? own : own with { Snapshot = snapshot }));
            }
        }

        _tellsAll = false;
        return nudges;
    }

    private GroupNews News(RegisterEntry edge, Stamp seen, TimeSpan now, ImmutableArray<long> held = default)
    {
        var snapshot = seen < _snapshot.Stamp ? SnapshotAt(now) : null;
        var isUnfenced = _bench.Lease.IsUnfenced(now);
        if (!_hasNews)
        {
            return snapshot is not null ? GroupNews.None with { Snapshot = snapshot, IsUnfenced = isUnfenced } : isUnfenced ? Unfenced : GroupNews.None;
        }

        List<TrialPermit>? permits = null;
        foreach (var member in _cases)
        {
            if (member is { IsOnTrial: true })
            {
                AddPermits(member, edge, held, ref permits, now);
            }
        }

        return Gather(edge, snapshot, permits, isUnfenced);
    }

    private void AddPermits(MemberCase member, RegisterEntry edge, ImmutableArray<long> held, ref List<TrialPermit>? permits, TimeSpan now)
    {
        foreach (var id in held.IsDefault ? [] : held)
        {
            if (member.Trial.Renew(id, member, edge, _bench, now) is { } renewed)
            {
                (permits ??= []).Add(renewed);
            }
        }

        // Another edge has been asked already, and what it sees decides: a permit besides would be a second try for one answer.
        if (member.Opinions.Count == 0 && member.Trial.Deal(member, edge, _bench, now) is { } dealt)
        {
            (permits ??= []).Add(dealt);
        }
    }

    private GroupNews Gather(RegisterEntry edge, GroupSnapshot? snapshot, List<TrialPermit>? permits, bool isUnfenced)
    {
        List<OpinionAsk>? asks = null;
        List<string>? contradicted = null;
        foreach (var member in _cases)
        {
            if (member is { HasNews: true })
            {
                member.Opinions.AddOwed(edge.Id, ref asks);
                member.Checks.AddOwed(edge.Id, ref asks);
                if (member.Votes.IsContradicted(edge.Node))
                {
                    (contradicted ??= []).Add(member.Id);
                }
            }
        }

        return snapshot is null && permits is null && asks is null && contradicted is null
            ? (isUnfenced ? Unfenced : GroupNews.None)
            : new GroupNews(snapshot, [.. permits ?? []], [.. asks ?? []], [.. contradicted ?? []], isUnfenced);
    }

    // Remaining times are those of the moment of sending.
    private GroupSnapshot SnapshotAt(TimeSpan now)
    {
        if (now > _drawnAt && _snapshot.Verdicts.Any(verdict => verdict.RemainingMs > 0))
        {
            _snapshot = _snapshot with { Verdicts = Verdicts(now) };
            _drawnAt = now;
        }

        return _snapshot;
    }

    // A new ring moves no offset: it counts from the next one dealt.
    private GroupSnapshot Draw(Stamp stamp, long revision, GroupSnapshot? previous, int current)
    {
        var weights = Weights(_now);
        var keepsRing = previous is not null && weights.AsSpan().SequenceEqual(_ringWeights) && previous.Members.AsSpan().SequenceEqual(_members.AsSpan());
        _ringWeights = weights;
        _mayDiffer = _cases.Any(member => member?.BackSince is not null);
        _drawnAt = _now;
        return new GroupSnapshot(
            stamp, revision, _members, keepsRing ? previous!.RingVersion : stamp.Version, keepsRing ? previous!.RingBase : _next,
            keepsRing ? previous!.Ring : Ring.Build(weights), Verdicts(_now), current);
    }

    private ImmutableArray<MemberVerdict> Verdicts(TimeSpan now) => [.. _cases.Select(member => member is null
        ? new MemberVerdict(1, MemberState.Active, OperatorWord.None, 0, 0, 1)
        : new MemberVerdict(
            member.Gen, member.Standing.State, member.Statement.Word, RemainingMs(member, now), member.Standing.Suspensions,
            member.TenthsAt(_bench.Rules.SlowStart, now) / 10.0))];

    // A fraction of a millisecond is rounded up: no edge takes the member back before the grain does.
    private static long RemainingMs(MemberCase member, TimeSpan now) => (long)Math.Ceiling(member.Standing.RemainingAt(now).TotalMilliseconds);

    private int[] Weights(TimeSpan now)
    {
        var weights = new int[_members.Length];
        if (_bench.Rules.Failover is not null)
        {
            return weights;
        }

        var isEmpty = true;
        for (var i = 0; i < weights.Length; i++)
        {
            // Weights are the catalog's, a thousand at most: ten times as much is still small.
            var tenths = _cases[i] is not { } member ? 10 : member.Fitness == Fitness.Fit ? member.TenthsAt(_bench.Rules.SlowStart, now) : 0;
            weights[i] = _members[i].Weight * tenths;
            isEmpty &= weights[i] == 0;
        }

        if (isEmpty && _bench.Rules.WhenAllSuspended == WhenAllSuspended.TryAnyway)
        {
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = _cases[i]?.Statement.Word is null or OperatorWord.None ? _members[i].Weight : 0;
            }
        }

        return weights;
    }
}
