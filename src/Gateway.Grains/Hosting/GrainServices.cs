using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Grains.Hosting;

/// <summary>What the grains need of the silo that hosts them, besides a default <c>IGrainStorage</c> and a <c>TimeProvider</c>.</summary>
public static class GrainServices
{
    /// <summary>Registers it.</summary>
    /// <param name="services">The silo's.</param>
    /// <param name="hasOneEdge">Whether the cluster has one edge and never another: the embedded mode.</param>
    public static IServiceCollection AddGatewayGrains(this IServiceCollection services, bool hasOneEdge = false) => services
        .AddSingleton(new GroupHosting(hasOneEdge))
        .AddSingleton<GroupMeter>()
        .AddSingleton<CatalogCompiler>(text => CatalogReader.Read("catalog", text))
        .AddSingleton<CompiledCatalog>();
}
