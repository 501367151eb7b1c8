namespace Gateway.Core.Attempts;

/// <summary>How one try at a backend ended.</summary>
public enum AttemptEnd
{
    /// <summary>The backend answered, whatever the status: any HTTP status is a success, as in WSO2.</summary>
    Answered,

    /// <summary>Nothing reached the backend: no connection, no name, TLS refused, or no member to try.</summary>
    NotSent,

    /// <summary>Bytes went out, no answer began: the backend may have acted on them.</summary>
    Unanswered,

    /// <summary>The answer began and broke off: the client has seen a part of it.</summary>
    BrokenOff,

    /// <summary>The client went away, or its body could not be read. Never the backend's fault.</summary>
    ClientGone,

    /// <summary>The request's variables make no address that may be called: the client's fault, nothing was tried.</summary>
    NoAddress,
}

/// <summary>How one try ended, and what follows from that.</summary>
/// <param name="End">How it ended.</param>
/// <param name="ErrorCode">WSO2's code (Synapse's <c>SynapseConstants</c>); 0 when answered.</param>
public readonly record struct AttemptOutcome(AttemptEnd End, int ErrorCode)
{
    /// <summary>The backend answered.</summary>
    public static AttemptOutcome Answered => new(AttemptEnd.Answered, 0);

    /// <summary>The client went away.</summary>
    public static AttemptOutcome ClientGone => new(AttemptEnd.ClientGone, 0);

    /// <summary>The request gives no address.</summary>
    public static AttemptOutcome NoAddress => new(AttemptEnd.NoAddress, 0);

    /// <summary>Whether the backend is to blame.</summary>
    public bool IsBackendFault =>
        (End is AttemptEnd.NotSent or AttemptEnd.Unanswered or AttemptEnd.BrokenOff) && !ErrorCodes.IsOfGroup(ErrorCode);

    /// <summary>
    /// Whether the request may be sent to another member: always when nothing has been sent, else only what HTTP calls idempotent
    /// (RFC 9110, 9.2.2) or carries an <c>Idempotency-Key</c>, and whose body is still there to be sent.
    /// </summary>
    /// <param name="idempotent">Whether sending it twice does no more than sending it once.</param>
    /// <param name="replayable">Whether its body can be sent again.</param>
    public bool MaySendOn(bool idempotent, bool replayable) => End switch
    {
        AttemptEnd.NotSent => replayable,
        AttemptEnd.Unanswered => idempotent && replayable,
        _ => false,
    };
}
