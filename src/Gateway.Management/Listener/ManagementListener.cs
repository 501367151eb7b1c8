using System.Net;
using Gateway.Core.Configuration;
using Gateway.Grains.Nodes;
using Gateway.Management.Access;
using Gateway.Management.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Listener;

/// <summary>
/// The management listener: a small web application of its own, so that nothing of it stands in the data plane's way. It is up
/// before the node's first other service starts, and down after the last has stopped.
/// </summary>
public sealed partial class ManagementListener : IHostedLifecycleService, IAsyncDisposable
{
    private readonly ManagementSettings _settings;
    private readonly IEnumerable<IManagementRoutes> _routes;
    private readonly ILoggerFactory _loggers;
    private readonly AuditStep _audit;
    private readonly ILogger<ManagementListener> _logger;
    private WebApplication? _application;

    /// <summary>Prepares; nothing is opened before the node starts.</summary>
    public ManagementListener(
        ManagementSettings settings, IEnumerable<IManagementRoutes> routes, EventOutbox outbox, NodeIdentity node, ILoggerFactory loggers)
    {
        _audit = new AuditStep(settings, outbox, node, loggers.CreateLogger<AuditStep>());
        _settings = settings;
        _routes = routes;
        _loggers = loggers;
        _logger = loggers.CreateLogger<ManagementListener>();
    }

    /// <summary>Where it listens; null before it does. Tells the port when the system chose it.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Opens the listener.</summary>
    /// <exception cref="NodeStartException">The address cannot be used.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!IPAddress.IsLoopback(_settings.Listen.Address) && _settings.Token.Length == 0 && _settings.ReadToken.Length == 0)
        {
            throw new NodeStartException(
                $"[management] listen: {_settings.Listen} can be reached from other machines, and there is no token",
                "set management.token, or listen on 127.0.0.1");
        }

        var application = Build();
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception thrown) when (Explain(thrown) is not null)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw Explain(thrown)!;
        }

        _application = application;
        Address = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        LogListening(_logger, Address);
    }

    /// <summary>Closes the listener.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_application is { } application)
        {
            await application.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_application is { } application)
        {
            _application = null;
            await application.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NodeStartException? Explain(Exception thrown) =>
        BindFailure.Explain(thrown, "[management] listen", _settings.Listen, "--set management.listen=ADDRESS:PORT");

    private WebApplication Build()
    {
        // Empty: no appsettings.json, no ASPNETCORE_URLS, no console of its own can open or move this listener.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Gateway.Management" });
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggers(_loggers));
        builder.Services.AddSingleton<IHostLifetime, ListenerLifetime>();
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Limit);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(_settings.Listen, listen => listen.Protocols = HttpProtocols.Http1));

        var application = builder.Build();
        var outermost = new OutermostStep(_logger);
        var access = new AccessStep(_settings);
        application.Use(outermost.InvokeAsync);
        application.UseRouting();
        application.Use(access.InvokeAsync);
        application.Use(_audit.InvokeAsync);
        foreach (var routes in _routes)
        {
            routes.Map(application);
        }

        return application;
    }

    /// <summary>Room for a person, a few scrapers and probes; not for a crowd.</summary>
    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = 256;
        kestrel.Limits.MaxRequestBodySize = 64 * 1024;
        kestrel.Limits.MaxRequestLineSize = 4 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
    }

    [LoggerMessage(EventId = 5100, EventName = "ManagementListening", Level = LogLevel.Information,
        Message = "Management listener on {Address}")]
    private static partial void LogListening(ILogger logger, Uri address);
}
