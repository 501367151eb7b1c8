using System.Collections.Immutable;

namespace Gateway.Core.Endpoints;

/// <summary>What an active check asks.</summary>
public enum HealthCheckKind
{
    /// <summary>A GET of a path; the status decides.</summary>
    Http,

    /// <summary>A TCP connection, and a TLS handshake where the address says https.</summary>
    Tcp,

    /// <summary>gRPC's health checking protocol (grpc.health.v1).</summary>
    Grpc,

    /// <summary>The WSDL of a SOAP service.</summary>
    Wsdl,
}

/// <summary>
/// A request that tells whether a backend works. It serves as active check, and as the probe of opinions and trials.
/// </summary>
/// <param name="Kind">What is asked.</param>
/// <param name="Path">Path and query of the request, from the backend's origin; for gRPC the service's name, empty for the server.</param>
/// <param name="Interval">Time between two checks in the cluster, not per edge.</param>
/// <param name="Timeout">Longest wait for one.</param>
/// <param name="Expect">Statuses that are good, as closed ranges.</param>
/// <param name="Rise">Good checks in a row that make a member active.</param>
/// <param name="Fall">Bad ones in a row that are a failure.</param>
public sealed record HealthCheck(
    HealthCheckKind Kind, string Path, TimeSpan Interval, TimeSpan Timeout, ImmutableArray<StatusRange> Expect, int Rise, int Fall);

/// <summary>HTTP statuses from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
public readonly record struct StatusRange(int First, int Last)
{
    /// <summary>Whether a status lies within.</summary>
    public bool Contains(int status) => status >= First && status <= Last;
}
