using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.LoadBalancing;

namespace Gateway.Peers;

/// <summary>YARP as its users run it: one route, one cluster, its own round robin.</summary>
internal static class YarpRoundRobin
{
    public static WebApplication Build(WebApplicationBuilder builder, string[] backends)
    {
        var route = new RouteConfig { RouteId = "all", ClusterId = "backends", Match = new RouteMatch { Path = "/{**rest}" } };
        var cluster = new ClusterConfig
        {
            ClusterId = "backends",
            LoadBalancingPolicy = LoadBalancingPolicies.RoundRobin,
            Destinations = backends.ToDictionary(backend => backend, backend => new DestinationConfig { Address = backend }),
        };
        builder.Services.AddReverseProxy().LoadFromMemory([route], [cluster]);
        var application = builder.Build();
        application.MapReverseProxy();
        return application;
    }
}
