namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads one <c>[[server.certificate]]</c>. The files are opened by the node that serves them, not here.</summary>
internal static class CertificateReader
{
    private static readonly TextKey KeyFile = new("key", "", "PEM file of the key, unless `cert` holds it") { Form = "file" };

    private static readonly TextKey Password = new(
        "password", "", """what opens a PFX file or an encrypted key: `"$env{GATEWAY_PFX_PASSWORD}"`. Treated as a secret""");

    /// <summary>The keys of the table.</summary>
    public static KeySet Keys { get; } = new("[[server.certificate]]", [Key.Required("cert", "file", "PEM or PFX file"), KeyFile, Password]);

    public static CertificateFiles? Read(TableReader certificate, string baseDirectory)
    {
        Keys.Check(certificate);
        var cert = certificate.Text("cert", "");
        var key = certificate.Text(KeyFile);
        if (cert.Length == 0)
        {
            certificate.Problems.Error(certificate.PlaceOf("cert"), "a [[server.certificate]] without 'cert'", "Name its PEM or PFX file: cert = \"tls/gateway.pem\".");
            return null;
        }

        return new CertificateFiles(Path.GetFullPath(cert, baseDirectory), key.Length == 0 ? "" : Path.GetFullPath(key, baseDirectory), certificate.Place)
        {
            Password = certificate.Text(Password),
        };
    }
}
