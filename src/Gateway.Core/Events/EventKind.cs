namespace Gateway.Core.Events;

/// <summary>What changed. Each is told once in the cluster, by whoever decided or saw it.</summary>
[GenerateSerializer, Alias("gateway.EventKind")]
public enum EventKind
{
    /// <summary>A member's state: suspended, timeout, in trial, active.</summary>
    MemberChanged,

    /// <summary>A verdict that rested on one node's evidence has been confirmed by another's.</summary>
    VerdictConfirmed,

    /// <summary>An operator's word that lies over a member's state: set, taken back or run out.</summary>
    WordChanged,

    /// <summary>Another member serves a failover group.</summary>
    CurrentMoved,

    /// <summary>An activation of a group's grain has taken an epoch.</summary>
    EpochTaken,

    /// <summary>A group's changes cannot be stored: it goes on in memory.</summary>
    UnfencedBegun,

    /// <summary>A group's changes are stored again.</summary>
    UnfencedEnded,

    /// <summary>A group's grain is out of an edge's reach: the edge goes on alone.</summary>
    GroupDegraded,

    /// <summary>A group's grain is within an edge's reach again.</summary>
    GroupBack,

    /// <summary>An edge leaves a member alone that the others use: the cluster has contradicted it.</summary>
    OverlayPrivate,

    /// <summary>An edge no longer leaves that member alone.</summary>
    OverlayEnded,

    /// <summary>A catalog has become the cluster's running revision.</summary>
    RevisionAccepted,

    /// <summary>An edge serves another revision.</summary>
    RevisionAdopted,

    /// <summary>A configuration was refused; what ran goes on.</summary>
    ConfigurationRefused,

    /// <summary>A node has come into the cluster.</summary>
    NodeJoined,

    /// <summary>A node has said that it is about to stop.</summary>
    NodeDraining,

    /// <summary>A node has gone, or has not been heard of for ten seconds.</summary>
    NodeLeft,

    /// <summary>Events that their node had no room for, or that no node could hand on: so many were never told.</summary>
    EventsLost,

    /// <summary>An operator has moved an API through its life cycle.</summary>
    ApiMoved,

    /// <summary>A change was asked for through the management listener of a node: who, from where, what.</summary>
    OperatorActed,
}
