using Gateway.Management.Listener;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using OpenTelemetry.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary><c>GET /metrics</c>: the node's meters in Prometheus' text format.</summary>
internal sealed class MetricsRoutes(MeterProvider meters) : IManagementRoutes
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics", meters, configureBranchedPipeline: null, optionsName: null)
            .WithMetadata(new HttpMethodMetadata(Methods));
}
