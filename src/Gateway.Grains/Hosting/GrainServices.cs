using Gateway.Core.Configuration;
using Gateway.Grains.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Grains.Hosting;

/// <summary>What the grains need of the silo that hosts them, besides a default <c>IGrainStorage</c> and a <c>TimeProvider</c>.</summary>
public static class GrainServices
{
    /// <summary>Registers it.</summary>
    public static IServiceCollection AddGatewayGrains(this IServiceCollection services) => services
        .AddSingleton<CatalogCompiler>(text => CatalogReader.Read("catalog", text))
        .AddSingleton<CompiledCatalog>();
}
