using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;

namespace Gateway.Dashboard;

/// <summary>The requests below <c>/dashboard</c>: Orleans' page, its files and its counters, for the operator.</summary>
internal sealed class DashboardRoutes(IClusterAccess cluster) : IManagementRoutes, IDisposable
{
    private const string Prefix = "/dashboard";

    // The page draws with inline styles and fonts of its own; nothing that runs may come from elsewhere.
    private const string ContentRules =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // To show a grain's state it calls every method without parameters that looks as if it read something, and activates the grain.
    private const string State = "/GrainState";

    private readonly ServiceProvider _services = PageServices.Of(cluster);

    /// <inheritdoc />
    public void Dispose() => _services.Dispose();

    /// <inheritdoc />
    public void Map(IEndpointRouteBuilder routes)
    {
        var page = new PageRoutes(routes, _services);
        var group = page.MapOrleansDashboard(Prefix);
        group.ForOperatorsWithBrowsers();
        ((IEndpointConventionBuilder)group).Finally(endpoint => Guard((RouteEndpointBuilder)endpoint));
    }

    private void Guard(RouteEndpointBuilder endpoint)
    {
        var answer = endpoint.RequestDelegate!;
        var isRefused = endpoint.RoutePattern.RawText!.EndsWith(State, StringComparison.Ordinal);
        endpoint.RequestDelegate = context =>
        {
            if (isRefused)
            {
                return ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "The dashboard shows no grain's state here: it would call the grain for it.");
            }

            if (cluster.Grains is null)
            {
                return ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The silo has not started yet. Try again in a few seconds.");
            }

            context.Response.Headers.ContentSecurityPolicy = ContentRules;
            context.RequestServices = _services;
            return answer(context);
        };
    }

    /// <summary>The listener's routes, whose handlers find the dashboard's services.</summary>
    private sealed class PageRoutes(IEndpointRouteBuilder routes, IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources => routes.DataSources;

        public IApplicationBuilder CreateApplicationBuilder() => routes.CreateApplicationBuilder();
    }
}
