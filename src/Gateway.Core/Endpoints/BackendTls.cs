using Gateway.Core.Certificates;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>How TLS is spoken with a backend. Paths are files of each edge, relative to the folder of its own <c>deployment.toml</c>.</summary>
public sealed record BackendTls
{
    /// <summary>What a node that says nothing else does.</summary>
    public static BackendTls Default { get; } = new();

    /// <summary>Which names a certificate may have; null: as the node's <c>HostnameVerifier</c> says.</summary>
    public HostnameVerifier? Verifier { get; init; }

    /// <summary>PEM file of the authorities that are trusted, in the place of the system's; empty: the system's.</summary>
    public string Ca { get; init; } = "";

    /// <summary>PEM or PFX file of the certificate shown to the backend; empty: none.</summary>
    public string Cert { get; init; } = "";

    /// <summary>PEM file of its key; empty: the certificate's file holds it.</summary>
    public string Key { get; init; } = "";

    /// <summary>What opens the PFX file or the encrypted key; none: it is open. A secret.</summary>
    public Credential Password { get; init; } = Credential.None;

    /// <summary>Whether authorities are asked for certificates that they have taken back; not by default.</summary>
    public bool Revocation { get; init; }
}
