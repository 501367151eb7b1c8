using Microsoft.Extensions.Logging;

namespace Gateway.Management.Logging;

/// <summary>The one way nodes write their log.</summary>
public static class GatewayConsole
{
    /// <summary>The environment variable that chooses the form: <c>text</c> (the default) or <c>json</c>.</summary>
    public const string Variable = "GATEWAY_LOG";

    private const string Timestamp = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>
    /// Replaces all providers by the console: one line per event, UTC, the gateway's own events from Information up and the
    /// libraries' from Warning up. In the form that <see cref="Variable"/> names.
    /// </summary>
    /// <exception cref="NodeStartException">The variable names no form.</exception>
    public static ILoggingBuilder AddGatewayConsole(this ILoggingBuilder logging) =>
        logging.AddGatewayConsole(Environment.GetEnvironmentVariable(Variable));

    /// <summary>As above, in the form named.</summary>
    /// <param name="logging">The node's logging.</param>
    /// <param name="form"><c>text</c>, <c>json</c>; null or empty: text.</param>
    /// <exception cref="NodeStartException">There is no such form.</exception>
    public static ILoggingBuilder AddGatewayConsole(this ILoggingBuilder logging, string? form)
    {
        logging.ClearProviders();
        switch (form)
        {
            case null or "" or "text":
                logging.AddSimpleConsole(console =>
                {
                    console.SingleLine = true;
                    console.UseUtcTimestamp = true;
                    console.TimestampFormat = Timestamp + " ";
                });
                break;
            case "json":
                logging.AddJsonConsole(console =>
                {
                    console.UseUtcTimestamp = true;
                    console.TimestampFormat = Timestamp;
                });
                break;
            default:
                throw new NodeStartException($"{Variable} is '{form}', which is no form of the log", "use text or json");
        }

        return logging
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Gateway", LogLevel.Information)

            // A category that is on at all makes ASP.NET Core open an activity and a log scope for every request. What it would
            // say of a request that threw, Kestrel says too.
            .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)

            // A line with a stack trace for every failed try: what changes by it is logged by the edge, once.
            .AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Error)

            // Orleans places grains by it, and it warns of every try that it makes again; what comes of the last one Orleans says.
            .AddFilter("Polly", LogLevel.None)

            // A line with a stack trace for every handshake that fails; the reason is told by the node, once a minute.
            .AddFilter("Orleans.Connections.Security", LogLevel.None)

            // It measures a silo's first seconds from the machine's start: a warning that means nothing.
            .AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error)

            // Warns of every orderly stop that waits for clients to leave.
            .AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Error)
            // Its errors are those of starting, which the program prints in the user's words; a service that died comes as critical.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
    }
}
