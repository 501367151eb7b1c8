using System.Net;
using System.Text;
using Gateway.Core.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Serialization.Configuration;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>A cluster of many, that meet in Redis.</summary>
internal static class RedisClustering
{
    // Promised is an hour, on either side.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromHours(2);

    /// <summary>Membership and state in Redis.</summary>
    public static void UseRedisCluster(this ISiloBuilder silo, ClusterSettings cluster, RedisConnection redis)
    {
        var advertised = AdvertisedAddress.Of(cluster, redis);

        // An address of this machine keeps out whoever is in its other networks; a host that was named may be anybody's translation of it.
        var listen = cluster.AdvertisedHost.Length == 0 || IPAddress.IsLoopback(advertised) ? advertised : IPAddress.Any;
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
        silo.UseRedisTime(redis);
        silo.AddRedisGrainStorageAsDefault(options =>
        {
            options.ConfigurationOptions = redis.Options;
            options.CreateMultiplexer = _ => redis.ShareAsync();
            // Orleans' own key leaves the cluster out: two clusters on one Redis would fence each other.
            options.GetStorageKey = (state, grain) => StorageKey(cluster.ClusterId, state, grain);
        });
        silo.Services.AddSingleton(redis);
        silo.Services.AddHostedService(services => new OpenListenerWarning(
            cluster.Tls is not null, services.GetRequiredService<IOptions<EndpointOptions>>(), services.GetRequiredService<ILogger<OpenListenerWarning>>()));
    }

    // Orleans' own table stays what reads and writes; it is no public type, and known only by how it was registered.
    private static void UseRedisTime(this ISiloBuilder silo, RedisConnection redis)
    {
        var table = silo.Services.Last(service => service.ServiceType == typeof(IMembershipTable));
        silo.Services.Remove(table);
        silo.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<RedisTime>(
            services, RedisTime.AtServerOf(redis, services.GetRequiredService<IOptions<RedisClusteringOptions>>().Value.CreateRedisKey(
                services.GetRequiredService<IOptions<ClusterOptions>>().Value))));
        silo.Services.AddSingleton<IMembershipTable>(services =>
            new RedisTimeTable((IMembershipTable)table.ImplementationFactory!(services), services.GetRequiredService<RedisTime>()));
        silo.Services.Configure<TypeManifestOptions>(types => types.AddFieldCodec(typeof(RedisTimeCodec)));
        // A silo's number is the second of its start by its own clock: those of a clock behind must not count as long gone.
        silo.Configure<ClusterMembershipOptions>(options => options.SiloGenerationRetirementAge += ClocksApart);
    }

    /// <summary>Where a grain's record lies in Redis.</summary>
    public static RedisKey StorageKey(string clusterId, string state, GrainId grain) =>
        Encoding.UTF8.GetBytes($"{GatewaySilo.ServiceId}/state/{clusterId}/{grain}/{state}");
}
