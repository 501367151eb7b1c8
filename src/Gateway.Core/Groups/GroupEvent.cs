using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What brought a member where it is.</summary>
[GenerateSerializer, Alias("gateway.CauseKind")]
public enum CauseKind
{
    /// <summary>Nothing: as it began.</summary>
    None,

    /// <summary>Failures of requests or probes.</summary>
    Failures,

    /// <summary>Active checks.</summary>
    Checks,

    /// <summary>A trial.</summary>
    Trial,

    /// <summary>A second opinion that found nothing wrong.</summary>
    Contradicted,

    /// <summary>Time that ran out.</summary>
    Time,

    /// <summary>An operator.</summary>
    Operator,

    /// <summary>The choice of a failover group.</summary>
    Choice,
}

/// <summary>Who has seen what of a member.</summary>
/// <param name="Node">The node.</param>
/// <param name="ErrorCode">WSO2's code; 0: a success.</param>
/// <param name="Stage">How far the try came.</param>
/// <param name="AgoMs">Milliseconds since.</param>
[GenerateSerializer, Immutable, Alias("gateway.EvidenceEntry")]
public readonly record struct EvidenceEntry(
    [property: Id(0)] string Node, [property: Id(1)] int ErrorCode, [property: Id(2)] FailureStage Stage, [property: Id(3)] long AgoMs);

/// <summary>One transition: what changed, why, and until when.</summary>
/// <param name="Version">The snapshot that first shows it.</param>
/// <param name="AgoMs">Milliseconds since.</param>
/// <param name="Member">The member's id; for <see cref="CauseKind.Choice"/> the one that serves from now on, empty for none.</param>
/// <param name="From">The state before.</param>
/// <param name="To">The state from now on.</param>
/// <param name="Word">The operator's word from now on.</param>
/// <param name="Cause">Why.</param>
/// <param name="ForMs">For how long, in milliseconds; 0: without an end of its own.</param>
/// <param name="IsProvisional">It rests on one node's evidence: another one is asked as soon as there is one.</param>
/// <param name="Evidence">Who has seen what.</param>
/// <param name="Reason">An operator's reason, and who said it; else empty.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupEvent")]
public sealed record GroupEvent(
    [property: Id(0)] long Version, [property: Id(1)] long AgoMs, [property: Id(2)] string Member, [property: Id(3)] MemberState From,
    [property: Id(4)] MemberState To, [property: Id(5)] OperatorWord Word, [property: Id(6)] CauseKind Cause, [property: Id(7)] long ForMs,
    [property: Id(8)] bool IsProvisional, [property: Id(9)] ImmutableArray<EvidenceEntry> Evidence, [property: Id(10)] string Reason)
{
    /// <summary>What changed.</summary>
    [Id(11)]
    public EventKind Kind { get; init; }

    /// <summary>For <see cref="EventKind.CurrentMoved"/> the member that served before; empty: none.</summary>
    [Id(12)]
    public string Before { get; init; } = "";

    /// <summary>Suspensions in a row, with this one.</summary>
    [Id(13)]
    public int Suspensions { get; init; }

    /// <summary>How long the next suspension would be, in milliseconds, if the trial fails; 0: nothing to be said.</summary>
    [Id(14)]
    public long ThenMs { get; init; }

    /// <summary>A change of the group itself, of no member.</summary>
    public static GroupEvent OfGroup(EventKind kind, long version, CauseKind cause = CauseKind.None) =>
        new(version, 0, "", default, default, default, cause, 0, false, [], "") { Kind = kind };
}
