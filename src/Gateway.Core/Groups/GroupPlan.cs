using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What an edge's catalog says of a group.</summary>
/// <param name="Definition">Its members and weights.</param>
/// <param name="Cursor">Where its cursor is kept.</param>
/// <param name="Lookahead">Slots to fetch ahead; null: by the edge's own traffic; 0: the exact mode.</param>
/// <param name="Revision">The catalog's revision; 0 while it has none.</param>
/// <param name="Suspensions">How long each leaf member is left alone after a failure. A group has no state of its own.</param>
public sealed record GroupPlan(
    GroupDefinition Definition, CursorScope Cursor, int? Lookahead, long Revision, FrozenDictionary<string, SuspensionPolicy> Suspensions)
{
    /// <summary>Whether picks need the cluster's cursor at all.</summary>
    public bool Takes => Cursor == CursorScope.Cluster && Definition.Members.Length > 1;

    /// <summary>The ring to walk while no snapshot has been seen.</summary>
    public ImmutableArray<int> Ring() => Groups.Ring.Build([.. Definition.Members.Select(member => member.Weight)]);
}
