using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Gateway.Edge.Tests.Listeners;

/// <summary>Self-signed certificates as files, and what a listener shows to a client.</summary>
internal static class TestCertificates
{
    /// <summary>Writes <c>name.pem</c> and <c>name.key</c> and gives the thumbprint.</summary>
    public static string Write(string folder, string name, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Make(key, hosts);
        File.WriteAllText(Path.Combine(folder, name + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, name + ".pem"), certificate.ExportCertificatePem());
        return certificate.Thumbprint;
    }

    /// <summary>Writes <c>name.pfx</c> without a password and gives the thumbprint.</summary>
    public static string WritePfx(string folder, string name, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Make(key, hosts);
        File.WriteAllBytes(Path.Combine(folder, name + ".pfx"), certificate.Export(X509ContentType.Pfx));
        return certificate.Thumbprint;
    }

    /// <summary>The thumbprint of the certificate shown to a client that asks for a host.</summary>
    public static async Task<string> ShownAsync(int port, string host)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var shown = "";
        await using var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = SslProtocols.None,
            RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            {
                shown = ((X509Certificate2)certificate!).Thumbprint;
                return true;
            },
        });
        return shown;
    }

    private static X509Certificate2 Make(ECDsa key, string[] hosts)
    {
        var request = new CertificateRequest($"CN={hosts[0].Replace("*", "any", StringComparison.Ordinal)}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts)
        {
            names.AddDnsName(host);
        }

        request.CertificateExtensions.Add(names.Build());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
