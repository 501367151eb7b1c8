namespace Gateway.Core.Certificates;

/// <summary>Which names a server's certificate may have: WSO2's <c>HostnameVerifier</c>.</summary>
public enum HostnameVerifier
{
    /// <summary>As <see cref="Default"/>, and this machine's own names always pass.</summary>
    DefaultAndLocalhost,

    /// <summary>The common name or an alternative name; a wildcard stands for one label or several.</summary>
    Default,

    /// <summary>The common name or an alternative name; a wildcard stands for one label.</summary>
    Strict,

    /// <summary>Any name. Whether the certificate can be trusted is still looked at.</summary>
    AllowAll,
}
