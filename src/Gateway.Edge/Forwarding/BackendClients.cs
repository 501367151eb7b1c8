using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net.Security;
using Gateway.Core.Authentication;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Checks;
using Gateway.Core.Endpoints;
using Gateway.Edge.Addresses;
using Gateway.Edge.Authentication;
using Gateway.Edge.Probes;
using Gateway.Edge.Tls;
using Gateway.Management.Tls;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Forwarding;

/// <summary>
/// The ways to backends: one handler for each connect timeout and each way to speak TLS, because both are a handler's settings. Certificates'
/// files that change are read again; while they cannot be, the old ones stay.
/// </summary>
internal sealed partial class BackendClients : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TlsSettings, TlsContext> _contexts = new();
    private readonly ConcurrentDictionary<(TimeSpan Timeout, TlsContext Tls, string Hosts), BackendClient> _clients = new();

    // They outlive catalogs: an endpoint that has not changed keeps its challenges.
    private readonly ConcurrentDictionary<(string Endpoint, string User, string Password), DigestLogin> _digests = new();
    private readonly NodeSettings _node;
    private readonly BackendTokens _tokens;
    private readonly ReplayRoom _room;
    private readonly string _folder;
    private readonly HostConnections _connections;
    private readonly TimeProvider _clock;
    private readonly ILogger<BackendClients> _logger;

    /// <param name="node">The node's settings: its credentials, and what it does with TLS.</param>
    /// <param name="folder">Where relative paths of the catalog start: the folder of the node's file.</param>
    /// <param name="tokens">Bearer tokens.</param>
    /// <param name="files">Room for bodies that may have to be sent again.</param>
    /// <param name="connections">Connects to backends.</param>
    /// <param name="clock">The node's clock.</param>
    /// <param name="logger">The node's log.</param>
    public BackendClients(
        NodeSettings node, string folder, BackendTokens tokens, ReplayFiles files, HostConnections connections, TimeProvider clock,
        ILogger<BackendClients> logger)
    {
        _connections = connections;
        _node = node;
        _folder = folder;
        _tokens = tokens;
        _room = new ReplayRoom(files);
        _clock = clock;
        _logger = logger;
    }

    /// <summary>What keeps this node from serving a catalog: credentials that stand for nothing here, certificates' files that cannot be used.</summary>
    public ImmutableArray<Problem> Check(Core.Configuration.Catalog catalog)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        foreach (var endpoint in catalog.Endpoints.Values.OfType<ICalledEndpoint>().OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal))
        {
            var before = problems.Count;
            problems.AddRange(CredentialChecks.Unresolved(endpoint, _node.Credentials));
            if (problems.Count > before)
            {
                continue;
            }

            foreach (var tls in (BackendTls?[])[endpoint.Settings.Tls, (endpoint.Settings.Security as BackendSecurity.OAuth2)?.Tls])
            {
                try
                {
                    Context(tls ?? BackendTls.Default);
                }
                catch (CertificateFileException fault)
                {
                    problems.Add(new Problem(endpoint.Place, Severity.Error, $"'tls' in [[endpoint]] '{endpoint.Name}': {fault.Message}",
                        $"Paths start at the folder of this node's file, {_folder}; the process has to be allowed to read the file."));
                }
            }
        }

        return problems.ToImmutable();
    }

    /// <summary>Connections for whoever has no settings of its own.</summary>
    public BackendClient For(TimeSpan connectTimeout) => For(connectTimeout, BackendTls.Default);

    /// <summary>Connections for an endpoint.</summary>
    public BackendClient For(LeafEndpoint endpoint) => For(endpoint.Settings.ConnectTimeout, endpoint.Settings.Tls);

    /// <summary>Connections.</summary>
    public BackendClient For(TimeSpan connectTimeout, BackendTls tls) =>
        _clients.GetOrAdd(
            (connectTimeout, Context(tls), ""), static (key, connections) => new BackendClient(key.Timeout, key.Tls, connections.OpenFreshAsync), _connections);

    /// <summary>
    /// Connections to addresses that were computed for requests. Endpoints that allow different hosts share none: one that is open was
    /// checked against the hosts of the endpoint that opened it.
    /// </summary>
    public BackendClient For(AddressedEndpoint endpoint) => _clients.GetOrAdd(
        (endpoint.Settings.ConnectTimeout, Context(endpoint.Settings.Tls), $"{string.Join(' ', endpoint.AllowedHosts.Texts)} only"),
        static (key, guard) => new BackendClient(key.Timeout, key.Tls, guard.OpenAsync), new GuardedConnections(endpoint.AllowedHosts, _connections));

    /// <summary>How the gateway makes itself known to an endpoint's backends; null: not at all.</summary>
    public BackendLogin? LoginOf(ICalledEndpoint endpoint) => endpoint.Settings.Security switch
    {
        BackendSecurity.Basic basic => new BasicLogin(Resolve(basic.Username), Resolve(basic.Password)),
        BackendSecurity.Digest digest => _digests.GetOrAdd(
            (endpoint.Name, Resolve(digest.Username), Resolve(digest.Password)), key => new DigestLogin(key.User, key.Password, _room, new DigestDoubts(key.Endpoint, _clock, _logger))),
        BackendSecurity.OAuth2 token => new TokenLogin(
            _tokens.For(endpoint.Name, token, Resolve, For(endpoint.Settings.ConnectTimeout, token.Tls ?? BackendTls.Default)), _room),
        _ => null,
    };

    /// <summary>How TLS is spoken with a backend that is probed.</summary>
    public SslClientAuthenticationOptions TlsOf(ProbeTarget target) => Context(target.Tls).Options(target.Origin.IdnHost);

    /// <summary>The <c>Authorization</c> header of a probe: what is sent with every request anyway. Null: none.</summary>
    public string? AuthorizationOf(ProbeTarget target) =>
        target.Security is BackendSecurity.Basic basic ? BasicCredentials.Header(Resolve(basic.Username), Resolve(basic.Password)) : null;

    public override void Dispose()
    {
        base.Dispose();
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var context in _contexts.Values)
            {
                Renew(context);
            }
        }
    }

    private void Renew(TlsContext context)
    {
        try
        {
            if (!context.Renew())
            {
                return;
            }
        }
        catch (CertificateFileException fault)
        {
            LogKept(fault.Message);
            return;
        }

        foreach (var client in _clients.Values.Where(client => client.Tls == context))
        {
            client.Renew();
        }

        LogReloaded();
    }

    private TlsContext Context(BackendTls tls) =>
        _contexts.GetOrAdd(TlsSettings.Of(tls, _node.Tls, _folder, Resolve(tls.Password)), static settings => new TlsContext(settings));

    // A catalog is checked before it is put in force: what cannot be resolved does not come here.
    private string Resolve(Credential credential) =>
        credential.Resolve(_node.Credentials, out var fault) ?? throw new InvalidOperationException($"A credential was not checked: {fault}.");

    [LoggerMessage(EventId = 3311, EventName = "BackendCertificatesReloaded", Level = LogLevel.Information,
        Message = "Certificates for backends read again: new connections use them")]
    private partial void LogReloaded();

    [LoggerMessage(EventId = 3312, EventName = "BackendCertificatesKept", Level = LogLevel.Error,
        Message = "Changed certificates for backends are refused, the old ones stay: {Fault}")]
    private partial void LogKept(string fault);
}
