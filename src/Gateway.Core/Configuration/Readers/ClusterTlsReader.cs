namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>[cluster.tls]</c>. The files are opened by the node that serves them, and by a check; not here.</summary>
internal static class ClusterTlsReader
{
    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new(
        "[cluster.tls]",
        [
            Key.Required("cert", "file", "PEM file of the certificate that this node shows to others, followed by those that lead to the authority, if any"),
            Key.Required("key", "file", "PEM file of its key, not encrypted"),
            Key.Required("ca", "file", "PEM file of the authorities of this cluster, and of nothing else: whoever has a certificate of theirs is a node"),
        ]);

    /// <summary>The files; null unless all are named.</summary>
    public static ClusterTls? Read(TableReader tls, string baseDirectory)
    {
        Keys.Check(tls);
        var certificate = File(tls, "cert", baseDirectory);
        var key = File(tls, "key", baseDirectory);
        var authorities = File(tls, "ca", baseDirectory);
        return certificate is null || key is null || authorities is null ? null : new ClusterTls(certificate, key, authorities)
        {
            CertificatePlace = tls.PlaceOf("cert"),
            KeyPlace = tls.PlaceOf("key"),
            AuthoritiesPlace = tls.PlaceOf("ca"),
        };
    }

    private static string? File(TableReader tls, string name, string baseDirectory)
    {
        // What is no text was reported as such.
        if (tls.TextOrNull(name) is not { Length: > 0 } file)
        {
            if (!tls.Has(name) || tls.TextOrNull(name) is not null)
            {
                tls.Problems.Error(tls.PlaceOf(name), $"[cluster.tls] without '{name}'",
                    "It needs all three: cert and key, which this node shows, and ca, whose certificates it accepts. Without the table nodes speak in the clear.");
            }

            return null;
        }

        return Path.GetFullPath(file, baseDirectory);
    }
}
