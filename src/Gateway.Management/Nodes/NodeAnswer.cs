using System.Collections.Immutable;
using Gateway.Grains.Nodes;

namespace Gateway.Management.Nodes;

/// <summary>The nodes, as <c>GET /v1/nodes</c> tells them.</summary>
/// <param name="View"><c>cluster</c>, or <c>local</c>: the answering node cannot reach the others.</param>
/// <param name="Nodes">By id.</param>
internal sealed record NodesAnswer(string View, ImmutableArray<NodeAnswer> Nodes);

/// <summary>One node.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Kind"><c>edge</c>, <c>silo</c> or <c>edge+silo</c>.</param>
/// <param name="Revision">The catalog revision it serves; 0: none yet.</param>
/// <param name="Mode">An edge's worst group; a silo's is always <c>cluster</c>.</param>
/// <param name="Draining">Whether it is about to stop.</param>
/// <param name="SnapshotAgeMs">Age of an edge's oldest snapshot; null: it has none.</param>
/// <param name="Version">The product's version.</param>
/// <param name="ReportedMsAgo">Milliseconds since it said so.</param>
internal sealed record NodeAnswer(
    string Id, string Kind, long Revision, string Mode, bool Draining, long? SnapshotAgeMs, string Version, long ReportedMsAgo)
{
    public static NodeAnswer From(NodeReport report, long reportedMsAgo) => new(
        report.Id, report.Kind, report.Revision, report.Mode, report.Draining, report.SnapshotAgeMs < 0 ? null : report.SnapshotAgeMs,
        report.Version, reportedMsAgo);
}
