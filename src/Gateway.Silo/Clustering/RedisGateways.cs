using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using Orleans.Configuration;
using Orleans.Messaging;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Which silos a client can talk to: the active ones of the membership in Redis. Reads what Orleans' own provider reads; that one brings
/// Newtonsoft.Json and what it needs, 5 MB of an idle edge's memory.
/// </summary>
public sealed class RedisGateways : IGatewayListProvider
{
    // The one field of the hash that is no silo: the table's version.
    private const string Version = "Version";

    private readonly RedisConnection _redis;
    private readonly RedisKey _key;

    private RedisGateways(RedisConnection redis, RedisKey key, TimeSpan maxStaleness)
    {
        _redis = redis;
        _key = key;
        MaxStaleness = maxStaleness;
    }

    /// <inheritdoc />
    public TimeSpan MaxStaleness { get; }

    /// <inheritdoc />
    public bool IsUpdatable => true;

    /// <summary>Lets a client find its cluster by Redis.</summary>
    /// <param name="client">The client.</param>
    /// <param name="redis">The connection. The caller disposes it after the host.</param>
    public static void Use(IClientBuilder client, RedisConnection redis)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(redis);
        client.Services.Configure<RedisClusteringOptions>(redis.Use);
        client.Services.AddSingleton<IGatewayListProvider>(services => new RedisGateways(
            redis,
            services.GetRequiredService<IOptions<RedisClusteringOptions>>().Value.CreateRedisKey(services.GetRequiredService<IOptions<ClusterOptions>>().Value),
            services.GetRequiredService<IOptions<GatewayOptions>>().Value.GatewayListRefreshPeriod));
    }

    /// <inheritdoc />
    public Task InitializeGatewayListProvider() => _redis.ShareAsync();

    /// <inheritdoc />
    public async Task<IList<Uri>> GetGateways()
    {
        var rows = await (await _redis.ShareAsync()).Multiplexer.GetDatabase().HashGetAllAsync(_key);
        return [.. rows.Where(static row => row.Name != Version).Select(static row => Of(row.Value.ToString())).OfType<Uri>()];
    }

    /// <summary>The address of a silo's gateway; null: it is not active, or has none.</summary>
    /// <param name="row">The silo's row, JSON as Orleans writes it.</param>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal static Uri? Of(string row)
    {
        using var document = JsonDocument.Parse(row);
        var entry = document.RootElement;
        var port = entry.GetProperty("ProxyPort").GetInt32();
        if (port == 0 || entry.GetProperty("Status").GetInt32() != (int)SiloStatus.Active)
        {
            return null;
        }

        var silo = SiloAddress.FromParsableString(entry.GetProperty("SiloAddress").GetProperty("SiloAddress").GetString()!);
        return SiloAddress.New(silo.Endpoint.Address, port, silo.Generation).ToGatewayUri();
    }
}
