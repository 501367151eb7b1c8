using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Testing;

/// <summary>A self-signed certificate for the HTTPS listeners, which the redis mode does not start without.</summary>
public static class TestCertificate
{
    /// <summary>Writes <c>gateway.pem</c> and <c>gateway.key</c> into a folder.</summary>
    public static void WriteTo(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(folder, "gateway.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "gateway.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
