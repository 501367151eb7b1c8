namespace Gateway.Core.Groups;

/// <summary>How far a failed try came. A probe must reach the stage that failed: otherwise its success proves nothing.</summary>
[GenerateSerializer, Alias("gateway.FailureStage")]
public enum FailureStage
{
    /// <summary>No connection: refused, unreachable, timed out, name unknown.</summary>
    Connect,

    /// <summary>The TLS handshake.</summary>
    Tls,

    /// <summary>Anything after it: silence, reset, a broken answer, a status that counts as a failure.</summary>
    Answer,
}

/// <summary>What one item of a report says.</summary>
[GenerateSerializer, Alias("gateway.ReportKind")]
public enum ReportKind
{
    /// <summary>A try or probe failed.</summary>
    Failed,

    /// <summary>A try or probe succeeded: sent where it ends an overlay, answers an ask or uses a permit, never per request.</summary>
    Succeeded,

    /// <summary>A permit or an ask is given back unused: nothing countable came of it.</summary>
    GivenBack,
}

/// <summary>One piece of evidence.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Epoch">The epoch under which the try was routed.</param>
/// <param name="Gen">The member's gen under which it was routed.</param>
/// <param name="Kind">What happened.</param>
/// <param name="ErrorCode">WSO2's code; 0 for a success.</param>
/// <param name="Stage">How far it came; of a success, what it has proved.</param>
/// <param name="Permit">The permit used; 0: none.</param>
/// <param name="Ask">The ask answered; 0: none.</param>
[GenerateSerializer, Immutable, Alias("gateway.ReportItem")]
public readonly record struct ReportItem(
    [property: Id(0)] string Member, [property: Id(1)] Epoch Epoch, [property: Id(2)] long Gen, [property: Id(3)] ReportKind Kind,
    [property: Id(4)] int ErrorCode, [property: Id(5)] FailureStage Stage, [property: Id(6)] long Permit, [property: Id(7)] long Ask);

/// <summary>Leave to try a member whose suspension has run out: the only one in the cluster.</summary>
/// <param name="Id">Its number; never given twice.</param>
/// <param name="Member">The member's id.</param>
/// <param name="Epoch">Void when the epoch is another.</param>
/// <param name="Gen">Void when the member's gen is another.</param>
/// <param name="LifeMs">How long it lives, in milliseconds from the first sending of the call that it answers.</param>
/// <param name="ByProbe">To be used by a probe; else by one request that may be sent on.</param>
[GenerateSerializer, Immutable, Alias("gateway.TrialPermit")]
public readonly record struct TrialPermit(
    [property: Id(0)] long Id, [property: Id(1)] string Member, [property: Id(2)] Epoch Epoch, [property: Id(3)] long Gen,
    [property: Id(4)] int LifeMs, [property: Id(5)] bool ByProbe);

/// <summary>Asks an edge for a second opinion on a member, or for an active check whose turn it is.</summary>
/// <param name="Id">Its number; the answer names it.</param>
/// <param name="Member">The member's id.</param>
/// <param name="Epoch">Void when the epoch is another.</param>
/// <param name="Gen">Void when the member's gen is another.</param>
/// <param name="Stage">What failed: the opinion must reach it.</param>
/// <param name="ByProbe">By a probe, at once; else by the edge's own next outcome there, within 3 s.</param>
[GenerateSerializer, Immutable, Alias("gateway.OpinionAsk")]
public readonly record struct OpinionAsk(
    [property: Id(0)] long Id, [property: Id(1)] string Member, [property: Id(2)] Epoch Epoch, [property: Id(3)] long Gen,
    [property: Id(4)] FailureStage Stage, [property: Id(5)] bool ByProbe);

/// <summary>What this edge leaves alone for itself, as its Pull says.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Gen">The gen under which it was made.</param>
/// <param name="IsPrivate">The cluster has contradicted it: only this edge's own success ends it.</param>
[GenerateSerializer, Immutable, Alias("gateway.OverlayEntry")]
public readonly record struct OverlayEntry([property: Id(0)] string Member, [property: Id(1)] long Gen, [property: Id(2)] bool IsPrivate);
