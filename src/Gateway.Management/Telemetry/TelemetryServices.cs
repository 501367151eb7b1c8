using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Gateway.Management.Telemetry;

/// <summary>Adds the node's metrics.</summary>
public static class TelemetryServices
{
    /// <summary>
    /// Collects the meters <c>Gateway</c>, ASP.NET Core's, HttpClient's, the runtime's and Orleans', to be read at <c>/metrics</c>,
    /// and adds <see cref="GatewayInstruments"/>.
    /// </summary>
    /// <param name="services">The node's services.</param>
    /// <param name="node">Who the node is: <c>service.name</c> is <c>gateway-silo</c> or <c>gateway-edge</c>.</param>
    public static IServiceCollection AddGatewayTelemetry(this IServiceCollection services, NodeIdentity node)
    {
        services.AddMetrics();
        services.TryAddSingleton<GatewayInstruments>();
        services.AddHostedService<GatewayGauges>();
        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService(
                node.Kind == "silo" ? "gateway-silo" : "gateway-edge", serviceVersion: node.Version, serviceInstanceId: node.Id))
            .WithMetrics(metrics => metrics
                .AddMeter(
                    GatewayInstruments.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
                    "System.Runtime", "Microsoft.Orleans")
                .AddView(MetricBounds.ViewOf)
                .AddInstrumentation(static () => new ActiveCounts())
                .AddPrometheusExporter());
        return services;
    }
}
