using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Suspension;

namespace Gateway.Core.Endpoints;

/// <summary>The protocol spoken with a backend.</summary>
public enum BackendProtocol
{
    /// <summary>HTTP/1.1, over TLS if the address says https.</summary>
    Http11,

    /// <summary>HTTP/2 over TLS, agreed by ALPN.</summary>
    H2,

    /// <summary>HTTP/2 without TLS, by prior knowledge: gRPC inside a network.</summary>
    H2c,
}

/// <summary>An endpoint that is one backend.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Url">Absolute http, https, ws or wss address: an RFC 6570 template over <c>uri.var.*</c> and <c>query.param.*</c>.</param>
/// <param name="Settings">How it is called.</param>
/// <param name="Place">Where it is configured.</param>
public abstract record LeafEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place) : Endpoint(Name, Place), ICalledEndpoint;

/// <summary>How one backend is called.</summary>
/// <param name="AppendPath">Whether what is left of the request's path and query goes behind the address.</param>
/// <param name="Weight">Turns per ring as a member of a group, 1 to 1000; default 1.</param>
/// <param name="ConnectTimeout">Longest wait for a connection; default 2 s.</param>
/// <param name="Timeout">Longest silence of the backend; default 30 s.</param>
/// <param name="Suspend">How long it is left alone after a failure.</param>
/// <param name="Protocol">HTTP/1.1 unless configured otherwise.</param>
public sealed record BackendSettings(
    bool AppendPath, int Weight, TimeSpan ConnectTimeout, TimeSpan Timeout, SuspensionPolicy Suspend, BackendProtocol Protocol)
{
    /// <summary>What becomes of a request whose try timed out.</summary>
    public TimeoutAction TimeoutAction { get; init; }

    /// <summary>Errors that it may make a few times before it is suspended.</summary>
    public MarkPolicy Mark { get; init; } = MarkPolicy.Default;

    /// <summary>After which of its errors a group tries another member.</summary>
    public RetryCodes Retry { get; init; } = RetryCodes.Default;

    /// <summary>A request that tells whether it works; null: none.</summary>
    public HealthCheck? Health { get; init; }

    /// <summary>Statuses that count as failures; none by default, as in WSO2.</summary>
    public ImmutableArray<StatusRange> FailureStatuses { get; init; } = [];

    /// <summary>How the gateway makes itself known to it; null: not at all, and the client's own <c>Authorization</c> goes on.</summary>
    public BackendSecurity? Security { get; init; }

    /// <summary>How TLS is spoken with it.</summary>
    public BackendTls Tls { get; init; } = BackendTls.Default;

    /// <summary>The verb it is called with, in upper case; empty: the request's own.</summary>
    public string Method { get; init; } = "";

    /// <summary>The form in which it is sent messages.</summary>
    public MessageFormat Format { get; init; }

    /// <summary>How it is sent binary parts.</summary>
    public MessageOptimize Optimize { get; init; }
}

/// <summary>What becomes of a request whose try timed out, when there is no other member.</summary>
public enum TimeoutAction
{
    /// <summary>It fails with the error's fault.</summary>
    Fault,

    /// <summary>WSO2 answers nothing and does not fail over; here it fails over too, and the last member's timeout is a 504.</summary>
    Discard,
}
