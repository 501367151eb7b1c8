using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration.Moves;

/// <summary>An operator's wish to move an API through its life cycle: to a state, or by an action.</summary>
/// <param name="Name">The API's name.</param>
/// <param name="Version">Its version.</param>
/// <param name="State">The state to move to; null: <paramref name="Action"/> says where.</param>
/// <param name="Action">The action; null: <paramref name="State"/> says where.</param>
/// <param name="Expect">The revision of the catalog that the operator has seen: if another one runs, nothing is moved. 0: whichever runs.</param>
[GenerateSerializer, Immutable, Alias("gateway.ApiMove")]
public sealed record ApiMove(
    [property: Id(0)] string Name, [property: Id(1)] string Version, [property: Id(2)] Lifecycle? State, [property: Id(3)] LifecycleAction? Action,
    [property: Id(4)] long Expect)
{
    /// <summary>By whom it is made; null: not known.</summary>
    [Id(5)]
    public RevisionOrigin? Origin { get; init; }
}

/// <summary>What becomes of an <see cref="ApiMove"/>.</summary>
[GenerateSerializer, Alias("gateway.MoveStatus")]
public enum MoveStatus
{
    /// <summary>It is done: there is a new revision.</summary>
    Moved,

    /// <summary>The API is where it is to be; nothing has changed.</summary>
    Unchanged,

    /// <summary>The catalog has no such API.</summary>
    NoSuchApi,

    /// <summary>The life cycle, or what the API is made of, does not allow it.</summary>
    Refused,

    /// <summary>Another revision runs than the operator has seen.</summary>
    RevisionMovedOn,

    /// <summary>There is no catalog yet.</summary>
    NoCatalog,
}

/// <summary>What is to become of an <see cref="ApiMove"/>, and why.</summary>
/// <param name="Status">What.</param>
/// <param name="From">The API's state.</param>
/// <param name="To">Its state from now on; where it is not moved, the one it has.</param>
/// <param name="Action">What was done, in WSO2's words; null: nothing.</param>
/// <param name="Reason">Why it is refused, with what to do instead; empty: it is not.</param>
/// <param name="Bundle">The catalog with the API moved; null: nothing changes.</param>
/// <param name="DefaultTakenFrom">The version that was the default one until now; empty: none has changed.</param>
public sealed record MoveDecision(
    MoveStatus Status, Lifecycle From, Lifecycle To, LifecycleAction? Action, string Reason, Bundle? Bundle, string DefaultTakenFrom)
{
    internal static MoveDecision Not(MoveStatus status, Lifecycle state, string reason) => new(status, state, state, null, reason, null, "");
}
