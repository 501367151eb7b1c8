namespace Gateway.Core.Attempts;

/// <summary>
/// What happened to a try, in one word of a closed list: whatever the HTTP client, the forwarder and the client's connection can say.
/// <see cref="AttemptOutcome.Of(AttemptFact, bool)"/> tells what follows.
/// </summary>
public enum AttemptFact
{
    /// <summary>The backend answered, and its answer reached the client.</summary>
    Answered,

    /// <summary>The backend's name has no address.</summary>
    NameUnknown,

    /// <summary>The connection was refused, or there is no way there.</summary>
    Unreachable,

    /// <summary>No connection in time, the TLS handshake included.</summary>
    ConnectTimeout,

    /// <summary>The TLS handshake failed, or agreed on another protocol than the endpoint's.</summary>
    TlsRefused,

    /// <summary>The connection ended after the request had begun to go out: refused to read on, closed, or reset.</summary>
    Closed,

    /// <summary>The backend took no more of the request, said nothing, or stopped speaking, for longer than the endpoint allows.</summary>
    Silent,

    /// <summary>What came is not HTTP, or larger than this gateway takes.</summary>
    BadAnswer,

    /// <summary>A status that the endpoint lists as a failure; the answer was thrown away, because another member can be asked.</summary>
    StatusThrownAway,

    /// <summary>A status that the endpoint lists as a failure; the client has the answer, because nobody else was left.</summary>
    StatusPassedOn,

    /// <summary>The client closed its connection, broke its own body off, or stopped taking the answer.</summary>
    ClientGone,

    /// <summary>The request gives no address that may be called, or cannot be put into the endpoint's protocol. Nothing was tried.</summary>
    NoAddress,

    /// <summary>The name that was computed for the request leads only to addresses that may not be called. Nothing was tried.</summary>
    AddressRefused,

    /// <summary>No credentials for the backend are to be had: the token endpoint gives none, or the body cannot be proved. Nothing was sent.</summary>
    NoCredentials,

    /// <summary>The request's total time ran out before the backend's own time did.</summary>
    OutOfTime,
}
