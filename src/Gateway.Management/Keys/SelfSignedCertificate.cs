using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Management.Keys;

/// <summary>A server certificate that nobody trusts unless he is told to: for a first try, and for between machines of one's own.</summary>
/// <param name="Certificate">PEM.</param>
/// <param name="Key">PEM, PKCS #8.</param>
public sealed record SelfSignedCertificate(string Certificate, string Key)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private static readonly string[] ThisMachine = ["localhost", "127.0.0.1", "::1"];

    /// <summary>Makes one for this machine (<c>localhost</c>, 127.0.0.1, ::1) and further names. ECDSA on P-256, good for a year.</summary>
    /// <param name="names">DNS names and addresses.</param>
    /// <param name="now">The time of day.</param>
    public static SelfSignedCertificate For(IEnumerable<string> names, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in ThisMachine.Concat(names).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], false));
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return new SelfSignedCertificate(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
