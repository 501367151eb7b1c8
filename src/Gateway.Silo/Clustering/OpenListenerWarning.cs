using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Gateway.Silo.Clustering;

/// <summary>Says where a silo listens, and warns when anybody could join: without TLS the ports know no credentials and no encryption.</summary>
internal sealed partial class OpenListenerWarning(bool hasTls, IOptions<EndpointOptions> endpoints, ILogger<OpenListenerWarning> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var options = endpoints.Value;
        Listening(logger, options.AdvertisedIPAddress, options.SiloPort, options.GatewayPort);
        if (!hasTls && options.SiloListeningEndpoint is { } silo && !IPAddress.IsLoopback(silo.Address))
        {
            Open(logger, silo, options.GatewayPort);
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(4101, LogLevel.Information, "The silo is {Address}: port {SiloPort} for silos, {GatewayPort} for edges")]
    private static partial void Listening(ILogger logger, IPAddress address, int siloPort, int gatewayPort);

    [LoggerMessage(4102, LogLevel.Warning,
        "The silo listens on {Listener} and port {GatewayPort} without TLS: whoever reaches them can join. Set [cluster.tls], or keep them in a network of their own")]
    private static partial void Open(ILogger logger, IPEndPoint listener, int gatewayPort);
}
