using System.Collections.Immutable;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Groups;

/// <summary>What an edge's catalog says of a group.</summary>
/// <param name="Definition">Its members, weights and rules.</param>
/// <param name="Cursor">Where its cursor is kept.</param>
/// <param name="Lookahead">Slots to fetch ahead; null: by the edge's own traffic; 0: the exact mode.</param>
/// <param name="Revision">The catalog's revision; 0 while it has none.</param>
public sealed record GroupPlan(GroupDefinition Definition, CursorScope Cursor, int? Lookahead, long Revision)
{
    /// <summary>How a member is chosen. Only round robin takes turns.</summary>
    public BalanceAlgorithm Algorithm { get; init; }

    /// <summary>How many times its fair share of outstanding requests <see cref="BalanceAlgorithm.Hash"/> gives a member; 0: no limit.</summary>
    public double BalanceFactor { get; init; }

    /// <summary>Whether picks need the cluster's cursor at all. A failover group's do not: the snapshot names its current member.</summary>
    public bool Takes => Cursor == CursorScope.Cluster && Algorithm == BalanceAlgorithm.RoundRobin && Definition.Members.Length > 1
        && Definition.Rules.Failover is null;

    /// <summary>Whether the choice looks at how many requests each member has.</summary>
    public bool CountsOutstanding => Algorithm == BalanceAlgorithm.LeastOutstanding || (Algorithm == BalanceAlgorithm.Hash && BalanceFactor > 0);

    /// <summary>The ring to walk while no snapshot has been seen.</summary>
    public ImmutableArray<int> Ring() => Groups.Ring.Build([.. Definition.Members.Select(member => member.Weight)]);
}
