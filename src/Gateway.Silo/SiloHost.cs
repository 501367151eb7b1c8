using Gateway.Core.Configuration;
using Gateway.Dashboard;
using Gateway.Grains.Catalog;
using Gateway.Management;
using Gateway.Management.Keys;
using Gateway.Management.Logging;
using Gateway.Management.Telemetry;
using Gateway.Management.Views;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gateway.Silo;

/// <summary>Puts a silo of a Redis cluster together. Services start in this order and stop in the reverse one.</summary>
internal static class SiloHost
{
    public static IHost Build(NodeSettings node, RedisConnection redis)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddGatewayConsole();
        builder.Configuration.AddOpenTelemetrySettings();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = node.Server.DrainTimeout);

        var identity = NodeIdentity.Of("silo", node.Management.Listen);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(_ => new CatalogSealing(ClusterKey.Of(node.Cluster)));
        builder.Services.AddGatewayTelemetry(identity);
        builder.Services.AddGatewayManagement(node.Management, identity);
        builder.Services.AddSingleton<SiloNode>();
        builder.Services.AddSingleton<INodeView>(services => services.GetRequiredService<SiloNode>());
        builder.Services.AddSingleton<IClusterAccess>(services => services.GetRequiredService<SiloNode>());
        builder.Services.AddSingleton<ICatalogView, ClusterCatalog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SiloNode>());
        builder.Services.AddHostedService<RedisWait>();
        builder.Services.AddHostedService<SiloRehearsal>();
        builder.UseOrleans(silo =>
        {
            silo.AddGatewaySilo(node.Cluster, redis);
            if (node.Management.Dashboard)
            {
                silo.AddDashboardCounters();
                builder.Services.AddDashboardPage();
            }
        });

        builder.Services.AddSingleton<MembershipWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<MembershipWatch>());
        return builder.Build();
    }
}
