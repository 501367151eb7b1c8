using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>Why a member would be picked.</summary>
public enum PickBasis
{
    /// <summary>None would: no member can be used.</summary>
    None,

    /// <summary>Its session is with it.</summary>
    Session,

    /// <summary>The key of its session belongs to it.</summary>
    SessionKey,

    /// <summary>It waits for a request that may be sent on, to carry its trial.</summary>
    Trial,

    /// <summary>It is its turn: the edge has the turn in stock.</summary>
    Turn,

    /// <summary>It is its turn as far as is known: the edge has no turn in stock, and another one may take it first.</summary>
    NextTurn,

    /// <summary>The member whose turn it is cannot be used: the next one that can.</summary>
    Substitute,

    /// <summary>It serves the failover group.</summary>
    Current,

    /// <summary>It is its turn on this edge: the group's cursor is the edge's own.</summary>
    OwnTurn,

    /// <summary>It is its turn on this edge: the group's grain is out of reach.</summary>
    Degraded,

    /// <summary>The request's key belongs to it.</summary>
    Key,

    /// <summary>It is the only one that can be used.</summary>
    Only,

    /// <summary>One of those that can be used, by chance.</summary>
    Chance,

    /// <summary>None can be used, and the group would rather try than refuse.</summary>
    Anyway,
}

/// <summary>The member that a request would get now.</summary>
/// <param name="Member">Its id; null: none, or chance decides.</param>
/// <param name="Basis">Why.</param>
/// <param name="Epoch">Number of the turn's epoch; 0: it is none of the cluster's turns.</param>
/// <param name="Offset">The turn's offset.</param>
/// <param name="Members">All members in the catalog's order.</param>
public sealed record PickForecast(string? Member, PickBasis Basis, long Epoch, long Offset, ImmutableArray<MemberForecast> Members)
{
    /// <summary>The member whose turn it would be if it could be used; null: it can, or nobody's.</summary>
    public string? Skipped { get; init; }
}

/// <summary>A member, and whether it may be picked.</summary>
/// <param name="Standing">What is held against it.</param>
/// <param name="IsUsable">Whether it may be picked like any other.</param>
/// <param name="IsOwnEvidence">Whether this edge holds it against it, and the cluster nothing.</param>
/// <param name="IsPrivate">Whether the cluster has contradicted that.</param>
public readonly record struct MemberForecast(MemberStanding Standing, bool IsUsable, bool IsOwnEvidence, bool IsPrivate);
