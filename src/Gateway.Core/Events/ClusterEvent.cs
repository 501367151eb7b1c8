using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Groups;
using Gateway.Core.Routing;

namespace Gateway.Core.Events;

/// <summary>One change of state somewhere in the cluster, as every node tells it.</summary>
/// <param name="Id">Its name in the whole cluster, given once where it happened: origin and number, joined by a dash.</param>
/// <param name="AtUtcMs">When, in milliseconds UTC, by the clock of the node where it happened: for people, nothing is decided by it.</param>
/// <param name="Kind">What changed.</param>
/// <param name="Node">The node that it happened on, or that it is about.</param>
/// <param name="Group">The group; empty: of no group.</param>
/// <param name="Member">The member; empty: of no member.</param>
/// <param name="Stamp">Epoch and version under which it holds; none where there is none.</param>
[GenerateSerializer, Immutable, Alias("gateway.ClusterEvent")]
public sealed record ClusterEvent(
    [property: Id(0)] string Id, [property: Id(1)] long AtUtcMs, [property: Id(2)] EventKind Kind, [property: Id(3)] string Node,
    [property: Id(4)] string Group, [property: Id(5)] string Member, [property: Id(6)] Stamp Stamp)
{
    /// <summary>The group's own transition, with cause and evidence; null: it is none.</summary>
    [Id(7)]
    public GroupEvent? Change { get; init; }

    /// <summary>A catalog's revision, or how many events were lost; else 0.</summary>
    [Id(8)]
    public long Number { get; init; }

    /// <summary>WSO2's code of the failure behind it; 0: none.</summary>
    [Id(9)]
    public int ErrorCode { get; init; }

    /// <summary>What else is to be said, in words; may be empty.</summary>
    [Id(10)]
    public string Detail { get; init; } = "";

    /// <summary>An API's move through its life cycle; null: it is none.</summary>
    [Id(11)]
    public ApiTransition? Api { get; init; }

    /// <summary>The revision that ran before this one; 0: none, or it is no catalog's.</summary>
    [Id(20)]
    public long Before { get; init; }

    /// <summary>By what and by whom a catalog became the running revision; null: not known, or it is no catalog's.</summary>
    [Id(21)]
    public RevisionOrigin? Origin { get; init; }

    /// <summary>Who has changed what through a management listener; null: it is no such event.</summary>
    [Id(30)]
    public AuditEntry? Audit { get; init; }

    /// <summary>An event that is yet to be named by the node's <c>EventOutbox</c>.</summary>
    public static ClusterEvent Of(EventKind kind, string node = "", string group = "", string member = "", Stamp stamp = default) =>
        new("", 0, kind, node, group, member, stamp);

    /// <summary>A group's transition as the cluster is told of it.</summary>
    public static ClusterEvent Of(string group, Epoch epoch, GroupEvent change) =>
        Of(change.Kind, "", group, change.Member, new Stamp(epoch, change.Version)) with { Change = change };
}

/// <summary>An API that has been moved through its life cycle.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
[GenerateSerializer, Immutable, Alias("gateway.ApiTransition")]
public sealed record ApiTransition(
    [property: Id(0)] string Name, [property: Id(1)] string Version, [property: Id(2)] Lifecycle From, [property: Id(3)] Lifecycle To);

/// <summary>A change that somebody has asked a management listener for. It holds no secret: no token, no body.</summary>
/// <param name="Who"><c>token</c>: who has the operator's token; <c>loopback</c>: somebody on the node's machine, where no token is set.</param>
/// <param name="From">The address that it came from.</param>
/// <param name="Action">Method and path.</param>
/// <param name="Before">What was changed, as it stood; empty: not known.</param>
/// <param name="After">What was changed, as it stands; empty: not known.</param>
/// <param name="IsCertain">False: nobody has answered in time, and it may have been done or not.</param>
[GenerateSerializer, Immutable, Alias("gateway.AuditEntry")]
public sealed record AuditEntry(
    [property: Id(0)] string Who, [property: Id(1)] string From, [property: Id(2)] string Action, [property: Id(3)] string Before,
    [property: Id(4)] string After, [property: Id(5)] bool IsCertain);

/// <summary>An event in its place.</summary>
/// <param name="Position">Its place.</param>
/// <param name="Event">The event.</param>
[GenerateSerializer, Immutable, Alias("gateway.PlacedEvent")]
public sealed record PlacedEvent([property: Id(0)] EventPosition Position, [property: Id(1)] ClusterEvent Event);
