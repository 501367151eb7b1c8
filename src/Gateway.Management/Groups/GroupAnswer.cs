using System.Collections.Immutable;
using Gateway.Management.Views;

namespace Gateway.Management.Groups;

/// <summary>One endpoint group, as <c>GET /v1/groups/{name}</c> tells it.</summary>
/// <param name="View"><c>cluster</c>: its grain's truth; <c>local</c>: what the answering edge acts on.</param>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Kind">The endpoint's type as it is written in <c>deployment.toml</c>.</param>
/// <param name="Mode">How the answering edge picks from it; a silo's is always <c>cluster</c>.</param>
/// <param name="Epoch">Number of the epoch; 0: none seen.</param>
/// <param name="Version">The snapshot's version in it.</param>
/// <param name="Offset">The next offset to be dealt.</param>
/// <param name="Members">The members in the catalog's order.</param>
/// <param name="Edges">The edges that listen; in a local view the answering one.</param>
internal sealed record GroupAnswer(
    string View, string Name, string Kind, GroupMode Mode, long Epoch, long Version, long Offset,
    ImmutableArray<MemberAnswer> Members, ImmutableArray<EdgeAnswer> Edges)
{
    /// <summary>A failover group's current member; null: none, or not a failover group.</summary>
    public string? Current { get; init; }

    /// <summary>How many nodes must have seen a failure; null in a local view.</summary>
    public QuorumAnswer? Quorum { get; init; }

    /// <summary>Changes have been waiting to be stored for 3 s or more: a crash now would forget them.</summary>
    public bool Unfenced { get; init; }

    /// <summary>The order of turns and where the cluster's cursor stands in it; null: no such order decides, it is too long to be shown, or a local view.</summary>
    public RingAnswer? Ring { get; init; }
}

/// <summary>The order in which turns are dealt.</summary>
/// <param name="Positions">For each position of the ring the place of its member among the members; at most 256.</param>
/// <param name="Next">The position that is dealt next.</param>
internal sealed record RingAnswer(ImmutableArray<int> Positions, int Next)
{
    /// <summary>The longest ring that is told; weights such as 999 and 1000 make long ones.</summary>
    public const int MostPositions = 256;
}

/// <summary>One member.</summary>
/// <param name="Id">Name of a leaf endpoint or of another group.</param>
/// <param name="Url">Its address as configured, without user and password; null for a group.</param>
/// <param name="State">Whether it may be picked, and why not.</param>
/// <param name="SuspendedForMs">Milliseconds that its suspension has left.</param>
/// <param name="Suspensions">How often in a row it has been suspended.</param>
/// <param name="Weight">Turns per ring.</param>
/// <param name="Evidence">What stands against it.</param>
internal sealed record MemberAnswer(
    string Id, string? Url, MemberState State, long SuspendedForMs, int Suspensions, int Weight, ImmutableArray<EvidenceView> Evidence)
{
    /// <summary>An operator's reason and name, where there is a word of one; else null.</summary>
    public OperatorAnswer? Operator { get; init; }

    /// <summary>Whether the verdict rests on one node's evidence; another one is asked as soon as there is one.</summary>
    public bool Provisional { get; init; }

    /// <summary>Nodes that owe a second opinion.</summary>
    public ImmutableArray<string> Asked { get; init; } = [];

    /// <summary>Nodes whose evidence another one has contradicted: they leave the member alone for themselves only.</summary>
    public ImmutableArray<string> Contradicted { get; init; } = [];

    /// <summary>The node that may try it now; null: none.</summary>
    public string? Trial { get; init; }

    /// <summary>What brought it to its state, a word; null: nothing has, or a local view.</summary>
    public string? Cause { get; init; }

    /// <summary>How long its next suspension would be, in milliseconds; null: it is not suspended, or without end.</summary>
    public long? NextSuspensionMs { get; init; }

    /// <summary>How many nodes must have seen a failure of it now; null in a local view. Nodes that have lost their vote on it do not count.</summary>
    public int? Quorum { get; init; }
}

/// <summary>How many nodes must have seen a failure before the cluster acts on it.</summary>
/// <param name="Configured"><c>auto</c>, or the number set.</param>
/// <param name="InForce">The number now: no more than there are nodes with a vote to give.</param>
/// <param name="IsClamped">Whether there are too few nodes for the number set (<c>auto</c> wants two).</param>
internal sealed record QuorumAnswer(string Configured, int InForce, bool IsClamped);

/// <summary>What an operator has said of a member.</summary>
/// <param name="Reason">Why.</param>
/// <param name="By">Who.</param>
/// <param name="ForMs">Milliseconds that it still holds; 0: until it is taken back.</param>
internal sealed record OperatorAnswer(string Reason, string By, long ForMs);

/// <summary>One edge that listens to the group.</summary>
/// <param name="Id">The node's name.</param>
/// <param name="SnapshotAgeMs">Milliseconds since its snapshot was last confirmed; null: it has none.</param>
/// <param name="Overlay">Ids of the members that it leaves alone on its own evidence.</param>
/// <param name="Private">Those of them that the cluster has contradicted: the other edges use them.</param>
/// <param name="Mode">How it picks, as of its last pull.</param>
/// <param name="Unfenced">Whether it has heard that the group's changes are not stored.</param>
internal sealed record EdgeAnswer(
    string Id, long? SnapshotAgeMs, ImmutableArray<string> Overlay, ImmutableArray<string> Private, GroupMode Mode, bool Unfenced);

/// <summary>A page of groups, as <c>GET /v1/groups</c> tells it.</summary>
/// <param name="View"><c>local</c> as soon as one group's is.</param>
/// <param name="Total">How many groups there are.</param>
/// <param name="Offset">How many were skipped.</param>
/// <param name="Limit">How many were asked for at most.</param>
/// <param name="Groups">The groups, by name.</param>
/// <param name="Unanswered">Names of groups on this page that neither the cluster nor this node could tell of in time.</param>
internal sealed record GroupsAnswer(
    string View, int Total, int Offset, int Limit, ImmutableArray<GroupAnswer> Groups, ImmutableArray<string> Unanswered);
