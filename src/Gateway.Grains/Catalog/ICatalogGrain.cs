using System.Collections.Immutable;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Routing;
using Orleans.Concurrency;

namespace Gateway.Grains.Catalog;

/// <summary>
/// Holds the cluster's catalog in numbered revisions. One per cluster, keyed <see cref="Key"/>.
/// </summary>
[Alias("gateway.ICatalogGrain")]
public interface ICatalogGrain : IGrainWithStringKey
{
    /// <summary>The one key.</summary>
    const string Key = "catalog";

    /// <summary>Offers a bundle. Whether it becomes the next revision is the rule of <see cref="CatalogProposal"/>.</summary>
    [Alias("Propose")]
    ValueTask<CatalogAnswer> ProposeAsync(CatalogProposal proposal);

    /// <summary>
    /// Moves an API through its life cycle: the running bundle with that API's state changed becomes the next revision, if
    /// <see cref="ApiMoves"/> allows it.
    /// </summary>
    /// <param name="move">What is wished.</param>
    /// <param name="node">The node whose management listener was asked.</param>
    /// <param name="reason">The operator's reason; may be empty.</param>
    [Alias("Move")]
    ValueTask<MoveReply> MoveAsync(ApiMove move, string node, string reason);

    /// <summary>The running revision; its text only if the caller does not have it.</summary>
    /// <param name="seenRevision">The caller's revision; 0: none.</param>
    /// <param name="seenHash">The hash of the caller's bundle; empty: none.</param>
    [Alias("Read")]
    ValueTask<CatalogAnswer> ReadAsync(long seenRevision, string seenHash);

    /// <summary>The revisions that are remembered, newest first; the first is the running one.</summary>
    [Alias("History")]
    ValueTask<ImmutableArray<RevisionEntry>> HistoryAsync();

    /// <summary>The bundle of a revision that is remembered.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>Null when it is not remembered, or its text is no longer kept.</returns>
    [Alias("Bundle")]
    ValueTask<KeptBundle?> BundleAsync(long number);

    /// <summary>An edge says what it serves, and where it hears of news. Counts for half a minute; repeat well before.</summary>
    [Alias("Attend")]
    ValueTask AttendAsync(EdgeAttendance edge, ICatalogObserver observer);

    /// <summary>An edge says goodbye: nobody is to miss it.</summary>
    [Alias("Leave")]
    ValueTask LeaveAsync(string node, Guid ear);

    /// <summary>The edges, and what each serves.</summary>
    [Alias("Edges")]
    ValueTask<EdgesReply> EdgesAsync();

    /// <summary>Lets every edge look at a bundle before it is proposed. Nothing is stored.</summary>
    /// <param name="ticket">Names the round; one that has begun goes on.</param>
    /// <param name="text">Canonical TOML.</param>
    /// <returns>False when too many rounds are under way.</returns>
    [Alias("Stage")]
    ValueTask<bool> StageAsync(string ticket, string text);

    /// <summary>The bundle that a round is about; null when there is no such round.</summary>
    [Alias("Staged")]
    ValueTask<string?> StagedAsync(string ticket);

    /// <summary>An edge's verdict on a bundle.</summary>
    [Alias("Judge")]
    ValueTask JudgeAsync(string ticket, EdgeVerdict verdict);

    /// <summary>How a round stands. Edges that have not answered are asked again each second.</summary>
    [Alias("Verdicts")]
    ValueTask<RoundReply> VerdictsAsync(string ticket);

    /// <summary>Ends a round.</summary>
    [Alias("Unstage")]
    ValueTask UnstageAsync(string ticket);
}

/// <summary>An edge's ear for the catalog. Messages may be lost: edges also read every few seconds.</summary>
[Alias("gateway.ICatalogObserver")]
public interface ICatalogObserver : IGrainObserver
{
    /// <summary>There is a newer revision.</summary>
    [OneWay, Alias("Changed")]
    Task ChangedAsync(long revision);

    /// <summary>A bundle is to be looked at: whoever can serve it says so.</summary>
    [OneWay, Alias("Look")]
    Task LookAsync(string ticket);
}

/// <summary>A bundle that a node offers as the next revision.</summary>
/// <param name="Text">Canonical TOML.</param>
/// <param name="Hash">Its SHA-256 in lower-case hexadecimal; checked.</param>
/// <param name="Node">Who offers it.</param>
/// <param name="SeenRevision">The highest revision the node has served: numbers go on from there if storage has lost some.</param>
/// <param name="Wins">
/// True (embedded mode, or an operator's word): becomes the next revision whenever it differs from the running one. False (a node's
/// own file in a cluster): only if its hash is nowhere in the history; one that is there but not current is stale.
/// </param>
[GenerateSerializer, Immutable, Alias("gateway.CatalogProposal")]
public sealed record CatalogProposal(
    [property: Id(0)] string Text, [property: Id(1)] string Hash, [property: Id(2)] string Node, [property: Id(3)] long SeenRevision,
    [property: Id(4)] bool Wins)
{
    /// <summary>As <see cref="Expect"/>: there must be no revision yet.</summary>
    public const long NoRevision = -1;

    /// <summary>The revision that must be the running one; 0: whichever is; <see cref="NoRevision"/>.</summary>
    [Id(5)]
    public long Expect { get; init; }

    /// <summary>Whether it was made for the revision that runs.</summary>
    /// <param name="expect">As <see cref="Expect"/>.</param>
    /// <param name="running">The running revision; 0: there is none.</param>
    public static bool Fits(long expect, long running) => expect == 0 || running == (expect == NoRevision ? 0 : expect);

    /// <summary>By what and by whom it is offered.</summary>
    [Id(6)]
    public RevisionOrigin Origin { get; init; } = RevisionOrigin.OfFile;

    /// <summary>Leaves the text out: passwords may stand in it.</summary>
    public override string ToString() => $"bundle {Hash} of {Node}";
}

/// <summary>What became of a move.</summary>
/// <param name="Status">What.</param>
/// <param name="From">The API's state before.</param>
/// <param name="To">Its state from now on.</param>
/// <param name="Action">What was done; null: nothing.</param>
/// <param name="Revision">The running revision; 0: none.</param>
/// <param name="Reason">Why it was refused; empty: it was not.</param>
/// <param name="DefaultTakenFrom">The version that was the default one until now; empty: none has changed.</param>
[GenerateSerializer, Immutable, Alias("gateway.MoveReply")]
public sealed record MoveReply(
    [property: Id(0)] MoveStatus Status, [property: Id(1)] Lifecycle From, [property: Id(2)] Lifecycle To, [property: Id(3)] LifecycleAction? Action,
    [property: Id(4)] long Revision, [property: Id(5)] string Reason, [property: Id(6)] string DefaultTakenFrom);

/// <summary>What became of a call to the catalog.</summary>
[GenerateSerializer, Alias("gateway.CatalogStatus")]
public enum CatalogStatus
{
    /// <summary>The answer carries the running revision.</summary>
    Current,

    /// <summary>The proposal has become the running revision.</summary>
    Accepted,

    /// <summary>The proposal was the running revision once, and is not now.</summary>
    Stale,

    /// <summary>The proposal does not check out; <see cref="CatalogAnswer.Problems"/> says why. Nothing changed.</summary>
    Refused,

    /// <summary>There is no revision yet.</summary>
    None,

    /// <summary>Another revision runs than the proposal expects. Nothing changed.</summary>
    MovedOn,
}

/// <summary>The running revision.</summary>
/// <param name="Status">What became of the call.</param>
/// <param name="Revision">Its number, from 1; 0: none.</param>
/// <param name="Hash">The hash of its bundle.</param>
/// <param name="Text">Its bundle, if the caller does not have it; else null.</param>
/// <param name="Node">Who offered it.</param>
/// <param name="AtUtc">When it was accepted.</param>
/// <param name="Problems">Why a proposal was refused.</param>
[GenerateSerializer, Immutable, Alias("gateway.CatalogAnswer")]
public sealed record CatalogAnswer(
    [property: Id(0)] CatalogStatus Status, [property: Id(1)] long Revision, [property: Id(2)] string Hash, [property: Id(3)] string? Text,
    [property: Id(4)] string Node, [property: Id(5)] DateTimeOffset AtUtc, [property: Id(6)] string[] Problems)
{
    /// <summary>Names the history that the revision belongs to; empty: none yet, or one without a name.</summary>
    [Id(7)]
    public string Cluster { get; init; } = "";

    /// <summary>Leaves the text out: passwords may stand in it.</summary>
    public override string ToString() => $"{Status}: revision {Revision}, bundle {Hash} of {Node}";
}
