using System.Collections.Immutable;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>
/// The grain's side of the protocol: deals turns in one gap-free order and says what is new. Synchronous and without a clock;
/// the grain around it reads the time, stores and sends.
/// </summary>
public sealed class GroupMachine
{
    /// <summary>The most turns that one Take can ask for.</summary>
    public const int MaxTake = 4096;

    private readonly EdgeRegister _edges = new();
    private ImmutableArray<GroupMember> _members;
    private GroupSnapshot _snapshot;
    private long _next;

    /// <summary>Starts an activation from what is stored.</summary>
    /// <param name="epoch">The epoch just taken by a conditional write.</param>
    /// <param name="record">The record as it was before that write.</param>
    public GroupMachine(Epoch epoch, GroupRecord record)
    {
        Epoch = epoch;
        _next = record.Checkpoint;
        _members = [.. record.Members.Select(member => new GroupMember(member.Id, member.Weight))];
        _snapshot = TurnTo(_members, record.Revision, version: 1);
    }

    /// <summary>The present epoch.</summary>
    public Epoch Epoch { get; private set; }

    /// <summary>The newest snapshot.</summary>
    public GroupSnapshot Snapshot => _snapshot;

    /// <summary>The catalog revision of the members.</summary>
    public long Revision => _snapshot.Revision;

    /// <summary>The next offset to be dealt.</summary>
    public long NextOffset => _next;

    /// <summary>Deals turns. Costs the same however many are asked for.</summary>
    /// <param name="request">The call.</param>
    /// <param name="now">The grain's clock.</param>
    public TakeReply Take(in TakeRequest request, TimeSpan now)
    {
        var edge = _edges.Touch(request.Edge, now);
        if (request.Seen.Epoch > Epoch)
        {
            return Refuse(GroupStatus.Fenced, request);
        }

        // The edge did not get the answer and asks again: the same turns, word for word, so that none is lost or doubled.
        if (edge.LastTake is { } last && request.Seq <= last.Seq)
        {
            return request.Seq == last.Seq ? last : Refuse(GroupStatus.OldSeq, request);
        }

        if (_snapshot.Ring.IsEmpty)
        {
            return Refuse(GroupStatus.NoMembers, request);
        }

        var count = Math.Clamp(request.Count, 1, MaxTake);
        var reply = new TakeReply(
            GroupStatus.Ok, request.Seq, _snapshot.Stamp, _next, count, _snapshot.RingVersion, NewerThan(request.Seen));
        _next += count;
        edge.LastTake = reply;
        return reply;
    }

    /// <summary>Says what is new and registers the edge.</summary>
    /// <param name="request">The call.</param>
    /// <param name="now">The grain's clock.</param>
    public PullReply Pull(in PullRequest request, TimeSpan now)
    {
        var edge = _edges.Touch(request.Edge, now);
        edge.Node = request.Node;
        edge.Seen = request.Seen;
        edge.Overlays = request.Overlays.IsDefault ? [] : request.Overlays;
        edge.Period = TimeSpan.FromMilliseconds(Math.Clamp(request.PeriodMs, 100, 60_000));
        var (ordinal, count) = _edges.PhaseOf(request.Edge, now);
        return request.Seen.Epoch > Epoch
            ? new PullReply(GroupStatus.Fenced, _snapshot.Stamp, GroupNews.None, ordinal, count)
            : new PullReply(
                _snapshot.Ring.IsEmpty ? GroupStatus.NoMembers : GroupStatus.Ok, _snapshot.Stamp, NewerThan(request.Seen), ordinal, count);
    }

    /// <summary>Takes the members of a newer catalog revision. Members are known by id; the cursor goes on where it is.</summary>
    /// <param name="definition">The group in that revision; null when it has none.</param>
    /// <param name="revision">Its number; one that is not newer changes nothing.</param>
    /// <returns>Whether there is a new snapshot to be stored and sent.</returns>
    public bool Adopt(GroupDefinition? definition, long revision)
    {
        if (revision <= Revision)
        {
            return false;
        }

        var members = definition?.Members ?? [];
        var version = _snapshot.Stamp.Version + 1;
        _snapshot = members.AsSpan().SequenceEqual(_members.AsSpan())
            ? _snapshot with { Stamp = new Stamp(Epoch, version), Revision = revision }
            : TurnTo(members, revision, version);
        _members = members;
        return true;
    }

    /// <summary>Goes on under a later epoch: a caller has seen one that storage has since forgotten.</summary>
    /// <param name="epoch">Later than the present one, and just written.</param>
    public void RaiseTo(Epoch epoch)
    {
        Epoch = epoch;
        _snapshot = TurnTo(_members, Revision, version: 1);
        _edges.ForgetTakes();
    }

    /// <summary>What is to be stored now.</summary>
    public GroupRecord Record() => new()
    {
        EpochNumber = Epoch.Number,
        EpochTag = Epoch.Tag,
        Revision = Revision,
        Members = [.. _members.Select(member => new MemberRecord(member.Id, member.Weight))],
        Checkpoint = _next,
    };

    /// <summary>Edges that are to be told of a new snapshot: those that pulled within three of their own periods.</summary>
    /// <param name="now">The grain's clock.</param>
    public IEnumerable<Guid> ToNudge(TimeSpan now) => _edges.Listening(now);

    /// <summary>The group for an operator's eyes.</summary>
    /// <param name="storageLag">How long changes have been waiting to be written.</param>
    /// <param name="now">The grain's clock.</param>
    public GroupDescription Describe(TimeSpan storageLag, TimeSpan now) =>
        new(_snapshot, _next, (long)storageLag.TotalMilliseconds, _edges.Describe(_snapshot.Stamp, now));

    private GroupNews NewerThan(Stamp seen) => seen < _snapshot.Stamp ? GroupNews.None with { Snapshot = _snapshot } : GroupNews.None;

    private TakeReply Refuse(GroupStatus status, in TakeRequest request) =>
        new(status, request.Seq, _snapshot.Stamp, 0, 0, 0, NewerThan(request.Seen));

    // A new ring moves no offset: it counts from the next one dealt.
    private GroupSnapshot TurnTo(ImmutableArray<GroupMember> members, long revision, long version)
    {
        var weights = new int[members.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = members[i].Weight;
        }

        return new GroupSnapshot(new Stamp(Epoch, version), revision, members, version, _next, Ring.Build(weights),
            [.. members.Select(_ => new MemberVerdict(1, MemberState.Active, OperatorWord.None, 0, 0, 1))], -1);
    }
}
