using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Management.Tls;

namespace Gateway.Edge.Tls;

/// <summary>One way to speak TLS with servers, its files read. They can be read again; what has begun goes on with what it began with.</summary>
internal sealed class TlsContext
{
    private readonly TlsSettings _settings;
    private readonly RemoteCertificateValidationCallback _check;
    private volatile Files _files;
    private string _seen;

    private sealed record Files(X509ChainPolicy? Authorities, SslStreamCertificateContext? Own);

    /// <exception cref="CertificateFileException">A file cannot be used.</exception>
    public TlsContext(TlsSettings settings)
    {
        _settings = settings;
        _check = PeerCertificate.Check(settings.Verifier);
        _seen = Look();
        _files = Load();
    }

    /// <summary>Reads files again that have changed.</summary>
    /// <returns>Whether there is something new.</returns>
    /// <exception cref="CertificateFileException">A changed file cannot be used; the old one stays.</exception>
    public bool Renew()
    {
        var now = Look();
        if (now == _seen)
        {
            return false;
        }

        _seen = now;
        _files = Load();
        return true;
    }

    /// <summary>The options of connections.</summary>
    /// <param name="host">The server's name; null: whoever makes the connection sets it.</param>
    public SslClientAuthenticationOptions Options(string? host)
    {
        var files = _files;
        return new SslClientAuthenticationOptions
        {
            TargetHost = host,
            EnabledSslProtocols = _settings.Protocols,
            RemoteCertificateValidationCallback = _check,
            CertificateRevocationCheckMode = _settings.Revocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
            CertificateChainPolicy = files.Authorities,
            ClientCertificateContext = files.Own,
        };
    }

    private Files Load()
    {
        var authorities = _settings.Ca.Length == 0 ? null : CertificateFile.LoadAuthorities(_settings.Ca);
        if (authorities is not null)
        {
            authorities.RevocationMode = _settings.Revocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck;
        }

        return new Files(authorities, _settings.Cert.Length == 0 ? null : CertificateFile.Load(_settings.Cert, _settings.Key, _settings.Password));
    }

    private string Look() => string.Join('|', new[] { _settings.Ca, _settings.Cert, _settings.Key }
        .Where(file => file.Length > 0).Select(file => $"{CertificateFile.WrittenAt(file):O}"));
}
