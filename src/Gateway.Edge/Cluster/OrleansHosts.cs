using Gateway.Core.Configuration;
using Gateway.Dashboard;
using Gateway.Silo;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Networking.Shared;

namespace Gateway.Edge.Cluster;

/// <summary>Makes the Orleans host of an edge: the embedded silo, or a client of the cluster that meets in Redis.</summary>
internal sealed class OrleansHosts
{
    private readonly ClusterSettings _cluster;
    private readonly ManagementSettings _management;
    private readonly ILoggerFactory _logs;
    private readonly RedisConnection? _redis;
    private readonly NodeTls? _tls;

    /// <param name="cluster">The table <c>[cluster]</c>.</param>
    /// <param name="management">The table <c>[management]</c>.</param>
    /// <param name="logs">The node's log.</param>
    /// <param name="redis">Where a cluster of many meets; null in embedded mode. All hosts share it.</param>
    /// <param name="tls">How silos are spoken with; null: in the clear.</param>
    public OrleansHosts(
        ClusterSettings cluster, ManagementSettings management, ILoggerFactory logs, RedisConnection? redis = null, NodeTls? tls = null)
    {
        _cluster = cluster;
        _management = management;
        _logs = logs;
        _redis = redis;
        _tls = tls;
    }

    public IHost Build(ClusterConnection connection)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_logs);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        if (_redis is { } redis)
        {
            builder.UseOrleansClient(client => Configure(client, redis, connection));
        }
        else
        {
            builder.UseOrleans(silo =>
            {
                silo.AddGatewaySilo(_cluster);
                if (_management.Dashboard)
                {
                    silo.AddDashboardCounters();
                }
            });
        }

        return builder.Build();
    }

    private void Configure(IClientBuilder client, RedisConnection redis, ClusterConnection connection)
    {
        RedisGateways.Use(client, redis);
        client.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (GatewaySilo.ServiceId, _cluster.ClusterId));
        client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
        if (_cluster.FailureDetection == FailureDetection.Fast)
        {
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(5));
            client.Configure<ConnectionOptions>(options =>
            {
                options.OpenConnectionTimeout = TimeSpan.FromSeconds(2);
                options.ConnectionRetryDelay = TimeSpan.FromMilliseconds(250);
            });
            client.Configure<SocketConnectionOptions>(options =>
            {
                options.KeepAlive = true;
                options.KeepAliveTimeSeconds = 5;
                options.KeepAliveIntervalSeconds = 1;
                options.KeepAliveRetryCount = 3;
            });
        }

        if (_tls is { } tls)
        {
            client.UseNodeTls(tls);
        }

        // The connection starts a new host when this one fails: one place that retries is enough.
        client.UseConnectionRetryFilter((_, _) => Task.FromResult(false));
        client.AddGatewayCountChangedHandler((_, change) =>
        {
            if (change.NumberOfConnectedGateways == 0)
            {
                connection.Lost();
            }
            else
            {
                connection.Regained();
            }
        });
        client.AddClusterConnectionLostHandler((_, _) => connection.Lost());
    }
}
