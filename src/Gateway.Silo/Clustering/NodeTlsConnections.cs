using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;

namespace Gateway.Silo.Clustering;

/// <summary>Puts TLS under every connection between nodes.</summary>
public static class NodeTlsConnections
{
    /// <summary>Of a silo: from silos, from edges, to silos. <see cref="NodeTls"/> is one of its services.</summary>
    public static void UseNodeTls(this ISiloBuilder silo) => silo.Configure<SiloConnectionOptions>(connections =>
    {
        connections.ConfigureSiloInboundConnection(Called);
        connections.ConfigureGatewayInboundConnection(Called);
        connections.ConfigureSiloOutboundConnection(Calls);
    });

    /// <summary>Of an edge, to silos.</summary>
    public static void UseNodeTls(this IClientBuilder client, NodeTls tls)
    {
        client.Services.AddSingleton(tls);
        client.Configure<ClientConnectionOptions>(connections => connections.ConfigureConnection(Calls));
    }

    private static void Called(IConnectionBuilder connections)
    {
        var tls = connections.ApplicationServices.GetRequiredService<NodeTls>();
        connections.Use(next => connection => tls.WatchAsync(connection, next, isCalled: true));
        connections.UseServerTls(tls.Options);
    }

    private static void Calls(IConnectionBuilder connections)
    {
        var tls = connections.ApplicationServices.GetRequiredService<NodeTls>();
        connections.Use(next => connection => tls.WatchAsync(connection, next, isCalled: false));
        connections.UseClientTls(tls.Options);
    }
}
