using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Configuration;
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
    private volatile Loaded _loaded;
    private string _seen;

    private sealed record Loaded(SslStreamCertificateContext Default, FrozenDictionary<string, SslStreamCertificateContext> ByName);

    /// <exception cref="NodeStartException">A file cannot be read, or holds no certificate with its key.</exception>
    public ServerCertificates(IReadOnlyList<CertificateFiles> files, TimeProvider clock, ILogger<ServerCertificates> logger)
    {
        _files = files;
        _clock = clock;
        _logger = logger;
        _seen = Look();
        _loaded = Load();
    }

    /// <summary>The certificate for a server name.</summary>
    /// <param name="name">As the client sent it; empty: none.</param>
    public SslStreamCertificateContext For(string name)
    {
        var loaded = _loaded;
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

        return new Loaded(first!, byName.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase));
    }

    private static SslStreamCertificateContext Load(CertificateFiles files)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            X509Certificate2 certificate;
            if (Path.GetExtension(files.Certificate).ToUpperInvariant() is ".PFX" or ".P12")
            {
                certificate = X509CertificateLoader.LoadPkcs12FromFile(files.Certificate, null);
            }
            else
            {
                var key = files.Key.Length > 0 ? files.Key : null;
                certificate = X509Certificate2.CreateFromPemFile(files.Certificate, key);
                chain.ImportFromPemFile(files.Certificate);
            }

            return SslStreamCertificateContext.Create(certificate, chain, offline: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new NodeStartException(
                $"{files.Place}: the certificate '{files.Certificate}' cannot be used: {fault.Message.TrimEnd('.')}",
                "[[server.certificate]] wants a PEM certificate and its key, or a PFX file, that this process may read", fault);
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

    private string Look() => string.Join('|', _files.SelectMany(files => new[] { files.Certificate, files.Key })
        .Where(file => file.Length > 0).Select(file => $"{WrittenAt(file):O}"));

    // A mounted secret is a link: turned to another target, the link itself stays as old as it was.
    private static DateTime WrittenAt(string file)
    {
        try
        {
            return File.GetLastWriteTimeUtc(File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Missing, or links in a circle: loading it will say so.
            return default;
        }
    }

    [LoggerMessage(EventId = 3301, EventName = "CertificatesReloaded", Level = LogLevel.Information, Message = "Certificates read again")]
    private partial void LogReloaded();

    [LoggerMessage(EventId = 3302, EventName = "CertificatesKept", Level = LogLevel.Error,
        Message = "Changed certificates are refused, the old ones stay: {Fault}")]
    private partial void LogKept(string fault);
}
