using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>The group for those who watch, and when it next has something to do.</content>
public sealed partial class EdgeGroup
{
    /// <summary>Whether the grain said that its changes have been waiting to be stored for 3 s or more.</summary>
    public bool IsUnfenced { get; private set; }

    /// <summary>How this edge picks. A group of one has no cursor to be local with.</summary>
    public EdgeMode Mode => _circuit.IsOpen ? EdgeMode.Degraded
        : _plan.Cursor == CursorScope.Local && _plan.Definition is { Members.Length: > 1, Rules.Failover: null } ? EdgeMode.Local
        : EdgeMode.Cluster;

    /// <summary>When a Pull is due once a request has come: the one thing that traffic alone can bring forward.</summary>
    public TimeSpan DueWithTraffic => _pulls.Due(inUse: true);

    /// <summary>When something is next to be done though nobody calls: a Pull, a Report, a probe, an opinion to be given back.</summary>
    /// <param name="now">The edge's clock.</param>
    public TimeSpan NextDue(TimeSpan now)
    {
        var due = Earlier(_pulls.Due(IsInUse(now)), ReportDue());
        foreach (var ask in _asks)
        {
            var byProbe = ask.Ask.ByProbe && !ask.IsProbed && Find(ask.Ask.Member) is { IsProbed: false };
            due = byProbe ? TimeSpan.MinValue : ask.Ask.ByProbe ? due : Earlier(due, ask.Until);
        }

        foreach (var member in _order)
        {
            due = Earlier(due, DueOf(member, now));
        }

        return due;
    }

    /// <summary>Members that this edge leaves alone on its own evidence.</summary>
    /// <param name="now">The edge's clock.</param>
    public IEnumerable<string> OverlayAt(TimeSpan now) => _order.Where(member => member.IsHeldAt(now)).Select(member => member.Id);

    /// <summary>Those of them that the cluster has contradicted.</summary>
    /// <param name="now">The edge's clock.</param>
    public IEnumerable<string> PrivateOverlayAt(TimeSpan now) =>
        _order.Where(member => member.IsHeldAt(now) && member.Overlay.IsPrivate).Select(member => member.Id);

    /// <summary>The members in the catalog's order.</summary>
    /// <param name="now">The edge's clock.</param>
    public IEnumerable<MemberStanding> MembersAt(TimeSpan now) => _plan.Definition.Members.Select(member => Standing(member, now));

    private MemberStanding Standing(GroupMember member, TimeSpan now)
    {
        var view = _members[member.Id];
        var verdict = view.Verdict;
        var state = verdict.State != MemberState.Active ? verdict.State
            : !view.IsHeldAt(now) ? MemberState.Active
            : view.Overlay.Kind == OverlayKind.Marked ? MemberState.Timeout : MemberState.Suspended;
        return new MemberStanding(
            member.Id, member.Weight, state, verdict.Word, view.RemainingAt(now), Math.Max(verdict.Suspensions, view.Overlay.Times));
    }

    private TimeSpan DueOf(MemberView member, TimeSpan now)
    {
        var due = TimeSpan.MaxValue;
        if (member.Permit is { } held)
        {
            due = held is { IsUsed: false, Permit.ByProbe: true } && !member.IsProbed ? TimeSpan.MinValue : held.Expires;
        }

        if (member.NeedsTry(_circuit.IsOpen) && !member.IsProbed && member.TriesByProbe(_circuit.IsOpen))
        {
            due = Earlier(due, member.TryFrom(_circuit.IsOpen));
        }

        return member.Overlay.Kind == OverlayKind.Held && !member.IsUsableAt(now) && member.Overlay.DroppedAt > now
            ? Earlier(due, member.Overlay.DroppedAt)
            : due;
    }

    private static TimeSpan Earlier(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
