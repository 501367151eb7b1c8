using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

namespace Gateway.Management.Telemetry;

/// <summary>Keeps the number of series bounded by the configuration, never by traffic.</summary>
internal static class MetricBounds
{
    /// <summary>
    /// Series per instrument of ours: a thousand groups of some members each. What is beyond them is summed under
    /// <c>otel_metric_overflow</c>.
    /// </summary>
    private const int Series = 10_000;

    // A backend's address may come from the request (a template's host), or be one of many behind a name.
    private static readonly MetricStreamConfiguration WithoutAddresses = new()
    {
        TagKeys = ["http.request.method", "http.response.status_code", "http.connection.state", "url.scheme", "network.protocol.version", "error.type"],
    };

    private static readonly MetricStreamConfiguration Many = new() { CardinalityLimit = Series };

    /// <summary>How an instrument is collected; null: as it is. What <see cref="ActiveCounts"/> keeps comes back from there.</summary>
    public static MetricStreamConfiguration? ViewOf(Instrument instrument) => instrument.Meter.Name switch
    {
        GatewayInstruments.MeterName => instrument.Name switch
        {
            InstrumentNames.RequestDuration or InstrumentNames.Attempts or InstrumentNames.Slots or InstrumentNames.MemberState or InstrumentNames.Events => Many,
            _ => null,
        },
        _ when ActiveCounts.Keep(instrument) => MetricStreamConfiguration.Drop,
        "System.Net.Http" => WithoutAddresses,
        _ => null,
    };
}
