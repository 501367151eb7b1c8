using System.Net;
using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Gateway.Grains.Hosting;
using Gateway.Management.Keys;
using Gateway.Silo.Clustering;
using Gateway.Silo.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace Gateway.Silo;

/// <summary>Makes a silo of this product out of an Orleans silo: membership, storage, time-outs, grains.</summary>
public static class GatewaySilo
{
    /// <summary>Names this product's state in storage; the same in every deployment.</summary>
    public const string ServiceId = "gateway";

    /// <summary>
    /// Configures the silo as the table <c>[cluster]</c> says. Embedded: alone, on loopback, no client gateway, state in files under
    /// the data directory, which the caller has locked (<see cref="DataDirectoryLock"/>). Redis: membership and state in Redis,
    /// to which <paramref name="redis"/> connects.
    /// </summary>
    /// <param name="silo">The silo.</param>
    /// <param name="cluster">The table <c>[cluster]</c>.</param>
    /// <param name="redis">The connection; needed in redis mode only. The caller disposes it after the host.</param>
    /// <exception cref="ArgumentNullException">Redis mode without a connection.</exception>
    public static ISiloBuilder AddGatewaySilo(this ISiloBuilder silo, ClusterSettings cluster, RedisConnection? redis = null)
    {
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.Replace(ServiceDescriptor.Singleton<SiloLifecycleSubject, SiloLifecycle>());
        silo.Services.TryAddSingleton(_ => new CatalogSealing(ClusterKey.Of(cluster)));
        silo.Services.AddGatewayGrains(hasOneEdge: cluster.Mode == ClusterMode.Embedded);
        silo.UseSystemTextJsonGrainStorageSerializer();
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (ServiceId, cluster.ClusterId));
        silo.Configure<SiloMessagingOptions>(options =>
        {
            // A hot grain refuses before it drowns; a client that has gone is not remembered for a minute.
            options.MaxEnqueuedRequestsHardLimit = 10_000;
            options.ClientDropTimeout = TimeSpan.FromSeconds(10);
            options.ClientGatewayShutdownNotificationTimeout = TimeSpan.FromSeconds(1);
        });

        if (cluster.Mode == ClusterMode.Embedded)
        {
            silo.UseOneSiloOnLoopback(cluster);
            silo.AddFileRecords(Path.Combine(cluster.DataDirectory, "state"));
        }
        else
        {
            ArgumentNullException.ThrowIfNull(redis);
            silo.UseRedisCluster(cluster, redis);
            silo.UseFailureDetection(cluster.FailureDetection);
            silo.UseKeepAlives();
            if (cluster.Tls is { } tls)
            {
                silo.Services.AddSingleton(services => new NodeTls(
                    tls, NodeKind.Silo, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<NodeTls>>()));
                silo.UseNodeTls();
            }
        }

        return silo;
    }

    /// <summary>
    /// Sees that the port of an embedded silo can be listened on. Afterwards nobody would be told: the edge serves without its silo, and
    /// tries to start it for as long as it takes.
    /// </summary>
    /// <param name="cluster">The table <c>[cluster]</c>; port 0 is a free one at each start.</param>
    /// <exception cref="Management.NodeStartException">It cannot.</exception>
    public static void RequirePort(ClusterSettings cluster) => ListenPort.Of(IPAddress.Loopback, cluster.SiloPort, "silo_port");
}
