using Gateway.Core.Certificates;

namespace Gateway.Core.Configuration;

/// <summary>What a node does with TLS: WSO2's keys of <c>[transport.passthru_https]</c>.</summary>
public sealed record TransportTls
{
    /// <summary>Which names certificates of backends, and the listener's own, may have: <c>sender.parameters.HostnameVerifier</c>.</summary>
    public HostnameVerifier Verifier { get; init; }

    /// <summary>What is spoken with backends: <c>sender.parameters.HttpsProtocols</c>.</summary>
    public TlsVersions ToBackends { get; init; } = TlsVersions.All;

    /// <summary>What is spoken with clients: <c>listener.parameters.HttpsProtocols</c>.</summary>
    public TlsVersions ToClients { get; init; } = TlsVersions.All;

    /// <summary>Whether clients show certificates: <c>listener.parameters.SSLVerifyClient</c>.</summary>
    public ClientCertificates Clients { get; init; }
}

/// <summary>Versions of TLS.</summary>
[Flags]
public enum TlsVersions
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>TLS 1.2.</summary>
    Tls12 = 1,

    /// <summary>TLS 1.3.</summary>
    Tls13 = 2,

    /// <summary>Those that are still to be used (RFC 8996).</summary>
    All = Tls12 | Tls13,
}

/// <summary>Whether clients show certificates.</summary>
public enum ClientCertificates
{
    /// <summary>They are not asked.</summary>
    None,

    /// <summary>They are asked; who shows one must show one that is trusted.</summary>
    Optional,

    /// <summary>Nobody is let in without.</summary>
    Required,
}
