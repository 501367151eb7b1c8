using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Gateway.Management.Telemetry;

/// <summary>Adds the node's metrics, and what is sent to a collector if one is named.</summary>
public static class TelemetryServices
{
    /// <summary>
    /// Collects the meters <c>Gateway</c>, ASP.NET Core's, HttpClient's, the runtime's and Orleans', to be read at <c>/metrics</c>,
    /// and adds <see cref="GatewayInstruments"/>. Sends metrics, traces and the log by OTLP as the variables <c>OTEL_…</c> say
    /// (<see cref="OpenTelemetrySettings"/>); without them nothing listens to traces, and none are made.
    /// </summary>
    /// <param name="services">The node's services.</param>
    /// <param name="node">Who the node is: <c>service.name</c> is <c>gateway-silo</c> or <c>gateway-edge</c>.</param>
    /// <exception cref="NodeStartException">A variable asks for an exporter that is not there.</exception>
    public static IServiceCollection AddGatewayTelemetry(this IServiceCollection services, NodeIdentity node)
    {
        var sent = OtlpSignals.From(Environment.GetEnvironmentVariable);
        services.AddMetrics();
        services.TryAddSingleton<GatewayInstruments>();
        services.AddHostedService<GatewayGauges>();
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService(
                node.Kind == "silo" ? "gateway-silo" : "gateway-edge", serviceVersion: node.Version, serviceInstanceId: node.Id)
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => Collect(metrics, sent));
        if (sent.Traces)
        {
            telemetry.WithTracing(static traces => traces.AddSource(GatewayInstruments.MeterName).AddOtlpExporter());
        }

        if (sent.Logs)
        {
            telemetry.WithLogging(static logs => logs.AddOtlpExporter(), static logs => logs.IncludeFormattedMessage = true);
        }

        return services;
    }

    private static void Collect(MeterProviderBuilder metrics, OtlpSignals sent)
    {
        metrics
            .AddMeter(
                GatewayInstruments.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http",
                "System.Runtime", "Microsoft.Orleans")
            .AddView(MetricBounds.ViewOf)
            .AddInstrumentation(static () => new ActiveCounts())
            .AddPrometheusExporter();
        if (sent.Metrics)
        {
            metrics.AddOtlpExporter();
        }

        if (sent.Traces)
        {
            // A measurement then names the trace it was made in. The Prometheus exporter has no place for that; OTLP has.
            metrics.SetExemplarFilter(ExemplarFilterType.TraceBased);
        }
    }
}
