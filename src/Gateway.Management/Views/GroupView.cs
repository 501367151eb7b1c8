using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gateway.Management.Views;

/// <summary>One endpoint group as one edge sees it.</summary>
/// <param name="Name">The endpoint's name.</param>
/// <param name="Mode">How this edge picks from it at present.</param>
/// <param name="Epoch">Number of the snapshot's epoch; 0: no snapshot seen.</param>
/// <param name="Version">The snapshot's version in its epoch; 0: none seen.</param>
/// <param name="Offset">The highest offset this edge has been dealt, plus one; 0: none.</param>
/// <param name="Members">The members in the catalog's order.</param>
/// <param name="SnapshotAgeMs">Milliseconds since the snapshot was last confirmed; -1: none seen.</param>
/// <param name="Overlay">Ids of the members that this edge leaves alone on its own evidence.</param>
public sealed record GroupView(
    string Name, GroupMode Mode, long Epoch, long Version, long Offset, ImmutableArray<MemberView> Members, long SnapshotAgeMs,
    ImmutableArray<string> Overlay)
{
    /// <summary>Those of the overlay that the cluster has contradicted: other edges use them.</summary>
    public ImmutableArray<string> PrivateOverlay { get; init; } = [];

    /// <summary>Whether the grain's changes have been waiting to be stored for 3 s or more.</summary>
    public bool IsUnfenced { get; init; }

    /// <summary>Pieces of evidence of this edge that never reached the grain.</summary>
    public long ReportsDropped { get; init; }

    /// <summary>Parts of the grain's answers that did not fit.</summary>
    public long RepliesIgnored { get; init; }
}

/// <summary>One member of a group. Its address is the catalog's.</summary>
/// <param name="Id">Name of a leaf endpoint or of another group.</param>
/// <param name="State">Whether it may be picked, and why not.</param>
/// <param name="SuspendedForMs">Milliseconds that its suspension has left; 0: none.</param>
/// <param name="Suspensions">How often in a row it has been suspended since it was last active.</param>
/// <param name="Weight">Turns per ring, at least 1.</param>
/// <param name="Evidence">What stands against it.</param>
public sealed record MemberView(
    string Id, MemberState State, long SuspendedForMs, int Suspensions, int Weight, ImmutableArray<EvidenceView> Evidence);

/// <summary>One piece of evidence against a member.</summary>
/// <param name="Node">Whose attempt or probe failed.</param>
/// <param name="Cause">What happened, a word or an error code; never an address.</param>
/// <param name="AgeMs">Milliseconds since.</param>
public sealed record EvidenceView(string Node, string Cause, long AgeMs);

/// <summary>How an edge picks from a group.</summary>
public enum GroupMode
{
    /// <summary>By the cluster's cursor.</summary>
    [JsonStringEnumMemberName("cluster")]
    Cluster,

    /// <summary>By its own cursor, because the grain cannot be reached.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>By its own cursor, as configured.</summary>
    [JsonStringEnumMemberName("local")]
    Local,
}

/// <summary>Whether a member may be picked.</summary>
public enum MemberState
{
    /// <summary>It may.</summary>
    [JsonStringEnumMemberName("active")]
    Active,

    /// <summary>Marked for suspension: it is waited for, or tried again.</summary>
    [JsonStringEnumMemberName("timeout")]
    Timeout,

    /// <summary>Left alone for a time.</summary>
    [JsonStringEnumMemberName("suspended")]
    Suspended,

    /// <summary>Its suspension has run out; one request may try it.</summary>
    [JsonStringEnumMemberName("trial")]
    Trial,

    /// <summary>By an operator's word: nothing new is sent to it.</summary>
    [JsonStringEnumMemberName("draining")]
    Draining,

    /// <summary>By an operator's word: not used.</summary>
    [JsonStringEnumMemberName("off")]
    Off,
}
