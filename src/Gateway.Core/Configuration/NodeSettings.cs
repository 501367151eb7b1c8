using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration;

/// <summary>A node's own part of a configuration: everything that is not the cluster's catalog.</summary>
/// <param name="Server">The table <c>[server]</c>.</param>
/// <param name="Cluster">The table <c>[cluster]</c>.</param>
/// <param name="Management">The table <c>[management]</c>.</param>
/// <param name="Listeners">The ports of WSO2's listener keys, offset added.</param>
/// <param name="Environment">The <c>[[apim.gateway.environment]]</c> this node serves.</param>
public sealed record NodeSettings(
    ServerSettings Server, ClusterSettings Cluster, ManagementSettings Management, ListenerSettings Listeners, ServedEnvironment Environment)
{
    /// <summary>What WSO2's <c>[transport.passthru_https]</c> says of TLS, on both sides.</summary>
    public TransportTls Tls { get; init; } = new();

    /// <summary>What the placeholders of the catalog's credentials stand for on this node.</summary>
    public CredentialSource Credentials { get; init; } =
        new(FrozenDictionary<string, string>.Empty, FrozenDictionary<string, string>.Empty);

    /// <summary>The table <c>[apim.cors]</c>: whose pages may call the APIs that do not say so themselves.</summary>
    public CorsPolicy Cors { get; init; } = CorsPolicy.Default;
}

/// <summary>The table <c>[server]</c>.</summary>
/// <param name="Offset">WSO2's port offset, 0 to 60000: moves both listeners alike.</param>
/// <param name="Bind">The listeners' address; <c>0.0.0.0</c> is every one.</param>
/// <param name="DebugHeaders">Whether answers tell how they came about (<c>X-Gateway-*</c>).</param>
/// <param name="DrainDelay">How long listeners go on accepting after SIGTERM. Default 5 s; embedded 0.</param>
/// <param name="DrainTimeout">How long requests in flight may take to finish after that. Default 30 s.</param>
/// <param name="TrustedProxies">Networks whose <c>X-Forwarded-*</c> and <c>X-Gateway-Key-Type</c> headers count.</param>
/// <param name="Certificates">Certificates of the HTTPS listener, chosen by SNI; the first is the default one.</param>
public sealed record ServerSettings(
    int Offset, IPAddress Bind, bool DebugHeaders, TimeSpan DrainDelay, TimeSpan DrainTimeout,
    ImmutableArray<IPNetwork> TrustedProxies, ImmutableArray<CertificateFiles> Certificates)
{
    /// <summary>PEM file, absolute, of the authorities whose certificates clients may show; empty: the system's.</summary>
    public string ClientCa { get; init; } = "";
}

/// <summary>One <c>[[server.certificate]]</c>: a PEM pair, or a PFX file with an optional password.</summary>
/// <param name="Certificate">Path of the PEM or PFX file, absolute.</param>
/// <param name="Key">Path of the PEM key, absolute; empty for PFX or a PEM that holds both.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record CertificateFiles(string Certificate, string Key, SourcePlace Place)
{
    /// <summary>What opens the PFX file or the encrypted key; empty: it is open. A secret.</summary>
    public string Password { get; init; } = "";

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => Certificate;
}

/// <summary>Who hosts the silo and where membership lives.</summary>
public enum ClusterMode
{
    /// <summary>The edge hosts its own silo: one process is a whole gateway.</summary>
    Embedded,

    /// <summary>Silos and edges are processes of their own and meet in Redis.</summary>
    Redis,
}

/// <summary>How fast a silent silo is given up: WSO2-like seconds, or Orleans' own patience.</summary>
public enum FailureDetection
{
    /// <summary>A killed silo is detected in 1 to 3 s.</summary>
    Fast,

    /// <summary>Orleans' defaults: 5 to 15 s.</summary>
    Default,
}

/// <summary>The table <c>[cluster]</c>.</summary>
/// <param name="Mode">Embedded, or silos that meet in Redis.</param>
/// <param name="Redis">A StackExchange.Redis connection string. A secret: never logged. Empty in embedded mode.</param>
/// <param name="ClusterId">Silos and edges with the same id form one cluster.</param>
/// <param name="AdvertisedHost">What other nodes reach this silo by; empty: found out.</param>
/// <param name="SiloPort">Port between silos; 0: a free one.</param>
/// <param name="GatewayPort">Port for edges; 0: a free one (embedded: none).</param>
/// <param name="FailureDetection">The preset for membership.</param>
/// <param name="DataDirectory">Absolute path of the directory for embedded state and the development certificate.</param>
public sealed record ClusterSettings(
    ClusterMode Mode, string Redis, string ClusterId, string AdvertisedHost, int SiloPort, int GatewayPort,
    FailureDetection FailureDetection, string DataDirectory)
{
    /// <summary>The cluster's secret, which signs cookies; empty: none. A secret: never logged.</summary>
    public string Key { get; init; } = "";

    /// <summary>How nodes speak TLS with each other; null: in the clear.</summary>
    public ClusterTls? Tls { get; init; }

    /// <summary>Leaves the connection string out, which may hold a password, and the key.</summary>
    public override string ToString() => $"{Mode} cluster '{ClusterId}'";
}

/// <summary>The table <c>[management]</c>.</summary>
/// <param name="Listen">Address and port. Any other address than loopback needs a token.</param>
/// <param name="Token">The operator's token; empty counts as none.</param>
/// <param name="ReadToken">A token that may look, not touch; empty counts as none.</param>
/// <param name="Hosts">Host names accepted besides loopback's and <paramref name="Listen"/>.</param>
public sealed record ManagementSettings(IPEndPoint Listen, string Token, string ReadToken, ImmutableArray<string> Hosts)
{
    /// <summary>Whether the silo in this process counts its grain calls, and shows them at <c>/dashboard</c>.</summary>
    public bool Dashboard { get; init; }

    /// <summary>Leaves the tokens out.</summary>
    public override string ToString() => $"management on {Listen}";
}

/// <summary>The ports of the data plane, offset added. 0 asks the system for a free one.</summary>
/// <param name="HttpPort">WSO2's <c>http.nio.port</c>; 8280 and the offset by default.</param>
/// <param name="HttpsPort">WSO2's <c>https.nio.port</c>; 8243 and the offset by default.</param>
public sealed record ListenerSettings(int HttpPort, int HttpsPort);

/// <summary>Which of an API's endpoints an environment serves.</summary>
public enum EnvironmentType
{
    /// <summary>Both; <c>X-Gateway-Key-Type: SANDBOX</c> from a trusted proxy chooses the sandbox.</summary>
    Hybrid,

    /// <summary>The production endpoint.</summary>
    Production,

    /// <summary>The sandbox endpoint.</summary>
    Sandbox,
}

/// <summary>The gateway environment this node serves.</summary>
/// <param name="Name">Its name; <c>Default</c> when the file has none.</param>
/// <param name="Type">Which endpoint set is served.</param>
/// <param name="HttpsEndpoint">The advertised HTTPS address; empty when there is none.</param>
/// <param name="HttpEndpoint">The advertised HTTP address; empty when there is none.</param>
public sealed record ServedEnvironment(string Name, EnvironmentType Type, string HttpsEndpoint, string HttpEndpoint)
{
    /// <summary>The address the gateway gives as its own: HTTPS before HTTP, as WSO2 does.</summary>
    public string ServerEndpoint => HttpsEndpoint.Length > 0 ? HttpsEndpoint : HttpEndpoint;
}
