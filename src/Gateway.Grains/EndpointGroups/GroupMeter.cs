using System.Diagnostics.Metrics;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Grains.EndpointGroups;

/// <summary>Counts what groups decide: <c>gateway.suspensions</c>, once for the cluster and not once for every edge that hears of it.</summary>
internal sealed class GroupMeter : IDisposable
{
    private readonly Meter _meter = new("Gateway");
    private readonly Counter<long> _suspensions;

    public GroupMeter() => _suspensions = _meter.CreateCounter<long>(
        "gateway.suspensions", "{suspension}", "Suspensions of members, by what caused them.");

    /// <summary>Counts a transition, if it is a suspension.</summary>
    public void Count(string group, GroupEvent happened)
    {
        if (happened.To == MemberState.Suspended && happened.Cause != CauseKind.Choice)
        {
            _suspensions.Add(
                1, new("group", group), new("member", happened.Member), new KeyValuePair<string, object?>("cause", WordOf(happened.Cause)));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();

    private static string WordOf(CauseKind cause) => cause switch
    {
        CauseKind.Failures => "failures",
        CauseKind.Checks => "checks",
        CauseKind.Trial => "trial",
        CauseKind.Operator => "operator",
        _ => "other",
    };
}
