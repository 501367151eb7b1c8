using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Configuration;
using Gateway.Management.Keys;

namespace Gateway.Edge.Listeners;

/// <summary>
/// A certificate for localhost that nobody trusts, so that HTTPS works before anybody has bought one. Made once, kept in the data
/// directory, readable by its owner only.
/// </summary>
internal static class DevelopmentCertificate
{
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Finds or makes it.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="now">The time of day.</param>
    public static CertificateFiles In(string directory, DateTimeOffset now)
    {
        var certificate = Path.Combine(directory, "development-certificate.pem");
        var key = Path.Combine(directory, "development-key.pem");
        if (!File.Exists(certificate) || !File.Exists(key) || ExpiresSoon(certificate, now))
        {
            Make(certificate, key, now);
        }

        return new CertificateFiles(certificate, key, new SourcePlace(certificate, 0, 0));
    }

    private static bool ExpiresSoon(string file, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(file);
        return certificate.NotAfter.ToUniversalTime() < (now + RenewBefore).UtcDateTime;
    }

    private static void Make(string certificateFile, string keyFile, DateTimeOffset now)
    {
        var made = SelfSignedCertificate.For([], now);
        SecretFile.Write(keyFile, made.Key);
        SecretFile.Write(certificateFile, made.Certificate);
    }
}
