using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Gateway.Grains.Hosting;
using Gateway.Grains.Nodes;
using Gateway.Management.Apis;
using Gateway.Management.Events;
using Gateway.Management.Explain;
using Gateway.Management.Groups;
using Gateway.Management.Health;
using Gateway.Management.Listener;
using Gateway.Management.Nodes;
using Gateway.Management.OpenApi;
using Gateway.Management.Revisions;
using Gateway.Management.Status;
using Gateway.Management.Telemetry;
using Gateway.Management.Traffic;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Gateway.Management;

/// <summary>Adds what every node shows of itself.</summary>
public static class ManagementServices
{
    /// <summary>
    /// Adds the management listener and the node's reports to the cluster. The node brings <see cref="INodeView"/>,
    /// <see cref="IClusterAccess"/> and <see cref="ICatalogView"/>, an edge <see cref="IGroupViews"/> too, and calls
    /// <see cref="TelemetryServices.AddGatewayTelemetry"/>.
    /// </summary>
    /// <param name="services">The node's services.</param>
    /// <param name="settings">The table <c>[management]</c>.</param>
    /// <param name="node">Who the node is.</param>
    public static IServiceCollection AddGatewayManagement(this IServiceCollection services, ManagementSettings settings, NodeIdentity node)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IGroupViews, NoGroupViews>();
        services.TryAddSingleton<IRequestExplainer, NoExplainer>();
        services.TryAddSingleton(CatalogSealing.None);
        services.AddSingleton(settings);
        services.AddSingleton(node);
        services.AddSingleton<GroupReader>();
        services.AddSingleton<IManagementRoutes, HealthRoutes>();
        services.AddSingleton<IManagementRoutes, MetricsRoutes>();
        services.AddSingleton<IManagementRoutes, GroupRoutes>();
        services.AddSingleton<IManagementRoutes, MemberWordRoutes>();
        services.AddSingleton<ApiCatalog>();
        services.AddSingleton<IManagementRoutes, ApiRoutes>();
        services.AddSingleton<IManagementRoutes, LifecycleRoutes>();
        services.AddSingleton<CatalogChange>();
        services.AddSingleton<ChangeGate>();
        services.AddSingleton<IManagementRoutes, RevisionRoutes>();
        services.AddSingleton<IManagementRoutes, ApplyRoutes>();
        services.AddSingleton<IManagementRoutes, RollbackRoutes>();
        services.AddSingleton<IManagementRoutes, ImportRoutes>();
        services.AddSingleton<IManagementRoutes, ExplainRoutes>();
        services.AddSingleton<IManagementRoutes, DescriptionRoutes>();
        services.AddSingleton<IManagementRoutes, NodeRoutes>();
        services.AddSingleton<IManagementRoutes, NodeDrainRoutes>();
        services.AddSingleton<IManagementRoutes, EventRoutes>();
        services.AddSingleton<TrafficHistory>();
        services.AddSingleton<TrafficMeter>();
        services.AddSingleton<OwnReport>();
        services.AddSingleton<IManagementRoutes, TrafficRoutes>();
        services.AddSingleton<IManagementRoutes, StatusRoutes>();
        services.AddSingleton<EventFeed>();
        services.TryAddSingleton(provider => new EventRoute(node.Id, () => provider.GetRequiredService<IClusterAccess>().Grains));
        services.AddSingleton<ManagementListener>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ManagementListener>());
        services.AddHostedService<StartupMemory>();
        services.AddHostedService<NodeReporter>();
        services.AddHostedService(provider => provider.GetRequiredService<TrafficMeter>());
        services.AddHostedService(provider => provider.GetRequiredService<EventFeed>());
        return services.AddGatewayEvents();
    }
}
