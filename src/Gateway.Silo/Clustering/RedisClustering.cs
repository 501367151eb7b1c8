using System.Net;
using System.Text;
using Gateway.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>A cluster of many, that meet in Redis.</summary>
internal static class RedisClustering
{
    /// <summary>Membership and state in Redis.</summary>
    public static void UseRedisCluster(this ISiloBuilder silo, ClusterSettings cluster, RedisConnection redis)
    {
        var advertised = AdvertisedAddress.Of(cluster, redis);
        var listen = IPAddress.IsLoopback(advertised) ? advertised : IPAddress.Any;
        var siloPort = ListenPort.Of(listen, cluster.SiloPort, "silo_port");
        var gatewayPort = ListenPort.Of(listen, cluster.GatewayPort, "gateway_port");
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = advertised;
            options.SiloPort = siloPort;
            options.GatewayPort = gatewayPort;
            options.SiloListeningEndpoint = new IPEndPoint(listen, siloPort);
            options.GatewayListeningEndpoint = new IPEndPoint(listen, gatewayPort);
        });
        silo.UseRedisClustering(redis.Use);
        silo.AddRedisGrainStorageAsDefault(options =>
        {
            options.ConfigurationOptions = redis.Options;
            options.CreateMultiplexer = _ => redis.ShareAsync();
            // Orleans' own key leaves the cluster out: two clusters on one Redis would fence each other.
            options.GetStorageKey = (state, grain) => StorageKey(cluster.ClusterId, state, grain);
        });
        silo.Services.AddSingleton(redis);
        silo.Services.AddHostedService<OpenListenerWarning>();
    }

    /// <summary>Where a grain's record lies in Redis.</summary>
    public static RedisKey StorageKey(string clusterId, string state, GrainId grain) =>
        Encoding.UTF8.GetBytes($"{GatewaySilo.ServiceId}/state/{clusterId}/{grain}/{state}");
}
