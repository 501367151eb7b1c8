using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Attempts;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Management.Views;

namespace Gateway.Management.Groups;

/// <summary>Draws an answer from what the catalog, the grain and the answering edge know of a group.</summary>
internal static class GroupDrawing
{
    /// <summary>The names of all groups that requests can reach: failover and load-balance endpoints, and what an API or a dynamic endpoint names. Sorted.</summary>
    public static ImmutableArray<string> NamesIn(Catalog catalog)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in catalog.Endpoints.Values)
        {
            if (endpoint is GroupEndpoint)
            {
                names.Add(endpoint.Name);
            }
        }

        names.UnionWith(ReachedGroups.In(catalog));
        return [.. names];
    }

    /// <summary>The grain's truth.</summary>
    /// <param name="group">What the catalog says.</param>
    /// <param name="truth">What the grain says.</param>
    /// <param name="own">The answering edge's view; null on a silo.</param>
    /// <param name="catalog">Where addresses stand.</param>
    public static GroupAnswer OfCluster(GroupDefinition group, GroupDescription truth, GroupView? own, Catalog catalog)
    {
        var stamp = truth.Snapshot.Stamp;
        return new(
            AnswerView.Cluster, group.Name, group.Kind, own?.Mode ?? GroupMode.Cluster, stamp.Epoch.Number, stamp.Version, truth.Offset,
            [.. truth.Snapshot.Members.Select((member, index) => Draw(member, truth.Snapshot.Verdicts[index], DescriptionOf(member.Id, truth), catalog))],
            [.. truth.Edges.Select(Draw)])
        {
            Quorum = new QuorumAnswer(
                truth.Quorum?.ToString(CultureInfo.InvariantCulture) ?? "auto", truth.QuorumInForce, truth.QuorumInForce < (truth.Quorum ?? 2)),
            Current = truth.Snapshot.Current is >= 0 and var current ? truth.Snapshot.Members[current].Id : null,
            Unfenced = truth.IsUnfenced,
            Ring = RingOf(group, truth, catalog),
        };
    }

    /// <summary>What the answering edge acts on.</summary>
    public static GroupAnswer OfEdge(GroupDefinition group, GroupView own, string node, Catalog catalog) => new(
        AnswerView.Local, group.Name, group.Kind, own.Mode, own.Epoch, own.Version, own.Offset,
        [.. own.Members.Select(member => Draw(member, own.PrivateOverlay.Contains(member.Id) ? [node] : [], catalog))],
        [new EdgeAnswer(node, own.SnapshotAgeMs < 0 ? null : own.SnapshotAgeMs, own.Overlay, own.PrivateOverlay, own.Mode, own.IsUnfenced)])
    {
        Unfenced = own.IsUnfenced,
    };

    private static RingAnswer? RingOf(GroupDefinition group, GroupDescription truth, Catalog catalog) =>
        catalog.Endpoints.GetValueOrDefault(group.Name) is LoadBalanceEndpoint { Algorithm: BalanceAlgorithm.RoundRobin, Cursor: CursorScope.Cluster }
        && truth.Snapshot.Ring is { IsDefaultOrEmpty: false, Length: <= RingAnswer.MostPositions } ring
            ? new RingAnswer(ring, Ring.PositionOf(truth.Offset, truth.Snapshot.RingBase, ring.Length))
            : null;

    private static EdgeAnswer Draw(RegisteredEdge edge) => new(
        edge.Node, edge.SnapshotAgeMs < 0 ? null : edge.SnapshotAgeMs, edge.Overlay, edge.Private,
        edge.Mode switch { EdgeMode.Degraded => GroupMode.Degraded, EdgeMode.Local => GroupMode.Local, _ => GroupMode.Cluster }, edge.IsUnfenced);

    private static MemberDescription? DescriptionOf(string id, GroupDescription truth)
    {
        foreach (var member in truth.Members)
        {
            if (member.Id == id)
            {
                return member;
            }
        }

        return null;
    }

    private static MemberAnswer Draw(GroupMember member, MemberVerdict verdict, MemberDescription? story, Catalog catalog) => new(
        member.Id, AddressOf(member.Id, catalog), MemberStates.Of(verdict.Word, verdict.State), verdict.RemainingMs, verdict.Suspensions, member.Weight,
        story is null ? [] : [.. story.Evidence.Concat(story.Votes).Select(seen => new EvidenceView(seen.Node, CauseOf(seen), seen.AgoMs))])
    {
        Operator = story is { By.Length: > 0 } ? new OperatorAnswer(story.Reason, story.By, story.WordRemainingMs) : null,
        Provisional = story is { IsProvisional: true },
        Asked = story?.Asks ?? [],
        Contradicted = story?.Contradicted ?? [],
        Trial = story is { Permit.Length: > 0 } ? story.Permit : null,
        Cause = story is { Cause: not CauseKind.None } ? story.Cause.ToString().ToLowerInvariant() : null,
        NextSuspensionMs = story is { NextSuspensionMs: > 0 and < long.MaxValue } ? story.NextSuspensionMs : null,
        Quorum = story?.Quorum,
    };

    private static string CauseOf(EvidenceEntry seen) => seen.ErrorCode == 0
        ? $"success at {seen.Stage.ToString().ToLowerInvariant()}"
        : string.Create(CultureInfo.InvariantCulture, $"{seen.ErrorCode} {ErrorCodes.Describe(seen.ErrorCode)}");

    private static MemberAnswer Draw(MemberView member, ImmutableArray<string> contradicted, Catalog catalog) => new(
        member.Id, AddressOf(member.Id, catalog), member.State, member.SuspendedForMs, member.Suspensions, member.Weight, member.Evidence)
    {
        Contradicted = contradicted,
    };

    private static string? AddressOf(string member, Catalog catalog) =>
        catalog.Endpoints.GetValueOrDefault(member) is LeafEndpoint leaf ? WithoutUser(leaf.Url) : null;

    /// <summary>Leaves out what stands before the <c>@</c> of an address: it may be a password.</summary>
    internal static string WithoutUser(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3)
        {
            return url;
        }

        var length = url.AsSpan(start).IndexOfAny('/', '?', '#');
        var authority = length < 0 ? url.AsSpan(start) : url.AsSpan(start, length);
        var at = authority.LastIndexOf('@');
        return at < 0 ? url : url.Remove(start, at + 1);
    }
}
