using System.Runtime.CompilerServices;
using Gateway.Management.Listener;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;
using Orleans.Serialization;

namespace Gateway.Dashboard;

/// <summary>
/// Adds Orleans' dashboard to a node whose <c>[management] dashboard</c> is true. Nothing else may touch this assembly: a node that is
/// not to have the dashboard loads nothing of it.
/// </summary>
public static class DashboardServices
{
    /// <summary>Adds the page to the node's management listener.</summary>
    /// <param name="services">The node's services, with its management.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddDashboardPage(this IServiceCollection services) => services.AddSingleton<IManagementRoutes, DashboardRoutes>();

    /// <summary>Adds what counts the silo's grain calls, and tells the page.</summary>
    /// <param name="silo">The silo.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void AddDashboardCounters(this ISiloBuilder silo)
    {
        // Orleans has looked for its parts already, and found none of the dashboard's.
        silo.Services.AddSerializer(serializer => serializer.AddAssembly(typeof(DashboardOptions).Assembly));
        silo.AddDashboard(options => options.HideTrace = true);
    }
}
