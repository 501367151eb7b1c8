using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gateway.Management.Views;

namespace Gateway.Management.Explain;

/// <summary>What would become of a request.</summary>
public enum ExplainedOutcome
{
    /// <summary>It would be sent to a backend.</summary>
    [JsonStringEnumMemberName("sent")]
    Sent,

    /// <summary>The gateway would answer it itself: a mock, a preflight, a description.</summary>
    [JsonStringEnumMemberName("answered")]
    Answered,

    /// <summary>It would be refused; <see cref="Explanation.Fault"/> says how.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It cannot be said: a script, a sequence or chance decides.</summary>
    [JsonStringEnumMemberName("open")]
    Open,
}

/// <summary>The way of a request through one edge as it stands now, as <c>POST /v1/explain</c> tells it. Nothing was sent, and nothing changed.</summary>
/// <param name="Node">The edge.</param>
/// <param name="Revision">The catalog's revision that it serves; 0: not numbered yet.</param>
/// <param name="Outcome">What would become of it.</param>
/// <param name="Detail">The same in a sentence.</param>
public sealed record Explanation(string Node, long Revision, ExplainedOutcome Outcome, string Detail)
{
    /// <summary>What the client would be answered with; null: nothing is refused.</summary>
    public ExplainedFault? Fault { get; init; }

    /// <summary>The API; null: none answers under the path.</summary>
    public ExplainedApi? Api { get; init; }

    /// <summary>APIs that it could have been, with why it is not.</summary>
    public ImmutableArray<PassedApi> OtherApis { get; init; } = [];

    /// <summary>The resource; null: none matches.</summary>
    public ExplainedResource? Resource { get; init; }

    /// <summary>The API's other resources, with why not.</summary>
    public ImmutableArray<PassedResource> OtherResources { get; init; } = [];

    /// <summary>The In sequence that comes before the endpoint; null: there is none.</summary>
    public ExplainedSequence? Sequence { get; init; }

    /// <summary>The endpoint that the API, or a route, leads to; null: none was come to.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Decisions of dynamic endpoints on the way, in order.</summary>
    public ImmutableArray<ExplainedRoute> Routes { get; init; } = [];

    /// <summary>The groups on the way, outermost first; a single backend is a group of one.</summary>
    public ImmutableArray<ExplainedGroup> Groups { get; init; } = [];

    /// <summary>The backend that it would go to; null: none, or it is open.</summary>
    public string? Member { get; init; }

    /// <summary>The address that would be called, without user and password; null: none.</summary>
    public string? Url { get; init; }

    /// <summary>What the answer rests on that may turn out otherwise; empty: nothing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

/// <summary>An answer of the gateway's own.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">WSO2's code.</param>
/// <param name="Message">Short.</param>
/// <param name="Description">A sentence.</param>
public sealed record ExplainedFault(int Status, string Code, string Message, string Description);

/// <summary>The API that answers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Context">The path that it answers under, with the version.</param>
/// <param name="Lifecycle">Its state.</param>
/// <param name="Why">How it was found.</param>
public sealed record ExplainedApi(string Name, string Version, string Context, string Lifecycle, string Why);

/// <summary>An API that does not answer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Context">The path that it answers under.</param>
/// <param name="Why">Why not.</param>
public sealed record PassedApi(string Name, string Version, string Context, string Why);

/// <summary>The resource that answers.</summary>
/// <param name="Path">Its path as configured.</param>
/// <param name="Methods">Its methods; empty: any.</param>
public sealed record ExplainedResource(string Path, ImmutableArray<string> Methods);

/// <summary>A resource that does not answer.</summary>
/// <param name="Path">Its path as configured.</param>
/// <param name="Methods">Its methods.</param>
/// <param name="Why">Why not.</param>
public sealed record PassedResource(string Path, ImmutableArray<string> Methods, string Why);

/// <summary>A sequence that comes before the endpoint.</summary>
/// <param name="WasRun">Always false: it may call others.</param>
/// <param name="Endpoints">Where it can send the request besides the API's own endpoint.</param>
public sealed record ExplainedSequence(bool WasRun, ImmutableArray<string> Endpoints);

/// <summary>What a dynamic endpoint decided.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="By">What decided: <c>rule 2</c>, <c>default</c>, <c>script</c>, <c>nothing</c>.</param>
/// <param name="To">An endpoint's name or an address; null: open, or nowhere.</param>
public sealed record ExplainedRoute(string Endpoint, string By, string? To);

/// <summary>A group, and whom it would pick.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Its type as it is written in <c>deployment.toml</c>.</param>
/// <param name="Mode">How this edge picks from it.</param>
/// <param name="Epoch">Number of the snapshot's epoch; 0: none seen.</param>
/// <param name="Version">The snapshot's version.</param>
/// <param name="SnapshotAgeMs">Its age; null: none seen.</param>
/// <param name="Offset">The turn that the request would use; null: none of the cluster's.</param>
/// <param name="Member">The member; null: none, or chance decides.</param>
/// <param name="Why">Why that one.</param>
/// <param name="Members">All members in the catalog's order.</param>
public sealed record ExplainedGroup(
    string Name, string Kind, GroupMode Mode, long Epoch, long Version, long? SnapshotAgeMs, long? Offset, string? Member, string Why,
    ImmutableArray<ExplainedMember> Members);

/// <summary>One member.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Chosen">Whether it is the one.</param>
/// <param name="State">As this edge sees it.</param>
/// <param name="SuspendedForMs">Milliseconds that it is left alone for; 0: it is not, or without an end that is known.</param>
/// <param name="Weight">Turns per ring.</param>
/// <param name="Why">Why, or why not.</param>
public sealed record ExplainedMember(string Id, bool Chosen, MemberState State, long SuspendedForMs, int Weight, string Why);
