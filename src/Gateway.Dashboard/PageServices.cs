using Gateway.Management.Views;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Dashboard;

namespace Gateway.Dashboard;

/// <summary>
/// The services of the page alone. The silo may start after the listener, and in another host than the node's: what the page asks it, it
/// asks through grains.
/// </summary>
internal sealed class PageServices : IClientBuilder
{
    private PageServices()
    {
    }

    /// <inheritdoc />
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <inheritdoc />
    public IConfiguration Configuration { get; } = new ConfigurationBuilder().Build();

    /// <summary>Makes them.</summary>
    /// <param name="cluster">The node's way to the grains; asked when there is one.</param>
    public static ServiceProvider Of(IClusterAccess cluster)
    {
        var page = new PageServices();
        page.Services.AddRoutingCore();
        page.Services.AddSingleton(_ => cluster.Grains!);
        page.AddDashboard(options => options.HideTrace = true);

        // It would tell every request that it answers.
        page.Services.AddSingleton<ILoggerFactory>(NullLoggerFactory.Instance);
        return page.Services.BuildServiceProvider();
    }
}
