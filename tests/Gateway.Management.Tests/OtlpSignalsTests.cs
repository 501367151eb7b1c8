using Gateway.Management.Telemetry;

namespace Gateway.Management.Tests;

/// <summary>What is sent to a collector, by the variables.</summary>
public sealed class OtlpSignalsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=true", "")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_SDK_DISABLED=false", "traces metrics logs")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317 OTEL_LOGS_EXPORTER=none", "traces metrics")]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c:4318/v1/traces", "traces")]
    [InlineData("OTEL_METRICS_EXPORTER=otlp", "metrics")]
    public void A_signal_is_sent_where_an_endpoint_or_its_exporter_is_named(string variables, string expected)
    {
        var sent = OtlpSignals.From(Reader(variables));

        Assert.Equal(expected, string.Join(' ', new[] { sent.Traces ? "traces" : "", sent.Metrics ? "metrics" : "", sent.Logs ? "logs" : "" }.Where(word => word.Length > 0)));
    }

    [Theory]
    [InlineData("OTEL_TRACES_EXPORTER=zipkin", "OTEL_TRACES_EXPORTER is 'zipkin', which is no exporter of this program; use otlp or none")]
    [InlineData("OTEL_LOGS_EXPORTER=OTLP OTEL_SDK_DISABLED=true", "OTEL_LOGS_EXPORTER is 'OTLP', which is no exporter of this program; use otlp or none")]
    public void An_exporter_that_is_not_there_is_refused(string variables, string message) =>
        Assert.Equal(message, Assert.Throws<NodeStartException>(() => OtlpSignals.From(Reader(variables))).Message);

    private static Func<string, string?> Reader(string variables)
    {
        var all = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        return name => all.GetValueOrDefault(name);
    }
}
