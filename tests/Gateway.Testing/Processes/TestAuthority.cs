using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Testing;

/// <summary>An authority that makes certificates for tests.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;

    /// <param name="name">What it is called, besides a name that nobody else has.</param>
    public TestAuthority(string name = "Test Authority")
    {
        var request = new CertificateRequest($"CN={name} {Guid.NewGuid():N}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-1), DateTimeOffset.UtcNow.AddYears(1));
    }

    /// <summary>Its certificate.</summary>
    public string Pem => _certificate.ExportCertificatePem();

    /// <summary>Makes a certificate with its key.</summary>
    /// <param name="commonName">Its subject.</param>
    /// <param name="names">Alternative names; what parses as an IP address is one.</param>
    /// <param name="isExpired">Whether its time is over.</param>
    /// <param name="isForClients">Whether it is one for clients, not for servers.</param>
    /// <param name="isForBoth">Whether it is one for clients and servers, as nodes need it.</param>
    public X509Certificate2 Issue(string commonName, string[] names, bool isExpired = false, bool isForClients = false, bool isForBoth = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        if (names.Length > 0)
        {
            var alternatives = new SubjectAlternativeNameBuilder();
            foreach (var name in names)
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
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        const string Servers = "1.3.6.1.5.5.7.3.1", Clients = "1.3.6.1.5.5.7.3.2";
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            isForBoth ? [new Oid(Servers), new Oid(Clients)] : [new Oid(isForClients ? Clients : Servers)], false));
        var end = DateTimeOffset.UtcNow.AddDays(isExpired ? -1 : 30);
        using var bare = request.Create(
            _certificate.SubjectName, X509SignatureGenerator.CreateForECDsa(_key), end.AddDays(-60), end, RandomNumberGenerator.GetBytes(12));
        using var whole = bare.CopyWithPrivateKey(key);

        // As a file would bring it: a key that is only in memory cannot be used everywhere.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Writes <c>name.pem</c> and <c>name.key</c>.</summary>
    public static void Write(string folder, string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(Path.Combine(folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificate.ExportCertificatePem());
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
