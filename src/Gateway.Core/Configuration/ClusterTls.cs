namespace Gateway.Core.Configuration;

/// <summary>The table <c>[cluster.tls]</c>: the files by which the nodes of a cluster know each other.</summary>
/// <param name="Certificate">PEM file, absolute, of what this node shows, and of the certificates that lead to it.</param>
/// <param name="Key">PEM file, absolute, of its key.</param>
/// <param name="Authorities">PEM file, absolute, of the authorities whose certificates are those of nodes.</param>
public sealed record ClusterTls(string Certificate, string Key, string Authorities)
{
    /// <summary>Where <see cref="Certificate"/> is named.</summary>
    public SourcePlace CertificatePlace { get; init; }

    /// <summary>Where <see cref="Key"/> is named.</summary>
    public SourcePlace KeyPlace { get; init; }

    /// <summary>Where <see cref="Authorities"/> is named.</summary>
    public SourcePlace AuthoritiesPlace { get; init; }

    /// <summary>The files.</summary>
    public override string ToString() => $"{Certificate} {Key} {Authorities}";
}
