using Gateway.Core.Configuration;
using Gateway.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Networking.Shared;
using StackExchange.Redis;

namespace Gateway.Edge.Cluster;

/// <summary>Makes the Orleans host of an edge: the embedded silo, or a client of the cluster that meets in Redis.</summary>
internal sealed class OrleansHosts
{
    private readonly ClusterSettings _cluster;
    private readonly ILoggerFactory _logs;

    public OrleansHosts(ClusterSettings cluster, ILoggerFactory logs)
    {
        _cluster = cluster;
        _logs = logs;
    }

    public IHost Build(ClusterConnection connection)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton(_logs);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(10));
        if (_cluster.Mode == ClusterMode.Embedded)
        {
            builder.UseOrleans(silo => silo.AddGatewaySilo(_cluster));
        }
        else
        {
            builder.UseOrleansClient(client => Configure(client, connection));
        }

        return builder.Build();
    }

    private void Configure(IClientBuilder client, ClusterConnection connection)
    {
        var redis = ConfigurationOptions.Parse(_cluster.Redis);
        redis.AbortOnConnectFail = false;
        redis.ConnectTimeout = redis.SyncTimeout = redis.AsyncTimeout = 2000;
        client.UseRedisClustering(options => options.ConfigurationOptions = redis);
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
