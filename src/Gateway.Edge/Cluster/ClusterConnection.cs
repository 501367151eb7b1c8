using Gateway.Grains.Nodes;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;

namespace Gateway.Edge.Cluster;

/// <summary>
/// The edge's way to the cluster: an Orleans host of its own, a client or the embedded silo, started and restarted apart from the
/// edge. The edge listens and serves whether or not it ever comes up.
/// </summary>
internal sealed partial class ClusterConnection : BackgroundService, IClusterAccess
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TellEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KnockEvery = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan KnockDeadline = TimeSpan.FromSeconds(1);

    private readonly Func<ClusterConnection, IHost> _build;
    private readonly IHostApplicationLifetime _lifetime;
    private readonly TimeProvider _clock;
    private readonly ILogger<ClusterConnection> _logger;
    private volatile IGrainFactory? _grains;
    private IHost? _host;

    /// <param name="build">Makes the host; it tells the connection of lost and regained gateways.</param>
    /// <param name="lifetime">The edge's: nothing is begun before it listens.</param>
    /// <param name="clock">The node's clock.</param>
    /// <param name="logger">The node's log.</param>
    public ClusterConnection(
        Func<ClusterConnection, IHost> build, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<ClusterConnection> logger)
    {
        _build = build;
        _lifetime = lifetime;
        _clock = clock;
        _logger = logger;
    }

    /// <inheritdoc />
    public IGrainFactory? Grains => _grains;

    /// <summary>Raised when the way to the cluster is new, on a thread of Orleans': handlers only take note.</summary>
    public event Action? Connected;

    /// <summary>Raised when the way to the cluster is lost, on a thread of Orleans': handlers only take note.</summary>
    public event Action? Disconnected;

    /// <summary>Told by Orleans: no silo can be reached. Calls would only wait for nothing.</summary>
    public void Lost()
    {
        if (_grains is not null)
        {
            _grains = null;
            LogLost();
            Disconnected?.Invoke();
        }
    }

    /// <summary>Told by Orleans: a silo can be reached again.</summary>
    public void Regained()
    {
        if (_host is { } host)
        {
            Connect(host);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        _grains = null;
        if (_host is { } host)
        {
            _host = null;
            await host.StopAsync(cancellationToken);
            host.Dispose();
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A port in use is found out before a silo has begun that would have to be broken off.
        using var mayBegin = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.ApplicationStarted, stoppingToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, _clock, mayBegin.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var pause = FirstPause;
        var told = long.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            var host = _build(this);
            var start = host.StartAsync(stoppingToken);
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (start.IsCompletedSuccessfully)
            {
                _host = host;
                Connect(host);
                await KnockWhileLostAsync(host.Services.GetRequiredService<IGrainFactory>(), stoppingToken);
                return;
            }

            host.Dispose();
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            if (told == long.MinValue || _clock.GetElapsedTime(told) >= TellEvery)
            {
                told = _clock.GetTimestamp();
                LogUnreachable(Fault(start.Exception?.InnerException));
            }

            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), _clock, stoppingToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // What ended the way to a silo stands innermost. What Redis' client says may be long, and its name says enough.
    private static string Fault(Exception? fault) => fault switch
    {
        null => "cancelled",
        ConnectionFailedException => $"{nameof(ConnectionFailedException)}: {fault.GetBaseException().Message.TrimEnd('.')}",
        _ => fault.GetType().Name,
    };

    // Orleans opens a connection only when there is something to send, and while the way is lost nobody sends anything.
    private async Task KnockWhileLostAsync(IGrainFactory grains, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_grains is null)
            {
                var knock = KnockAsync(grains).WaitAsync(KnockDeadline, _clock, stoppingToken);
                await knock.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (knock.IsCompletedSuccessfully)
                {
                    Regained();
                }
            }

            await Task.Delay(KnockEvery, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // Any call would do. This one needs no storage.
    private static async Task KnockAsync(IGrainFactory grains) => await grains.GetGrain<INodesGrain>(INodesGrain.Key).ListAsync();

    private void Connect(IHost host)
    {
        if (Interlocked.CompareExchange(ref _grains, host.Services.GetRequiredService<IGrainFactory>(), null) is null)
        {
            LogConnected();
            Connected?.Invoke();
        }
    }

    [LoggerMessage(EventId = 3001, EventName = "ClusterConnected", Level = LogLevel.Information, Message = "Connected to the cluster")]
    private partial void LogConnected();

    [LoggerMessage(EventId = 3002, EventName = "ClusterLost", Level = LogLevel.Warning,
        Message = "No silo of the cluster can be reached; this edge goes on alone")]
    private partial void LogLost();

    [LoggerMessage(EventId = 3003, EventName = "ClusterUnreachable", Level = LogLevel.Warning,
        Message = "The cluster cannot be reached yet ({Fault}); this edge serves alone and keeps trying")]
    private partial void LogUnreachable(string fault);
}
