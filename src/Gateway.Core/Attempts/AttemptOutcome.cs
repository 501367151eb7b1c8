using Gateway.Core.Endpoints;
using Gateway.Core.Groups;

namespace Gateway.Core.Attempts;

/// <summary>How one try at a backend ended.</summary>
public enum AttemptEnd
{
    /// <summary>The backend answered, whatever the status: any HTTP status is a success, as in WSO2.</summary>
    Answered,

    /// <summary>Nothing reached the backend: no connection, no name, TLS refused, or no member to try.</summary>
    NotSent,

    /// <summary>Bytes went out, and the client has seen nothing of an answer: the backend may have acted on them.</summary>
    Unanswered,

    /// <summary>The answer began and broke off: the client has seen a part of it.</summary>
    BrokenOff,

    /// <summary>The client has an answer whose status the endpoint lists as a failure.</summary>
    BadStatus,

    /// <summary>The client went away, or its body could not be read. Never the backend's fault.</summary>
    ClientGone,

    /// <summary>The request gives no address that may be called, or is more than may be looked at: the client's fault, nothing was tried.</summary>
    NoAddress,

    /// <summary>The request's total time ran out: nobody's fault.</summary>
    OutOfTime,
}

/// <summary>How one try ended, and what follows from that.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ErrorCode">WSO2's code (Synapse's <c>SynapseConstants</c>); 0 when answered.</param>
/// <param name="Stage">How far it came; of an answered try, what that has proved.</param>
public readonly record struct AttemptOutcome(AttemptEnd End, int ErrorCode, FailureStage Stage = FailureStage.Answer)
{
    /// <summary>The backend answered.</summary>
    public static AttemptOutcome Answered => Of(AttemptFact.Answered);

    /// <summary>Whether no group may send the request on any more, because its endpoint's <c>retry</c> codes forbid it.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether the backend is to blame.</summary>
    public bool IsBackendFault =>
        (End is AttemptEnd.NotSent or AttemptEnd.Unanswered or AttemptEnd.BrokenOff or AttemptEnd.BadStatus) && !ErrorCodes.IsOfGroup(ErrorCode);

    /// <summary>Whether the client has its answer: nothing is left to do for this request.</summary>
    public bool HasAnswered => End is AttemptEnd.Answered or AttemptEnd.BadStatus;

    /// <summary>Tells what follows from what happened.</summary>
    /// <param name="fact">What happened.</param>
    /// <param name="seen">Whether the client has seen a part of the answer.</param>
    public static AttemptOutcome Of(AttemptFact fact, bool seen = false)
    {
        var lost = seen ? AttemptEnd.BrokenOff : AttemptEnd.Unanswered;
        return fact switch
        {
            AttemptFact.NameUnknown or AttemptFact.Unreachable => new(AttemptEnd.NotSent, ErrorCodes.ConnectionFailed, FailureStage.Connect),
            AttemptFact.ConnectTimeout => new(AttemptEnd.NotSent, ErrorCodes.ConnectTimeout, FailureStage.Connect),
            AttemptFact.TlsRefused => new(AttemptEnd.NotSent, ErrorCodes.ConnectionFailed, FailureStage.Tls),
            AttemptFact.Closed => new(lost, ErrorCodes.ConnectionClosed),
            AttemptFact.Silent => new(lost, ErrorCodes.Timeout),
            AttemptFact.BadAnswer => new(lost, ErrorCodes.ProtocolViolation),
            AttemptFact.StatusThrownAway => new(AttemptEnd.Unanswered, ErrorCodes.FailureStatus),
            AttemptFact.StatusPassedOn => new(AttemptEnd.BadStatus, ErrorCodes.FailureStatus),
            AttemptFact.ClientGone => new(AttemptEnd.ClientGone, 0),
            AttemptFact.NoAddress or AttemptFact.AddressRefused => new(AttemptEnd.NoAddress, 0),
            AttemptFact.NoCredentials => new(AttemptEnd.NotSent, ErrorCodes.NoCredentials),
            AttemptFact.OutOfTime => new(AttemptEnd.OutOfTime, ErrorCodes.Timeout),
            _ => new(AttemptEnd.Answered, 0),
        };
    }

    /// <summary>
    /// Whether the request may be sent to another member: always when nothing has been sent; else everything with
    /// <see cref="Delivery.AtLeastOnce"/>, and with <see cref="Delivery.AtMostOnce"/> what HTTP calls idempotent (RFC 9110, 9.2.2) or
    /// carries an <c>Idempotency-Key</c>. Never without its whole body.
    /// </summary>
    /// <param name="delivery">What the group promises.</param>
    /// <param name="idempotent">Whether sending it twice does no more than sending it once.</param>
    /// <param name="replayable">Whether its body can be sent again.</param>
    public bool MaySendOn(Delivery delivery, bool idempotent, bool replayable) => replayable && !IsFinal && End switch
    {
        AttemptEnd.NotSent => true,
        AttemptEnd.Unanswered => idempotent || delivery == Delivery.AtLeastOnce,
        _ => false,
    };
}
