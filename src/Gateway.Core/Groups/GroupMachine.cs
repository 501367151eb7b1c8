using System.Collections.Immutable;
using Gateway.Core.Events;

namespace Gateway.Core.Groups;

/// <summary>
/// The grain's side of the protocol: deals turns in one gap-free order, judges the members by the edges' evidence and says what is
/// new. Synchronous and without a clock; the grain around it reads the time, stores and sends.
/// </summary>
public sealed partial class GroupMachine
{
    /// <summary>The most turns that one Take can ask for.</summary>
    public const int MaxTake = 4096;

    private const int LongestNode = 128;

    private readonly EdgeRegister _edges = new();
    private readonly Bench _bench;
    private readonly FailoverChoice _choice = new();
    private ImmutableArray<GroupMember> _members;
    private MemberCase?[] _cases;
    private GroupSnapshot _snapshot;
    private int[] _ringWeights = [];
    private TimeSpan _now;
    private TimeSpan _drawnAt;
    private bool _hasNews;
    private bool _tellsAll;
    private bool _mayDiffer;
    private long _goneGen;
    private long _next;

    /// <summary>Starts an activation from what is stored.</summary>
    /// <param name="epoch">The epoch just taken by a conditional write.</param>
    /// <param name="record">The record as it was before that write.</param>
    /// <param name="started">When the activation began.</param>
    /// <param name="isAlone">Whether there is one edge and never another: the embedded mode.</param>
    public GroupMachine(Epoch epoch, GroupRecord record, GrainTime started = default, bool isAlone = false)
    {
        Epoch = epoch;
        _now = started.Now;
        _next = record.Checkpoint;
        _members = [.. record.Members.Select(member => new GroupMember(member.Id, member.Weight))];
        _cases = [.. record.Members.Select(member => Restored(member, started))];
        if (record.Failover is { } failover)
        {
            _choice.Restore(failover);
        }

        var settledAt = isAlone ? started.Now : started.Now + TwoPullPeriods;
        _bench = new Bench(epoch, _edges, new FenceLease(started.Now), settledAt) { MaySuspend = MaySuspend, IsAlone = isAlone };
        _snapshot = Draw(new Stamp(epoch, 1), record.Revision, previous: null, current: -1);
        _bench.Note(GroupEvent.OfGroup(EventKind.EpochTaken, 1), started.Now, changes: false);
        Settle(started.Now);
    }

    /// <summary>The present epoch.</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The newest snapshot.</summary>
    public GroupSnapshot Snapshot => _snapshot;

    /// <summary>The catalog revision of the members.</summary>
    public long Revision => _snapshot.Revision;

    /// <summary>Whether the catalog has been seen: until then members are judged by the defaults.</summary>
    public bool KnowsRules { get; private set; }

    /// <summary>The next offset to be dealt.</summary>
    public long NextOffset => _next;

    /// <summary>Deals turns. Costs the same however many are asked for.</summary>
    /// <param name="request">The call.</param>
    /// <param name="now">The grain's clock.</param>
    public TakeReply Take(in TakeRequest request, TimeSpan now)
    {
        var edge = _edges.Touch(request.Edge, now);
        edge.TookAt = now;
        if (IsAhead(request.Seen.Epoch))
        {
            return Refuse(GroupStatus.Fenced, request, GroupNews.None);
        }

        // The edge did not get the answer and asks again: the same turns, word for word, so that none is lost or doubled.
        if (edge.LastTake is { } last && request.Seq <= last.Seq)
        {
            return request.Seq == last.Seq ? last : Refuse(GroupStatus.OldSeq, request, GroupNews.None);
        }

        var news = News(edge, request.Seen, now);
        if (_members.IsEmpty)
        {
            return Refuse(GroupStatus.NoMembers, request, news);
        }

        // Nobody can be picked, or it is a failover group: there are no turns, and the snapshot says the rest.
        Ignore(Misfit.OutOfBounds, request.Count is < 1 or > MaxTake ? 1 : 0);
        var count = _snapshot.Ring.IsEmpty ? 0 : Math.Clamp(request.Count, 1, MaxTake);
        var reply = new TakeReply(GroupStatus.Ok, request.Seq, _snapshot.Stamp, _next, count, _snapshot.RingVersion, news);
        _next += count;
        edge.LastTake = reply;
        return reply;
    }

    /// <summary>Says what is new, registers the edge, and hears what it leaves alone and which permits it holds.</summary>
    /// <param name="request">The call.</param>
    /// <param name="now">The grain's clock.</param>
    public PullReply Pull(in PullRequest request, TimeSpan now)
    {
        var edge = _edges.Touch(request.Edge, now);
        edge.Node = NodeOf(request.Node, request.Edge);
        edge.Seen = request.Seen;
        edge.Overlays = Fitting(request.Overlays);
        edge.Period = PeriodOf(request.PeriodMs);
        (edge.Mode, edge.IsUnfenced) = (request.Mode, request.IsUnfenced);
        var (ordinal, count) = _edges.PhaseOf(request.Edge, now);
        if (IsAhead(request.Seen.Epoch))
        {
            return new PullReply(GroupStatus.Fenced, _snapshot.Stamp, GroupNews.None, ordinal, count);
        }

        foreach (var member in _cases)
        {
            member?.Shown(edge);
        }

        Settle(now);
        edge.CurrentAt = request.Seen == _snapshot.Stamp ? now : edge.CurrentAt;
        var news = News(edge, request.Seen, now, Fitting(request.Permits));
        return new PullReply(_members.IsEmpty ? GroupStatus.NoMembers : GroupStatus.Ok, _snapshot.Stamp, news, ordinal, count);
    }

    /// <summary>Takes the members of a newer catalog revision. Members are known by id; the cursor goes on where it is.</summary>
    /// <param name="definition">The group in that revision; null when it has none.</param>
    /// <param name="revision">Its number; one that is not newer changes nothing, unless it brings the rules, which are not stored.</param>
    /// <returns>Whether there is a new snapshot to be stored and sent.</returns>
    public bool Adopt(GroupDefinition? definition, long revision)
    {
        if (revision < Revision || (revision == Revision && KnowsRules))
        {
            return false;
        }

        var before = _snapshot.Stamp;
        var known = _cases.OfType<MemberCase>().ToDictionary(member => member.Id, StringComparer.Ordinal);
        var members = definition?.Members ?? [];
        _bench.Rules = definition?.Rules ?? GroupRules.Default;
        _bench.IsChanged |= revision != Revision || !members.AsSpan().SequenceEqual(_members.AsSpan());
        _members = members;
        _cases = [.. _members.Select(member => Adopted(member.Id, known))];

        // One that goes, or becomes a group, and comes back is another: what was routed to the first must not fit a gen of the second.
        _goneGen = known.Values.Except(_cases).Select(one => one!.Gen).Append(_goneGen).Max();
        _snapshot = _snapshot with { Revision = revision };
        (KnowsRules, _mayDiffer) = (true, true);
        Settle(_now);
        return _snapshot.Stamp != before;
    }

    /// <summary>Goes on under a later epoch: a caller has seen one that storage has since forgotten.</summary>
    /// <param name="epoch">Later than the present one, and just written.</param>
    /// <param name="now">The grain's clock.</param>
    public void RaiseTo(Epoch epoch, TimeSpan now)
    {
        Epoch = _bench.Epoch = epoch;
        foreach (var member in _cases)
        {
            member?.Void(now);
        }

        _bench.Lease.Doubt(now);
        _edges.ForgetAnswers();
        _snapshot = Draw(new Stamp(epoch, 1), Revision, previous: null, _snapshot.Current);
        _tellsAll = true;
        _bench.Note(GroupEvent.OfGroup(EventKind.EpochTaken, 1), now, changes: false);
        Settle(now);
    }

    /// <summary>What is to be stored now.</summary>
    /// <param name="at">Now: durations are stored as times of day.</param>
    public GroupRecord Record(GrainTime at = default) => new()
    {
        EpochNumber = Epoch.Number,
        EpochTag = Epoch.Tag,
        Revision = Revision,
        Members = [.. _members.Select((member, i) => _cases[i]?.Record(member.Weight, at.Now, at.UtcMilliseconds) ?? new(member.Id, member.Weight))],
        Checkpoint = _next,
        Failover = KnowsRules && _bench.Rules.Failover is null ? null : _choice.Record(),
    };

    private static string NodeOf(string? node, Guid edge) =>
        string.IsNullOrEmpty(node) ? edge.ToString() : node.Length <= LongestNode ? node : node[..LongestNode];

    private TakeReply Refuse(GroupStatus status, in TakeRequest request, GroupNews news) =>
        new(status, request.Seq, _snapshot.Stamp, 0, 0, 0, news);
}

/// <summary>A moment as a grain knows it.</summary>
/// <param name="Now">Its clock, which only goes forward.</param>
/// <param name="UtcMilliseconds">The time of day, which may jump: only for what is stored.</param>
public readonly record struct GrainTime(TimeSpan Now, long UtcMilliseconds);
