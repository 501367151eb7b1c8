using Gateway.Core.Configuration;
using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Gateway.Silo;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Messaging;
using Orleans.Storage;

namespace Gateway.Grains.Tests.Silo;

public sealed class RedisSiloTests
{
    [RedisFact]
    public async Task A_silo_in_Redis_answers_and_its_storage_fences_whoever_comes_with_an_old_ETag()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = new RedisConnection(Settings(server.Connection));
        using var host = Host(Settings(server.Connection), redis);
        await host.StartAsync();

        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).ProposeAsync(GrainCluster.Bundle(["a", "b"]));
        var pets = grains.GetGrain<IEndpointGroupGrain>("pets");
        var reply = await pets.TakeAsync(new TakeRequest(Guid.NewGuid(), 1, 3, default, 1));
        Assert.Equal((GroupStatus.Ok, 0L), (reply.Status, reply.Start));

        // Two that read the same record: the second to write is turned away.
        var storage = host.Services.GetRequiredService<IGrainStorage>();
        var mine = new GroupStore(storage, pets.GetGrainId(), TimeProvider.System);
        var theirs = new GroupStore(storage, pets.GetGrainId(), TimeProvider.System);
        var record = await mine.ReadAsync();
        Assert.Equal(reply.Stamp.Epoch, record.WrittenBy());
        await theirs.ReadAsync();
        await theirs.WriteAsync(record with { EpochNumber = record.EpochNumber + 1_000_000 });
        await Assert.ThrowsAsync<InconsistentStateException>(() => mine.WriteAsync(record));

        // And the activation, which did not know, finds out at its next write.
        using var patience = new CancellationTokenSource(GrainCluster.Patience);
        for (long seq = 1; ; seq++)
        {
            var next = await pets.TakeAsync(new TakeRequest(Guid.NewGuid(), seq, 1, default, 1));
            if (next.Stamp.Epoch.Number > record.EpochNumber + 1_000_000)
            {
                break;
            }

            await Task.Delay(10, patience.Token);
        }

        await host.StopAsync();
    }

    [RedisFact]
    public async Task Two_clusters_in_one_Redis_have_records_of_their_own()
    {
        await using var server = await RedisServer.StartAsync();
        foreach (var cluster in new[] { "blue", "green" })
        {
            var settings = Settings(server.Connection) with { ClusterId = cluster };
            await using var redis = new RedisConnection(settings);
            using var host = Host(settings, redis);
            await host.StartAsync();
            var answer = await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICatalogGrain>(ICatalogGrain.Key).ReadAsync(0, "");
            Assert.Equal(CatalogStatus.None, answer.Status);
            await host.Services.GetRequiredService<IGrainFactory>().GetGrain<ICatalogGrain>(ICatalogGrain.Key).ProposeAsync(GrainCluster.Bundle([cluster]));
            await host.StopAsync();
        }
    }

    [RedisFact]
    public async Task A_client_finds_the_silos_that_Orleans_own_provider_finds()
    {
        await using var server = await RedisServer.StartAsync();
        await using var redis = new RedisConnection(Settings(server.Connection));
        using var first = Host(Settings(server.Connection), redis);
        using var second = Host(Settings(server.Connection), redis);
        await first.StartAsync();
        await second.StartAsync();
        var (theirs, ours) = (await GatewaysAsync(client => client.UseRedisClustering(redis.Use)), await GatewaysAsync(client => RedisGateways.Use(client, redis)));
        Assert.Equal(2, ours.Length);
        Assert.Equal(theirs, ours);

        await first.StopAsync();
        var left = await GatewaysAsync(client => RedisGateways.Use(client, redis));
        Assert.Equal(await GatewaysAsync(client => client.UseRedisClustering(redis.Use)), left);
        Assert.Single(left);
        await second.StopAsync();
        Assert.Empty(await GatewaysAsync(client => RedisGateways.Use(client, redis)));
    }

    [Fact]
    public void A_wrong_connection_string_is_not_repeated()
    {
        var fault = Assert.Throws<SiloSettingException>(() => new RedisConnection(Settings("redis:6379,password=secret,nonsense=1")));
        Assert.DoesNotContain("secret", $"{fault}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("redis.internal:6379,password=secret", "redis.internal:6379", false)]
    [InlineData("127.0.0.1:6379,localhost:6380", "127.0.0.1:6379, localhost:6380", true)]
    public async Task What_is_said_of_a_connection_is_where_it_leads(string text, string servers, bool isLoopback)
    {
        await using var redis = new RedisConnection(Settings(text));
        Assert.Equal((servers, isLoopback), (redis.Servers, redis.IsLoopback));
    }

    private static ClusterSettings Settings(string redis) =>
        new(ClusterMode.Redis, redis, "test", "", 0, 0, FailureDetection.Fast, "");

    private static async Task<Uri[]> GatewaysAsync(Action<IClientBuilder> configure)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (GatewaySilo.ServiceId, "test"));
            configure(client);
        });
        using var host = builder.Build();
        var provider = host.Services.GetRequiredService<IGatewayListProvider>();
        await provider.InitializeGatewayListProvider();
        return [.. (await provider.GetGateways()).OrderBy(static uri => uri.AbsoluteUri, StringComparer.Ordinal)];
    }

    private static IHost Host(ClusterSettings settings, RedisConnection redis)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.AddGatewaySilo(settings, redis));
        return builder.Build();
    }
}
