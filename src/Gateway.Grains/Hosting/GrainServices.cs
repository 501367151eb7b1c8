using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Gateway.Grains.Hosting;

/// <summary>What the grains need of the silo that hosts them, besides a default <c>IGrainStorage</c> and a <c>TimeProvider</c>.</summary>
public static class GrainServices
{
    /// <summary>Registers it.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="hasOneEdge">Whether the cluster has one edge and never another: the embedded mode.</param>
    public static IServiceCollection AddGatewayGrains(this IServiceCollection services, bool hasOneEdge = false)
    {
        services.TryAddSingleton(provider => new EventRoute("", provider.GetRequiredService<IGrainFactory>));
        return services.AddGatewayEvents().AddGroups(hasOneEdge);
    }

    /// <summary>Registers the way of a process's events to the cluster: what notes them, and what brings them. Needs an <see cref="EventRoute"/>.</summary>
    public static IServiceCollection AddGatewayEvents(this IServiceCollection services)
    {
        services.TryAddSingleton<EventMeter>();
        services.TryAddSingleton<EventOutbox>();
        return services.AddHostedService<EventCourier>();
    }

    private static IServiceCollection AddGroups(this IServiceCollection services, bool hasOneEdge)
    {
        services.TryAddSingleton(CatalogSealing.None);
        return services.AddCatalog(hasOneEdge);
    }

    private static IServiceCollection AddCatalog(this IServiceCollection services, bool hasOneEdge) => services
        .AddSingleton(new GroupHosting(hasOneEdge))
        .AddSingleton<GroupMeter>()
        .AddSingleton<CatalogCompiler>(text => CatalogReader.Read("catalog", text))
        .AddSingleton<CompiledCatalog>();
}
