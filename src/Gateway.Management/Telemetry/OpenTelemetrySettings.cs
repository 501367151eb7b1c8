using System.Collections;
using Microsoft.Extensions.Configuration;

namespace Gateway.Management.Telemetry;

/// <summary>
/// Hands the variables <c>OTEL_…</c> to the libraries, which read them from the host's configuration. Nothing else of the environment is in
/// there: what a node does is said by its file.
/// </summary>
public static class OpenTelemetrySettings
{
    /// <summary>Adds them. An empty one counts as none.</summary>
    public static IConfigurationBuilder AddOpenTelemetrySettings(this IConfigurationBuilder configuration) => configuration.AddInMemoryCollection(
        from DictionaryEntry entry in Environment.GetEnvironmentVariables()
        let name = (string)entry.Key
        where name.StartsWith("OTEL_", StringComparison.Ordinal) && entry.Value is string { Length: > 0 }
        select KeyValuePair.Create(name, (string?)entry.Value));
}
