using System.Collections.Immutable;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Edge.Addresses;
using Gateway.Management.Views;
using Verdict = Gateway.Core.Suspension.MemberState;

namespace Gateway.Edge.Groups;

/// <summary>The edge's own view of its groups, for the management listener and the metrics.</summary>
internal sealed class GroupViews : IGroupViews
{
    private readonly EdgeGroups _groups;
    private readonly AddressGates _gates;

    public GroupViews(EdgeGroups groups, AddressGates gates)
    {
        _groups = groups;
        _gates = gates;
    }

    /// <inheritdoc />
    public IReadOnlyCollection<string> Names => _groups.Shells.Keys;

    /// <inheritdoc />
    public GroupView? Find(string name) => _groups.Shells.TryGetValue(name, out var shell) ? shell.With(View) : null;

    /// <inheritdoc />
    public ImmutableArray<AddressView> LeftAlone(string endpoint) =>
    [
        .. _gates.LeftAlone(endpoint).Select(address => new AddressView(
            address.Authority, MemberStates.Of(OperatorWord.None, address.State), MillisecondsOf(address.LeftAloneFor), address.Suspensions)),
    ];

    private static GroupView View(EdgeGroup group, TimeSpan now)
    {
        var age = group.SnapshotAge(now);
        return new GroupView(
            group.Plan.Definition.Name,
            group.Mode switch { EdgeMode.Degraded => GroupMode.Degraded, EdgeMode.Local => GroupMode.Local, _ => GroupMode.Cluster },
            group.Snapshot?.Stamp.Epoch.Number ?? 0,
            group.Snapshot?.Stamp.Version ?? 0,
            group.NextOffset,
            [.. group.MembersAt(now).Select(View)],
            age == TimeSpan.MaxValue ? -1 : (long)age.TotalMilliseconds,
            [.. group.OverlayAt(now)])
        {
            PrivateOverlay = [.. group.PrivateOverlayAt(now)],
            IsUnfenced = group.IsUnfenced,
            ReportsDropped = group.ReportsDropped,
            RepliesIgnored = group.RepliesIgnored,
        };
    }

    private static MemberView View(MemberStanding member) => new(
        member.Id, MemberStates.Of(member.Word, member.State), member.State is Verdict.Trial ? 0 : MillisecondsOf(member.LeftAloneFor), member.Times,
        member.Weight, ImmutableArray<EvidenceView>.Empty);

    // An operator's word has no end that an edge knows of.
    private static long MillisecondsOf(TimeSpan length) => length == TimeSpan.MaxValue ? 0 : (long)length.TotalMilliseconds;
}
