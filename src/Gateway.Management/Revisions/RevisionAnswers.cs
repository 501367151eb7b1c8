using System.Collections.Immutable;

namespace Gateway.Management.Revisions;

/// <summary>The running revision, as <c>GET /v1/config</c> tells it. Never the catalog itself: passwords may stand in it.</summary>
/// <param name="View"><c>cluster</c>, or <c>local</c>: the answering node cannot reach the catalog's grain and tells what it serves itself.</param>
/// <param name="Revision">Its number; 0: the cluster has not numbered it yet.</param>
/// <param name="Hash">The hash of its bundle.</param>
/// <param name="At">When it became the running one; null: not known here.</param>
/// <param name="Node">The node through which it came; null: not known here.</param>
/// <param name="By">By what and by whom; null: not known here.</param>
/// <param name="Complete">Whether every edge that is there serves it, and none is missing.</param>
/// <param name="Edges">The edges by name.</param>
internal sealed record ConfigAnswer(
    string View, long Revision, string Hash, DateTimeOffset? At, string? Node, OriginAnswer? By, bool Complete, ImmutableArray<RevisionEdge> Edges);

/// <summary>An edge and the running revision.</summary>
/// <param name="Id">Its name.</param>
/// <param name="State"><c>current</c>, <c>behind</c>, <c>refused</c> or <c>missing</c>.</param>
/// <param name="Revision">The revision that it serves.</param>
/// <param name="SeenMsAgo">Milliseconds since it said so.</param>
/// <param name="Detail">What else there is to say; may be empty.</param>
internal sealed record RevisionEdge(string Id, string State, long Revision, long SeenMsAgo, string Detail);

/// <summary>By what and by whom a revision came.</summary>
/// <param name="Cause"><c>file</c>, <c>apply</c>, <c>rollback</c>, <c>import</c> or <c>move</c>.</param>
/// <param name="Who"><c>token</c> or <c>loopback</c>; null: no operator, or not known.</param>
/// <param name="From">The operator's address; null: not known.</param>
/// <param name="Of">The revision that was gone back to; null: none.</param>
internal sealed record OriginAnswer(string Cause, string? Who, string? From, long? Of);

/// <summary>The revisions that are remembered, as <c>GET /v1/config/revisions</c> tells them.</summary>
/// <param name="View"><c>cluster</c> or <c>local</c>.</param>
/// <param name="Running">The number of the running one.</param>
/// <param name="Revisions">Newest first.</param>
internal sealed record RevisionsAnswer(string View, long Running, ImmutableArray<RevisionAnswer> Revisions);

/// <summary>One revision.</summary>
/// <param name="Revision">Its number.</param>
/// <param name="Hash">The hash of its bundle.</param>
/// <param name="At">When it became the running one.</param>
/// <param name="Node">The node through which it came.</param>
/// <param name="By">By what and by whom.</param>
/// <param name="Kept">Whether it can be gone back to.</param>
internal sealed record RevisionAnswer(long Revision, string Hash, DateTimeOffset? At, string? Node, OriginAnswer? By, bool Kept);

/// <summary>What became of a change.</summary>
/// <param name="Status"><c>applied</c>, <c>unchanged</c> (the same runs already), <c>checked</c> or <c>planned</c>.</param>
/// <param name="Revision">The running revision.</param>
/// <param name="Before">The one that ran before; the same when nothing has changed.</param>
/// <param name="Hash">The hash of the bundle that was sent.</param>
/// <param name="Complete">Whether every edge serves it, or, in a plan, can serve it.</param>
/// <param name="Missing">The edges that have not said so in time.</param>
/// <param name="Edges">The edges by name.</param>
/// <param name="Difference">What it changes; null when it was only checked.</param>
/// <param name="NotApplied">Tables of the text that are each node's own, and have changed nothing.</param>
/// <param name="Warnings">What is not wrong, but will not do what its author may think.</param>
/// <param name="Import">What became of what was imported; null: nothing was.</param>
internal sealed record ChangeAnswer(
    string Status, long Revision, long Before, string Hash, bool Complete, ImmutableArray<string> Missing, ImmutableArray<RevisionEdge> Edges,
    DifferenceAnswer? Difference, ImmutableArray<string> NotApplied, ImmutableArray<ProblemLine> Warnings, ImportAnswer? Import);

/// <summary>The way from one catalog to another.</summary>
/// <param name="Endpoints">Endpoints by name; those that stay as they are left out.</param>
/// <param name="Apis">APIs by name and version.</param>
/// <param name="Files">Files by path.</param>
/// <param name="Effects">What it does to cursors, members, sessions and requests under way, a sentence each.</param>
internal sealed record DifferenceAnswer(
    ImmutableArray<EndpointLine> Endpoints, ImmutableArray<ApiLine> Apis, ImmutableArray<FileLine> Files, ImmutableArray<string> Effects);

/// <summary>What becomes of an endpoint.</summary>
/// <param name="Change"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Keys">The keys that are written otherwise; never their values.</param>
internal sealed record EndpointLine(string Change, string Name, string Type, ImmutableArray<string> Keys);

/// <summary>What becomes of an API.</summary>
/// <param name="Change"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Keys">The keys that are written otherwise.</param>
internal sealed record ApiLine(string Change, string Name, string Version, ImmutableArray<string> Keys);

/// <summary>What becomes of a file.</summary>
/// <param name="Change"><c>added</c>, <c>changed</c> or <c>removed</c>.</param>
/// <param name="Path">Its path.</param>
internal sealed record FileLine(string Change, string Path);

/// <summary>One thing wrong with a configuration.</summary>
/// <param name="File">Where it stands.</param>
/// <param name="Line">From 1; 0: the whole file.</param>
/// <param name="Column">From 1; 0: the whole line.</param>
/// <param name="Severity"><c>error</c> or <c>warning</c>.</param>
/// <param name="Message">The fact.</param>
/// <param name="Hint">The remedy; may be empty.</param>
internal sealed record ProblemLine(string File, int Line, int Column, string Severity, string Message, string Hint);

/// <summary>What became of what was imported.</summary>
/// <param name="Name">A name for it.</param>
/// <param name="Report">A line for every key.</param>
internal sealed record ImportAnswer(string Name, ImmutableArray<ImportReportLine> Report);

/// <summary>What became of one key.</summary>
/// <param name="Verdict"><c>decision</c>, <c>not supported</c>, <c>changed</c>, <c>taken</c> or <c>left out</c>.</param>
/// <param name="Key">The key.</param>
/// <param name="File">Where it stands.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">What it became, or why it did not.</param>
internal sealed record ImportReportLine(string Verdict, string Key, string File, int Line, int Column, string Text);

/// <summary>A change that was refused: RFC 9457, with more to say.</summary>
/// <param name="Type">Always <c>about:blank</c>.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">Fact and remedy.</param>
/// <param name="Revision">The running revision; 0: not known.</param>
/// <param name="Problems">What is wrong with the configuration; none: that is not the trouble.</param>
/// <param name="Edges">The edges that cannot serve it.</param>
/// <param name="Difference">What has changed since the revision that was expected; null: not known, or that is not the trouble.</param>
internal sealed record ChangeProblem(
    string Type, string Title, int Status, string Detail, long Revision, ImmutableArray<ProblemLine> Problems, ImmutableArray<RevisionEdge> Edges,
    DifferenceAnswer? Difference);
