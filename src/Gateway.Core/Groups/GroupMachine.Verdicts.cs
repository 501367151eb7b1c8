using Gateway.Core.Events;

namespace Gateway.Core.Groups;

/// <content>Who is well: evidence, time and operators' words.</content>
public sealed partial class GroupMachine
{
    private static readonly TimeSpan TwoPullPeriods = TimeSpan.FromSeconds(2);

    private bool _isUnfenced;

    /// <summary>When the fence lease is to be written next; null: no trial is due.</summary>
    public TimeSpan? LeaseDue => _bench.Lease.WriteDue;

    /// <summary>Notes a write that storage has confirmed.</summary>
    /// <param name="started">When it was sent.</param>
    public void Written(TimeSpan started) => _bench.Lease.Confirmed(started);

    /// <summary>Notes that the record was somebody else's and had to be written again.</summary>
    /// <param name="now">The grain's clock.</param>
    public void WrittenOver(TimeSpan now) => _bench.Lease.Doubt(now);

    /// <summary>Notes since when changes have been waiting to be written.</summary>
    /// <param name="since">Null: nothing waits.</param>
    public void Behind(TimeSpan? since) => _bench.Lease.BehindSince = since;

    /// <summary>Whether time alone can change something: then <see cref="Tick"/> is to be called every 250 ms.</summary>
    public bool NeedsTicks { get; private set; }

    /// <summary>Takes a report. Evidence counts only under its member's present epoch and gen.</summary>
    /// <param name="request">The call.</param>
    /// <param name="now">The grain's clock.</param>
    public ReportReply Report(ReportRequest request, TimeSpan now)
    {
        var edge = _edges.Touch(request.Edge, now);
        edge.Node = NodeOf(request.Node, request.Edge);
        if (IsAhead(request.Seen.Epoch))
        {
            return new ReportReply(GroupStatus.Fenced, request.Seq, _snapshot.Stamp, 0, GroupNews.None);
        }

        if (edge.LastReport is { } last && request.Seq <= last.Seq)
        {
            return request.Seq == last.Seq ? last : new ReportReply(GroupStatus.OldSeq, request.Seq, _snapshot.Stamp, 0, GroupNews.None);
        }

        Settle(now);
        var ignored = 0;
        var items = request.Items.IsDefault ? [] : request.Items;
        for (var i = 0; i < items.Length; i++)
        {
            var misfit = MisfitOf(items[i], i, out var member);
            if (misfit is null && !member!.Take(items[i], edge, _bench, now))
            {
                misfit = Misfit.Void;
            }

            if (misfit is { } reason)
            {
                ignored++;
                Ignore(reason);
            }
        }

        Settle(now);
        var status = _members.IsEmpty ? GroupStatus.NoMembers : GroupStatus.Ok;
        return edge.LastReport = new ReportReply(status, request.Seq, _snapshot.Stamp, ignored, News(edge, request.Seen, now));
    }

    /// <summary>Lets time pass: delays and suspensions run out, votes end, the next edge is asked.</summary>
    /// <param name="now">The grain's clock.</param>
    public void Tick(TimeSpan now) => Settle(now);

    /// <summary>Does what an operator says.</summary>
    /// <param name="command">The word.</param>
    /// <param name="now">The grain's clock.</param>
    public AdminReply Admin(AdminCommand command, TimeSpan now)
    {
        if (command.ForMs < 0 || !Enum.IsDefined(command.Verb))
        {
            Ignore(Misfit.OutOfBounds);
            return new AdminReply(AdminStatus.NotUnderstood, _snapshot.Stamp);
        }

        if (CaseOf(command.Member) is not { } member)
        {
            var isGroup = _members.Any(other => other.Id == command.Member);
            return new AdminReply(isGroup ? AdminStatus.MemberIsGroup : AdminStatus.NoSuchMember, _snapshot.Stamp);
        }

        Settle(now);
        member.Obey(command, _bench, now);
        Settle(now);
        return new AdminReply(AdminStatus.Done, _snapshot.Stamp);
    }

    /// <summary>The transitions since the last call, to be logged.</summary>
    public IReadOnlyList<GroupEvent> TakeEvents() => _bench.TakeEvents();

    /// <summary>The group for an operator's eyes.</summary>
    /// <param name="storageLag">How long changes have been waiting to be written.</param>
    /// <param name="now">The grain's clock.</param>
    public GroupDescription Describe(TimeSpan storageLag, TimeSpan now) =>
        new(SnapshotAt(now), _next, (long)storageLag.TotalMilliseconds, _edges.Describe(_snapshot.Stamp, now))
        {
            Members = [.. _cases.OfType<MemberCase>().Select(member => member.Describe(_bench, now))],
            Events = _bench.Events(now),
            IsUnfenced = _bench.Lease.IsUnfenced(now),
            Quorum = _bench.Rules.Quorum,
            QuorumInForce = new Votes().Needed("", _bench.Rules.Quorum, _bench.IsSettling(now), _edges, now),
        };

    // A change of one member may decide about another (a failover group's choice), but no member waits for another: one round does.
    private void Settle(TimeSpan now)
    {
        _now = now > _now ? now : _now;
        _bench.NextVersion = _snapshot.Stamp.Version + 1;
        var (needsTicks, hasNews, isOnTrial) = (false, false, false);
        foreach (var member in _cases)
        {
            if (member is not null)
            {
                member.Advance(_bench, now);
                needsTicks |= member.NeedsTicks;
                hasNews |= member.HasNews;
                isOnTrial |= member.IsOnTrial;
            }
        }

        (NeedsTicks, _hasNews) = (needsTicks, hasNews);
        _bench.Lease.Want(isOnTrial, now);
        if (_bench.Lease.IsUnfenced(now) != _isUnfenced)
        {
            _isUnfenced = !_isUnfenced;
            var kind = _isUnfenced ? EventKind.UnfencedBegun : EventKind.UnfencedEnded;
            _bench.Note(GroupEvent.OfGroup(kind, _snapshot.Stamp.Version), now, changes: false);
        }

        var current = Choose(now);
        if (_bench.IsChanged || current != _snapshot.Current || (_mayDiffer && !Weights(now).AsSpan().SequenceEqual(_ringWeights)))
        {
            _bench.IsChanged = false;
            _snapshot = Draw(new Stamp(Epoch, _snapshot.Stamp.Version + 1), Revision, _snapshot, current);
            _bench.NextVersion = _snapshot.Stamp.Version + 1;
            _tellsAll = true;
        }
    }

    private MemberCase? CaseOf(string id)
    {
        foreach (var member in _cases)
        {
            if (member?.Id == id)
            {
                return member;
            }
        }

        return null;
    }

    private MemberCase? Adopted(string id, Dictionary<string, MemberCase> known)
    {
        // A member that is a group has no rules, and no state of its own. Where no rules are known, members are taken for leaves.
        var rules = _bench.Rules.Members.GetValueOrDefault(id) ?? (ReferenceEquals(_bench.Rules, GroupRules.Default) ? MemberRules.Default : null);
        if (rules is null)
        {
            return null;
        }

        var member = known.GetValueOrDefault(id) ?? new MemberCase(id, rules, _goneGen + 1);
        member.Rules = rules;
        return member;
    }

    private static MemberCase Restored(MemberRecord record, GrainTime started)
    {
        var member = new MemberCase(record.Id, MemberRules.Default);
        member.Restore(record, started.Now, started.UtcMilliseconds);
        return member;
    }

    // A share that a member more would go beyond lets that member be used on, however ill it is.
    private bool MaySuspend(MemberCase member)
    {
        var most = (int)Math.Floor((_bench.Rules.MaxSuspended * _members.Length) + 1e-9);
        return member.IsSuspended || _cases.Count(other => other is { IsSuspended: true }) < most;
    }

    private int Choose(TimeSpan now)
    {
        if (_bench.Rules.Failover is not { } rules)
        {
            return -1;
        }

        var before = _choice.Current;
        if (_choice.Choose(_members, rules, id => CaseOf(id)?.Fitness ?? Fitness.Fit))
        {
            _bench.Note(
                new GroupEvent(
                    _bench.NextVersion, 0, _choice.Current ?? "", default, default, default, CauseKind.Choice, 0, false, [], "")
                {
                    Kind = EventKind.CurrentMoved,
                    Before = before ?? "",
                },
                now);
        }

        for (var i = 0; i < _members.Length; i++)
        {
            if (_members[i].Id == _choice.Current)
            {
                return i;
            }
        }

        return -1;
    }
}
