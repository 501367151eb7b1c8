using System.Diagnostics.Metrics;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Grains.EndpointGroups;

/// <summary>Counts what groups decide: <c>gateway.suspensions</c>, once for the cluster and not once for every edge that hears of it.</summary>
internal sealed class GroupMeter : IDisposable
{
    private readonly Meter _meter = new("Gateway");
    private readonly Counter<long> _suspensions;
    private readonly Counter<long> _ignored;

    public GroupMeter()
    {
        _suspensions = _meter.CreateCounter<long>("gateway.suspensions", "{suspension}", "Suspensions of members, by what caused them.");
        _ignored = _meter.CreateCounter<long>(
            "gateway.reports.ignored", "{item}", "Parts of edges' calls that did not fit, by why: late, unknown or out of bounds.");
    }

    /// <summary>Counts a transition, if it is a suspension.</summary>
    public void Count(string group, GroupEvent happened)
    {
        if (happened is { Kind: EventKind.MemberChanged, To: MemberState.Suspended })
        {
            _suspensions.Add(
                1, new("group", group), new("member", happened.Member), new KeyValuePair<string, object?>("cause", WordOf(happened.Cause)));
        }
    }

    /// <summary>Counts what did not fit.</summary>
    public void Ignored(string group, Misfit reason, long count) =>
        _ignored.Add(count, new("group", group), new KeyValuePair<string, object?>("reason", WordOf(reason)));

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

    private static string WordOf(Misfit reason) => reason switch
    {
        Misfit.UnknownMember => "unknown_member",
        Misfit.OtherEpoch => "other_epoch",
        Misfit.OtherGen => "other_gen",
        Misfit.Void => "void",
        Misfit.OutOfBounds => "out_of_bounds",
        _ => "too_many",
    };
}
