namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads one <c>[[server.certificate]]</c>. The files are opened by the node that serves them, not here.</summary>
internal static class CertificateReader
{
    private static readonly KeySet Keys = new(["cert", "key", "password"]);

    public static CertificateFiles? Read(TableReader certificate, string baseDirectory)
    {
        Keys.Check(certificate);
        var cert = certificate.Text("cert", "");
        var key = certificate.Text("key", "");
        if (cert.Length == 0)
        {
            certificate.Problems.Error(certificate.PlaceOf("cert"), "a [[server.certificate]] without 'cert'", "Name its PEM or PFX file: cert = \"tls/gateway.pem\".");
            return null;
        }

        return new CertificateFiles(Path.GetFullPath(cert, baseDirectory), key.Length == 0 ? "" : Path.GetFullPath(key, baseDirectory), certificate.Place)
        {
            Password = certificate.Text("password", ""),
        };
    }
}
