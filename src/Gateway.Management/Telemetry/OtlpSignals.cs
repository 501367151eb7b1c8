namespace Gateway.Management.Telemetry;

/// <summary>
/// What is sent to an OpenTelemetry collector, by the variables of OpenTelemetry's specification. A signal is sent when an endpoint is named for it
/// (<c>OTEL_EXPORTER_OTLP_ENDPOINT</c>, <c>OTEL_EXPORTER_OTLP_TRACES_ENDPOINT</c> and so on), or its exporter is (<c>OTEL_TRACES_EXPORTER=otlp</c>, which
/// then goes to the collector of this machine). The specification would send to this machine without being asked; a gateway does not.
/// </summary>
/// <param name="Traces">Whether traces are sent.</param>
/// <param name="Metrics">Whether metrics are sent; they can be scraped all the same.</param>
/// <param name="Logs">Whether the log is sent; it is written all the same.</param>
internal readonly record struct OtlpSignals(bool Traces, bool Metrics, bool Logs)
{
    /// <summary>Reads the variables.</summary>
    /// <param name="variable">Reads one.</param>
    /// <exception cref="NodeStartException">One asks for an exporter that is not there.</exception>
    public static OtlpSignals From(Func<string, string?> variable)
    {
        var isDisabled = string.Equals(variable("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);
        return new OtlpSignals(IsSent("TRACES"), IsSent("METRICS"), IsSent("LOGS"));

        // Every variable is read, so that a slip is told even where all is switched off.
        bool IsSent(string signal)
        {
            var isAsked = IsAsked(signal, variable);
            return isAsked && !isDisabled;
        }
    }

    private static bool IsAsked(string signal, Func<string, string?> variable)
    {
        var name = $"OTEL_{signal}_EXPORTER";
        return variable(name) switch
        {
            "otlp" => true,
            "none" => false,
            null or "" => variable("OTEL_EXPORTER_OTLP_ENDPOINT") is { Length: > 0 }
                || variable($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") is { Length: > 0 },
            var other => throw new NodeStartException($"{name} is '{other}', which is no exporter of this program", "use otlp or none"),
        };
    }
}
