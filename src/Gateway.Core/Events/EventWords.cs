using Gateway.Core.Suspension;

namespace Gateway.Core.Events;

/// <summary>The names of events, as streams and metrics have them. Users' scripts depend on them.</summary>
public static class EventWords
{
    /// <summary>The name of an event.</summary>
    /// <param name="kind">What changed.</param>
    /// <param name="to">A member's state from now on.</param>
    public static string Of(EventKind kind, MemberState? to = null) => kind switch
    {
        EventKind.MemberChanged => to switch
        {
            MemberState.Suspended => "member.suspended",
            MemberState.Timeout => "member.timeout",
            MemberState.Trial => "member.trial",
            _ => "member.active",
        },
        EventKind.VerdictConfirmed => "verdict.confirmed",
        EventKind.WordChanged => "operator.word",
        EventKind.CurrentMoved => "failover.current",
        EventKind.EpochTaken => "group.epoch",
        EventKind.UnfencedBegun => "group.unfenced",
        EventKind.UnfencedEnded => "group.fenced",
        EventKind.GroupDegraded => "edge.degraded",
        EventKind.GroupBack => "edge.back",
        EventKind.OverlayPrivate => "overlay.private",
        EventKind.OverlayEnded => "overlay.ended",
        EventKind.RevisionAccepted => "config.accepted",
        EventKind.RevisionAdopted => "config.adopted",
        EventKind.ConfigurationRefused => "config.refused",
        EventKind.ApiMoved => "api.lifecycle",
        EventKind.OperatorActed => "operator.change",
        EventKind.NodeJoined => "node.joined",
        EventKind.NodeDraining => "node.draining",
        EventKind.NodeLeft => "node.left",
        _ => "events.lost",
    };
}
