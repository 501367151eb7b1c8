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
    /// <summary>What an edge has carried in the last ten seconds; null: it is a silo, or of a version that does not say.</summary>
    public NodeTrafficAnswer? Traffic { get; init; }

    public static NodeAnswer From(NodeReport report, long reportedMsAgo) => new(
        report.Id, report.Kind, report.Revision, report.Mode, report.Draining, report.SnapshotAgeMs < 0 ? null : report.SnapshotAgeMs,
        report.Version, reportedMsAgo)
    {
        Traffic = report.Traffic is { } traffic ? new NodeTrafficAnswer(traffic.RequestsPerSecond, traffic.FailedPerSecond, traffic.P95Ms) : null,
    };
}

/// <summary>What an edge carries.</summary>
/// <param name="RequestsPerSecond">Requests that have ended, per second.</param>
/// <param name="FailedPerSecond">Those that it had no backend's answer for.</param>
/// <param name="P95Ms">95 of 100 requests took no longer, in milliseconds; null: there were none.</param>
internal sealed record NodeTrafficAnswer(double RequestsPerSecond, double FailedPerSecond, double? P95Ms);
