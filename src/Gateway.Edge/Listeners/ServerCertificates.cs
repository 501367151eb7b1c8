using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Certificates;
using Gateway.Core.Configuration;
using Gateway.Edge.Tls;
using Gateway.Management.Tls;
using Gateway.Management;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Listeners;

/// <summary>
/// The certificates of the HTTPS listener, chosen by SNI; the first one is for clients that name nobody, or somebody else. Files that
/// change are read again; while they cannot be, the old ones stay.
/// </summary>
internal sealed partial class ServerCertificates : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly IReadOnlyList<CertificateFiles> _files;
    private readonly TimeProvider _clock;
    private readonly ILogger<ServerCertificates> _logger;
    private readonly TransportTls _tls;
    private readonly string _advertised;
    private readonly string _clientAuthorities;
    private volatile Loaded _loaded;
    private string _seen;

    private sealed record Loaded(
        SslStreamCertificateContext Default, FrozenDictionary<string, SslStreamCertificateContext> ByName, X509ChainPolicy? Authorities);

    /// <param name="files">The certificates.</param>
    /// <param name="node">The node's settings: who may show a certificate, and the address that the listener is known by.</param>
    /// <param name="clock">The node's clock.</param>
    /// <param name="logger">The node's log.</param>
    /// <exception cref="NodeStartException">A file cannot be read, holds no certificate with its key, or one that does not name the node's own host.</exception>
    public ServerCertificates(IReadOnlyList<CertificateFiles> files, NodeSettings node, TimeProvider clock, ILogger<ServerCertificates> logger)
    {
        _files = files;
        _tls = node.Tls;
        _clientAuthorities = node.Server.ClientCa;
        _advertised = node.Server.Certificates.IsEmpty || !Uri.TryCreate(node.Environment.HttpsEndpoint, UriKind.Absolute, out var known) ? "" : known.IdnHost;
        _clock = clock;
        _logger = logger;
        _seen = Look();
        _loaded = Load();
    }

    /// <summary>How TLS is spoken with a client.</summary>
    /// <param name="name">The server name that the client sent; empty: none.</param>
    public SslServerAuthenticationOptions Options(string name)
    {
        var loaded = _loaded;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = For(loaded, name),
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            EnabledSslProtocols = TlsSettings.ProtocolsOf(_tls.ToClients),
        };
        if (_tls.Clients != ClientCertificates.None)
        {
            options.ClientCertificateRequired = true;
            options.CertificateChainPolicy = loaded.Authorities;
            options.RemoteCertificateValidationCallback = _tls.Clients == ClientCertificates.Required ? Required : Optional;
        }

        return options;
    }

    private static SslStreamCertificateContext For(Loaded loaded, string name)
    {
        if (name.Length == 0)
        {
            return loaded.Default;
        }

        if (loaded.ByName.TryGetValue(name, out var exact))
        {
            return exact;
        }

        // A wildcard stands for one label, the left-most (RFC 9525, 6.3).
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && loaded.ByName.TryGetValue(string.Concat("*", name.AsSpan(dot)), out var wildcard) ? wildcard : loaded.Default;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var now = Look();
            if (now == _seen)
            {
                continue;
            }

            try
            {
                _loaded = Load();
                _seen = now;
                LogReloaded();
            }
            catch (NodeStartException fault)
            {
                _seen = now;
                LogKept(fault.Message);
            }
        }
    }

    private Loaded Load()
    {
        var byName = new Dictionary<string, SslStreamCertificateContext>(StringComparer.OrdinalIgnoreCase);
        SslStreamCertificateContext? first = null;
        foreach (var files in _files)
        {
            var context = Load(files);
            first ??= context;
            foreach (var name in NamesOf(context.TargetCertificate))
            {
                byName.TryAdd(name, context);
            }
        }

        var loaded = new Loaded(first!, byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), LoadAuthorities());
        CheckOwnName(loaded);
        return loaded;
    }

    private X509ChainPolicy? LoadAuthorities()
    {
        if (_tls.Clients == ClientCertificates.None || _clientAuthorities.Length == 0)
        {
            return null;
        }

        try
        {
            var policy = CertificateFile.LoadAuthorities(_clientAuthorities);
            policy.RevocationMode = X509RevocationMode.NoCheck;
            return policy;
        }
        catch (CertificateFileException fault)
        {
            throw new NodeStartException($"'client_ca' in [server]: {fault.Message}", "it wants a PEM file of the authorities whose certificates clients may show", fault);
        }
    }

    // A node that is known by a name which its certificate does not have can be called by nobody that looks.
    private void CheckOwnName(Loaded loaded)
    {
        if (_advertised.Length == 0 || HostnameRule.IsLocalhost(_advertised))
        {
            return;
        }

        var names = PeerCertificate.NamesOf(For(loaded, _advertised).TargetCertificate);
        if (!HostnameRule.Accepts(_tls.Verifier, _advertised, names))
        {
            throw new NodeStartException(
                $"{_files[0].Place}: this node is known as '{_advertised}', and no [[server.certificate]] names it: the one that its clients would see is for {names}",
                "give it a certificate that does, or change https_endpoint of its environment, or HostnameVerifier in [transport.passthru_https.sender.parameters]");
        }
    }

    private static bool Required(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) => errors == SslPolicyErrors.None;

    private static bool Optional(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is null || errors == SslPolicyErrors.None;

    private static SslStreamCertificateContext Load(CertificateFiles files)
    {
        try
        {
            return CertificateFile.Load(files.Certificate, files.Key, files.Password);
        }
        catch (CertificateFileException fault)
        {
            throw new NodeStartException(
                $"{files.Place}: {fault.Message}",
                "[[server.certificate]] wants a PEM certificate and its key, or a PFX file, that this process may read, and 'password' if it is encrypted",
                fault);
        }
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>())
        {
            foreach (var name in extension.EnumerateDnsNames())
            {
                yield return name;
            }
        }
    }

    private string Look() => string.Join('|', _files.SelectMany(files => new[] { files.Certificate, files.Key }).Append(_clientAuthorities)
        .Where(file => file.Length > 0).Select(file => $"{CertificateFile.WrittenAt(file):O}"));

    [LoggerMessage(EventId = 3301, EventName = "CertificatesReloaded", Level = LogLevel.Information, Message = "Certificates read again")]
    private partial void LogReloaded();

    [LoggerMessage(EventId = 3302, EventName = "CertificatesKept", Level = LogLevel.Error,
        Message = "Changed certificates are refused, the old ones stay: {Fault}")]
    private partial void LogKept(string fault);
}
