using Gateway.Core.Events;
using Microsoft.Extensions.Logging;

namespace Gateway.Grains.Nodes;

/// <summary>What is said of nodes and of events: transitions only.</summary>
internal static partial class EventLog
{
    /// <summary>Says an event that the events' grain made itself.</summary>
    public static void Say(this ILogger logger, ClusterEvent happened)
    {
        switch (happened.Kind)
        {
            case EventKind.NodeJoined:
                logger.Joined(happened.Node, happened.Detail);
                break;
            case EventKind.NodeDraining:
                logger.Draining(happened.Node);
                break;
            case EventKind.NodeLeft:
                logger.Left(happened.Node, happened.Detail);
                break;
            default:
                logger.Lost(happened.Number, happened.Node);
                break;
        }
    }

    [LoggerMessage(3401, LogLevel.Information, "Node {Node} ({Kind}) has joined the cluster")]
    private static partial void Joined(this ILogger logger, string node, string kind);

    [LoggerMessage(3402, LogLevel.Information, "Node {Node} is about to stop")]
    private static partial void Draining(this ILogger logger, string node);

    [LoggerMessage(3403, LogLevel.Warning, "Node {Node} has left the cluster: {Reason}")]
    private static partial void Left(this ILogger logger, string node, string reason);

    [LoggerMessage(3404, LogLevel.Warning, "{Count} events of node '{Node}' were dropped before anybody could be told")]
    private static partial void Lost(this ILogger logger, long count, string node);

    [LoggerMessage(3405, LogLevel.Warning, "Events cannot be told to the cluster ({Reason}); {Waiting} wait")]
    public static partial void CourierFailing(this ILogger logger, string reason, int waiting);
}
