using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gateway.Core.Configuration;
using Gateway.Management;
using Gateway.Management.Tls;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Orleans.Connections.Security;

namespace Gateway.Silo.Clustering;

/// <summary>
/// TLS between the nodes of a cluster: each side shows its certificate, and accepts one that leads to an authority of <c>ca</c>. The name in
/// it does not matter, for nodes find each other by addresses in Redis. Files that have changed are read again before the next connection;
/// while they cannot be used, the old ones stay.
/// </summary>
public sealed partial class NodeTls
{
    private const SslProtocols Spoken = SslProtocols.Tls12 | SslProtocols.Tls13;

    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly ClusterTls _files;
    private readonly NodeKind _kind;
    private readonly TimeProvider _clock;
    private readonly ILogger<NodeTls> _logger;
    private readonly RefusalLog _refusals;
    private NodeCertificates _certificates;
    private string _seen;

    /// <param name="files">The files.</param>
    /// <param name="kind">The kind of node.</param>
    /// <param name="clock">The node's clock.</param>
    /// <param name="logger">The node's log.</param>
    /// <exception cref="NodeStartException">They cannot be used.</exception>
    public NodeTls(ClusterTls files, NodeKind kind, TimeProvider clock, ILogger<NodeTls> logger)
    {
        ArgumentNullException.ThrowIfNull(clock);
        (_files, _kind, _clock, _logger) = (files, kind, clock, logger);
        _refusals = new RefusalLog(clock, logger);
        _seen = Look();
        var read = NodeCertificates.Read(files, kind, clock.GetUtcNow());
        _certificates = read.Value ?? throw new NodeStartException($"{read.Problems[0].Place}: {read.Problems[0].Message}", "nothing was started");
        Options = new TlsOptions
        {
            // All that Orleans would decide by itself is decided below, for each connection, and by files that may be newer.
            RemoteCertificateMode = RemoteCertificateMode.NoCertificate,
            LocalServerCertificateSelector = (_, _) => Current().Own.TargetCertificate,
            HandshakeTimeout = TimeSpan.FromSeconds(5),
            OnAuthenticateAsServer = (connection, options) => Prepare(connection, (SslServerAuthenticationOptions)options.SslServerAuthenticationOptions),
            OnAuthenticateAsClient = (connection, options) => Prepare(connection, (SslClientAuthenticationOptions)options.SslClientAuthenticationOptions),
        };
    }

    internal TlsOptions Options { get; }

    /// <summary>Goes around the handshake of one connection, and tells when it has failed.</summary>
    internal async Task WatchAsync(ConnectionContext connection, ConnectionDelegate next, bool isCalled)
    {
        var since = _clock.GetTimestamp();
        try
        {
            await next(connection);
        }
        finally
        {
            if (connection.Features.Get<ITlsApplicationProtocolFeature>() is null)
            {
                _refusals.Tell(connection.RemoteEndPoint, isCalled, connection.Features.Get<Refusal>() ?? Refusal.BrokenOff);
            }
            else if (!isCalled && _clock.GetElapsedTime(since) < AtOnce)
            {
                _refusals.Tell(connection.RemoteEndPoint, isCalled, Refusal.CutOff);
            }
        }
    }

    private void Prepare(ConnectionContext connection, SslServerAuthenticationOptions options)
    {
        var certificates = Current();
        options.ServerCertificateSelectionCallback = null;
        options.ServerCertificateContext = certificates.Own;
        options.ClientCertificateRequired = true;
        options.EnabledSslProtocols = Spoken;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.CertificateChainPolicy = certificates.Authorities;
        options.RemoteCertificateValidationCallback = (_, shown, chain, errors) => Accepts(connection, shown, chain, errors, "clients");
    }

    private void Prepare(ConnectionContext connection, SslClientAuthenticationOptions options)
    {
        var certificates = Current();
        options.ClientCertificateContext = certificates.Own;
        options.EnabledSslProtocols = Spoken;
        options.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        options.CertificateChainPolicy = certificates.Authorities;
        options.RemoteCertificateValidationCallback = (_, shown, chain, errors) => Accepts(connection, shown, chain, errors, "servers");
    }

    private static bool Accepts(ConnectionContext connection, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors, string users)
    {
        if (shown is null || (errors & SslPolicyErrors.RemoteCertificateNotAvailable) != 0)
        {
            connection.Features.Set(new Refusal(RefusalKind.NoCertificate, "it shows no certificate"));
            return false;
        }

        // Any name will do; every other error refuses.
        if ((errors & ~SslPolicyErrors.RemoteCertificateNameMismatch) == SslPolicyErrors.None)
        {
            return true;
        }

        connection.Features.Set(new Refusal(RefusalKind.Certificate, $"it shows a certificate that is not accepted ({RefusalLog.Shown(shown)}): {ChainFaults.Of(chain, users)}"));
        return false;
    }

    private NodeCertificates Current()
    {
        lock (_gate)
        {
            if (Look() is var now && now != _seen)
            {
                _seen = now;
                var read = NodeCertificates.Read(_files, _kind, _clock.GetUtcNow());
                if (read.Value is { } renewed)
                {
                    _certificates = renewed;
                    LogRenewed();
                }
                else
                {
                    LogKept(string.Join("; ", read.Problems.Select(problem => problem.Message)));
                }
            }

            return _certificates;
        }
    }

    private string Look() => string.Join('|', new[] { _files.Certificate, _files.Key, _files.Authorities }.Select(file => $"{CertificateFile.WrittenAt(file):O}"));

    [LoggerMessage(4107, LogLevel.Information, "The certificates of [cluster.tls] were read again; new connections between nodes go by them")]
    private partial void LogRenewed();

    [LoggerMessage(4108, LogLevel.Error, "The changed certificates of [cluster.tls] are refused, the old ones stay: {Fault}")]
    private partial void LogKept(string fault);
}
