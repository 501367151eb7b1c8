namespace Gateway.Core.Attempts;

/// <summary>WSO2's error codes, as far as this gateway gives them (Synapse's <c>SynapseConstants</c>).</summary>
public static class ErrorCodes
{
    /// <summary>No connection: refused, unreachable, name unknown, TLS refused.</summary>
    public const int ConnectionFailed = 101503;

    /// <summary>The backend was silent for longer than the endpoint allows.</summary>
    public const int Timeout = 101504;

    /// <summary>The connection was closed before, or within, the answer.</summary>
    public const int ConnectionClosed = 101505;

    /// <summary>The answer is not HTTP.</summary>
    public const int ProtocolViolation = 101506;

    /// <summary>No connection within the endpoint's connect timeout.</summary>
    public const int ConnectTimeout = 101508;

    /// <summary>The answer's status is one that the endpoint lists as a failure. WSO2 gives it to answers that it is told to take for errors.</summary>
    public const int FailureStatus = 500000;

    /// <summary>A group has no member that can be used.</summary>
    public const int NoReadyMember = 303000;

    /// <summary>A single endpoint cannot be used.</summary>
    public const int EndpointNotReady = 303001;

    /// <summary>No credentials for an endpoint's backend are to be had.</summary>
    public const int NoCredentials = 303003;

    /// <summary>Whether the code speaks of an endpoint that was not even tried.</summary>
    public static bool IsOfGroup(int code) => code is NoReadyMember or EndpointNotReady or NoCredentials;

    /// <summary>A sentence for the fault body's description.</summary>
    public static string Describe(int code) => code switch
    {
        ConnectionFailed => "Error connecting to the back end",
        Timeout => "Send timeout",
        ConnectionClosed => "The connection to the back end was closed",
        ProtocolViolation => "The back end's answer is not valid HTTP",
        ConnectTimeout => "Connection to the back end timed out",
        FailureStatus => "The back end answered with a status that counts as a failure",
        NoReadyMember => "No ready child endpoints",
        EndpointNotReady => "The endpoint is not ready",
        NoCredentials => "The gateway has no credentials for the back end",
        _ => "Error at the back end",
    };
}
