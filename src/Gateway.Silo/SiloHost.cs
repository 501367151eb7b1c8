using Gateway.Core.Configuration;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Silo;

/// <summary>Puts a silo of a Redis cluster together. Services start in this order and stop in the reverse one.</summary>
internal static class SiloHost
{
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(30);

    public static IHost Build(NodeSettings node, RedisConnection redis)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Information)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Microsoft", LogLevel.Warning);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = LongestStop);

        // The management listener's place is here, before Redis is waited for: builder.Services.AddGatewayManagement(node.Management, …).
        builder.Services.AddHostedService<RedisWait>();
        builder.UseOrleans(silo => silo.AddGatewaySilo(node.Cluster, redis));
        return builder.Build();
    }
}
