using System.Collections.Immutable;

namespace Gateway.Management.Traffic;

/// <summary>What a node has carried in the last minutes, as <c>GET /v1/traffic</c> tells it. Columns begin with the oldest step.</summary>
/// <param name="View">Always <c>local</c>: each node counts what it carries itself.</param>
/// <param name="Node">The answering node.</param>
/// <param name="StepMs">The length of a step, in milliseconds.</param>
/// <param name="Known">How many of the steps the node was there for; before them nothing was counted.</param>
/// <param name="Columns">The figures.</param>
internal sealed record TrafficAnswer(string View, string Node, long StepMs, int Known, TrafficColumns Columns);

/// <summary>Requests per step of time.</summary>
/// <param name="Requests">Requests that have ended.</param>
/// <param name="Failed">Those that the gateway had no backend's answer for.</param>
/// <param name="BackendErrors">Those that a backend answered with a status from 500 up.</param>
/// <param name="P50Ms">Half of the requests took no longer, in milliseconds; null: there were none.</param>
/// <param name="P95Ms">The same for 95 of 100.</param>
/// <param name="OverheadP95Ms">The gateway's own share of the time, 95 of 100 requests.</param>
internal sealed record TrafficColumns(
    ImmutableArray<int> Requests, ImmutableArray<int> Failed, ImmutableArray<int> BackendErrors,
    ImmutableArray<double?> P50Ms, ImmutableArray<double?> P95Ms, ImmutableArray<double?> OverheadP95Ms);

/// <summary>What a node has sent to a group in the last minutes, as <c>GET /v1/groups/{name}/traffic</c> tells it.</summary>
/// <param name="View">Always <c>local</c>.</param>
/// <param name="Node">The answering node.</param>
/// <param name="Group">The group.</param>
/// <param name="StepMs">The length of a step, in milliseconds.</param>
/// <param name="Known">How many of the steps the node was there for.</param>
/// <param name="Members">The members that have been tried since the node started, by id.</param>
internal sealed record GroupTrafficAnswer(string View, string Node, string Group, long StepMs, int Known, ImmutableArray<MemberTraffic> Members);

/// <summary>Tries at a member per step of time.</summary>
/// <param name="Id">The member.</param>
/// <param name="Tries">Tries that have ended.</param>
/// <param name="Failed">Those that had no answer.</param>
internal sealed record MemberTraffic(string Id, ImmutableArray<int> Tries, ImmutableArray<int> Failed);
