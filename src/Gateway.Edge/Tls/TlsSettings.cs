using System.Security.Authentication;
using Gateway.Core.Certificates;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

namespace Gateway.Edge.Tls;

/// <summary>How this edge speaks TLS with a server: nothing left to be looked up but the files.</summary>
/// <param name="Verifier">Which names a certificate may have.</param>
/// <param name="Versions">What is spoken.</param>
/// <param name="Revocation">Whether authorities are asked for certificates that they have taken back.</param>
/// <param name="Ca">File of the authorities, absolute; empty: the system's.</param>
/// <param name="Cert">File of the certificate shown, absolute; empty: none.</param>
/// <param name="Key">File of its key, absolute; empty: none.</param>
/// <param name="Password">What opens it. A secret.</param>
internal sealed record TlsSettings(
    HostnameVerifier Verifier, TlsVersions Versions, bool Revocation, string Ca, string Cert, string Key, string Password)
{
    /// <summary>The versions as .NET calls them.</summary>
    public SslProtocols Protocols => ProtocolsOf(Versions);

    /// <summary>Versions as .NET calls them.</summary>
    public static SslProtocols ProtocolsOf(TlsVersions versions) =>
        ((versions & TlsVersions.Tls12) != 0 ? SslProtocols.Tls12 : SslProtocols.None)
        | ((versions & TlsVersions.Tls13) != 0 ? SslProtocols.Tls13 : SslProtocols.None);

    /// <summary>What an endpoint's settings come to on a node.</summary>
    /// <param name="tls">The endpoint's.</param>
    /// <param name="node">The node's.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <param name="password">What <see cref="BackendTls.Password"/> stands for.</param>
    public static TlsSettings Of(BackendTls tls, TransportTls node, string folder, string password) => new(
        tls.Verifier ?? node.Verifier, node.ToBackends, tls.Revocation, At(folder, tls.Ca), At(folder, tls.Cert), At(folder, tls.Key), password);

    /// <summary>Leaves the password out.</summary>
    public override string ToString() => $"TLS with {Verifier}, authorities '{Ca}', certificate '{Cert}'";

    private static string At(string folder, string path) => path.Length == 0 ? "" : Path.GetFullPath(path, folder);
}
