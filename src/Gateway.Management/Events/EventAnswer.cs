using System.Collections.Immutable;
using Gateway.Management.Revisions;

namespace Gateway.Management.Events;

/// <summary>One event, as <c>GET /v1/events</c> tells it.</summary>
/// <param name="Id">Its name in the whole cluster, given where it happened.</param>
/// <param name="At">When, by the clock of the node where it happened.</param>
/// <param name="View"><c>cluster</c>, or <c>local</c>: this node's own, which the cluster has not heard of yet.</param>
/// <param name="Event">What changed.</param>
/// <param name="Node">The node that it happened on or is about; null: it is the cluster's.</param>
/// <param name="Group">The group; null: none.</param>
/// <param name="Member">The member; null: none.</param>
/// <param name="Api">The API that an operator has moved; null: none.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
/// <param name="Cause">Why.</param>
/// <param name="Provisional">It rests on one node's evidence: another one is asked.</param>
/// <param name="Evidence">Who has seen what, and when.</param>
/// <param name="Stamp">Epoch and version under which it holds; null: none.</param>
/// <param name="ForMs">For how long, in milliseconds; null: without an end of its own.</param>
/// <param name="Suspensions">Suspensions in a row, with this one; null: not of a member's state.</param>
/// <param name="Number">A catalog's revision, or how many events were lost; null: neither.</param>
/// <param name="By">By what and by whom a catalog became the running revision; null: not known, or it is no catalog's.</param>
/// <param name="Next">What happens next.</param>
/// <param name="Detail">What else there is to say; an operator's reason.</param>
internal sealed record EventAnswer(
    string Id, DateTimeOffset At, string View, string Event, string? Node, string? Group, string? Member, ApiNotice? Api, string? From, string? To,
    CauseAnswer? Cause, bool Provisional, ImmutableArray<SeenAnswer> Evidence, StampAnswer? Stamp, long? ForMs, int? Suspensions, long? Number,
    OriginAnswer? By, string Next, string Detail)
{
    /// <summary>Who has changed what through a management listener; null: it is no such event.</summary>
    public AuditAnswer? Audit { get; init; }
}

/// <summary>An API that an event is about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
internal sealed record ApiNotice(string Name, string Version);

/// <summary>A change that somebody has asked a management listener for.</summary>
/// <param name="Who"><c>token</c> or <c>loopback</c>.</param>
/// <param name="From">The address that it came from.</param>
/// <param name="Action">Method and path.</param>
/// <param name="Outcome"><c>done</c>; <c>unknown</c>: nobody has answered in time.</param>
internal sealed record AuditAnswer(string Who, string From, string Action, string Outcome);

/// <summary>Why something changed.</summary>
/// <param name="Kind"><c>failures</c>, <c>checks</c>, <c>trial</c>, <c>contradicted</c>, <c>time</c>, <c>operator</c> or <c>choice</c>.</param>
/// <param name="Code">WSO2's code of the last failure; null: none.</param>
/// <param name="Text">The code in words; null: none.</param>
internal sealed record CauseAnswer(string Kind, int? Code, string? Text);

/// <summary>What a node has seen of a member.</summary>
/// <param name="Node">The node.</param>
/// <param name="Code">WSO2's code; null: a success.</param>
/// <param name="Text">The code in words.</param>
/// <param name="Stage">How far the try came: <c>connect</c>, <c>tls</c>, <c>answer</c>.</param>
/// <param name="At">When.</param>
internal sealed record SeenAnswer(string Node, int? Code, string Text, string Stage, DateTimeOffset At);

/// <summary>Under which snapshot it holds.</summary>
/// <param name="Epoch">The epoch's number.</param>
/// <param name="Version">The version in it.</param>
internal sealed record StampAnswer(long Epoch, long Version);

/// <summary>Whose view the stream tells from here on.</summary>
/// <param name="View"><c>cluster</c> or <c>local</c>.</param>
internal sealed record ViewNotice(string View);

/// <summary>Events are missing here.</summary>
/// <param name="Missed">How many; null: not known.</param>
internal sealed record MissedNotice(long? Missed);
