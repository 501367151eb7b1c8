using System.Collections.Immutable;
using System.Net;
using Gateway.Core.Configuration;
using Gateway.Dashboard;
using Gateway.Edge.Addresses;
using Gateway.Edge.Authentication;
using Gateway.Edge.Catalog;
using Gateway.Edge.Cluster;
using Gateway.Edge.Draining;
using Gateway.Edge.Explaining;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Listeners;
using Gateway.Edge.Mediation;
using Gateway.Edge.Mocks;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Probes;
using Gateway.Edge.Scripting;
using Gateway.Edge.Sessions;
using Gateway.Edge.Tracing;
using Gateway.Grains.Catalog;
using Gateway.Management;
using Gateway.Management.Keys;
using Gateway.Management.Logging;
using Gateway.Management.Telemetry;
using Gateway.Management.Views;
using Gateway.Silo;
using Gateway.Silo.Clustering;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge;

/// <summary>Puts an edge together. Composition only.</summary>
internal static class EdgeHost
{
    /// <summary>Builds the node; its catalog is in force before it listens.</summary>
    /// <param name="command">How it was started.</param>
    /// <param name="deployment">Its configuration.</param>
    /// <param name="replace">Puts services in the place of some that may be replaced.</param>
    /// <exception cref="NodeStartException">The embedded silo's port is taken, or the node lacks credentials or files that its catalog needs.</exception>
    /// <exception cref="SiloSettingException">What is to lead to Redis is no connection string.</exception>
    public static WebApplication Build(NodeCommandLine command, Deployment deployment, Action<IServiceCollection>? replace = null)
    {
        var node = deployment.Node;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.AddGatewayConsole();

        // Two lines with a stack trace for every try to reach a silo; that there is none, and why, an edge tells once a minute.
        builder.Logging.AddFilter("Orleans.Runtime.Messaging.ConnectionManager", LogLevel.Error);
        builder.Configuration.AddOpenTelemetrySettings();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => EdgeListeners.Configure(kestrel, node));
        builder.WebHost.UseSockets(static sockets => sockets.UnsafePreferInlineScheduling = SocketEvents.AreInline);
        builder.WebHost.UseKestrelHttpsConfiguration();
        var kind = node.Cluster.Mode == ClusterMode.Embedded ? "edge+silo" : "edge";
        replace?.Invoke(builder.Services);
        AddServices(builder.Services, command, deployment, NodeIdentity.Of(kind, node.Management.Listen));

        var edge = builder.Build();
        try
        {
            edge.Services.GetRequiredService<CatalogSubscription>().Offer(deployment.Catalog);
        }
        catch (CatalogUnusableException fault)
        {
            throw new NodeStartException(fault.Message, "nothing was started", fault);
        }

        var pipeline = edge.Services.GetRequiredService<EdgePipeline>();
        edge.Run(pipeline.HandleAsync);
        return edge;
    }

    private static void AddServices(IServiceCollection services, NodeCommandLine command, Deployment deployment, NodeIdentity identity)
    {
        var node = deployment.Node;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(command);
        services.AddSingleton(deployment);
        services.AddSingleton(node);
        services.AddSingleton(node.Server);
        services.AddSingleton(node.Cluster);
        // What is left of the requests is broken off at drain_timeout. The rest is for leaving the cluster in order.
        services.Configure<HostOptions>(options =>
            options.ShutdownTimeout = node.Server.DrainDelay + node.Server.DrainTimeout + TimeSpan.FromSeconds(15));

        services.AddSingleton(_ => new CatalogSealing(ClusterKey.Of(node.Cluster)));
        services.AddGatewayTelemetry(identity);
        services.AddSingleton<GatewayTraces>();
        services.AddGatewayManagement(node.Management, identity);
        services.AddSingleton<GroupViews>();
        services.AddSingleton<IGroupViews>(provider => provider.GetRequiredService<GroupViews>());
        services.AddSingleton<ClientConnections>();
        services.AddSingleton<EdgeDrain>();
        services.AddSingleton<EdgeNode>();
        services.AddSingleton<INodeView>(provider => provider.GetRequiredService<EdgeNode>());
        services.AddSingleton<ICatalogView>(provider => provider.GetRequiredService<EdgeNode>());
        services.AddHostedService(provider => provider.GetRequiredService<EdgeNode>());
        services.AddSingleton<GroupReading>();
        services.AddSingleton<IRequestExplainer, RequestExplainer>();

        if (node.Cluster.Mode == ClusterMode.Redis)
        {
            var redis = new RedisConnection(node.Cluster);
            services.AddSingleton(_ => redis);
            if (node.Cluster.Tls is { } tls)
            {
                services.AddSingleton(provider => new NodeTls(
                    tls, NodeKind.Edge, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<NodeTls>>()));
            }
        }
        else
        {
            GatewaySilo.RequirePort(node.Cluster);
            if (node.Management.Dashboard)
            {
                services.AddDashboardPage();
            }
        }

        services.AddSingleton<OrleansHosts>();
        services.AddSingleton(provider => new ClusterConnection(
            provider.GetRequiredService<OrleansHosts>().Build, provider.GetRequiredService<IHostApplicationLifetime>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ClusterConnection>>()));
        services.AddSingleton<IClusterAccess>(provider => provider.GetRequiredService<ClusterConnection>());
        services.AddHostedService(provider => provider.GetRequiredService<ClusterConnection>());

        services.AddSingleton<GroupEar>();
        services.AddSingleton<IGroupLink, OrleansGroupLink>();
        services.AddSingleton<IProbes>(provider => new BackendProbes(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<BackendClients>().TlsOf,
            provider.GetRequiredService<BackendClients>().AuthorizationOf, provider.GetRequiredService<HostConnections>(),
            provider.GetRequiredService<GatewayTraces>()));
        services.AddSingleton<MemberLog>();
        services.AddSingleton<EdgeGroups>();
        services.AddHostedService<GroupPulls>();
        services.AddHostedService<Rehearsal>();

        services.AddSingleton(new ScriptLimits());

        // Made by hand: to look for its constructor would load the interpreter into nodes that run no script.
        services.AddSingleton(provider => new ScriptSandbox(
            provider.GetRequiredService<ScriptLimits>(), provider.GetRequiredService<GatewayInstruments>(),
            provider.GetRequiredService<ILogger<ScriptSandbox>>()));
        services.AddSingleton(provider => new MockHandlers(provider.GetRequiredService<ScriptSandbox>(), Debug(node, identity)));
        services.AddSingleton<AddressLog>();
        services.AddSingleton<AddressGates>();
        services.AddSingleton<CatalogPreparation>();
        services.AddSingleton<CatalogActivation>();
        services.AddSingleton<LastGood>();
        services.AddSingleton<CatalogSubscription>();
        services.AddHostedService(provider => provider.GetRequiredService<CatalogSubscription>());
        services.AddHostedService<DeploymentReload>();

        services.AddSingleton(provider => new ServerCertificates(
            CertificatesOf(node), node, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<ServerCertificates>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ServerCertificates>());

        services.AddHttpForwarder();
        services.TryAddSingleton<NameResolver>(Dns.GetHostAddressesAsync);
        services.AddSingleton<HostConnections>();
        services.AddSingleton<ITokenShare>(provider => new OrleansTokenShare(
            provider.GetRequiredService<IClusterAccess>(), ClusterKey.Of(node.Cluster), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<BackendTokens>();
        services.AddSingleton<TlsRefusals>();
        services.AddSingleton(provider => new BackendClients(
            node, Path.GetDirectoryName(Path.GetFullPath(command.File))!, provider.GetRequiredService<BackendTokens>(),
            provider.GetRequiredService<ReplayFiles>(), provider.GetRequiredService<HostConnections>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BackendClients>>()));
        services.AddHostedService(provider => provider.GetRequiredService<BackendClients>());
        services.AddSingleton(new ReplayFiles());
        services.AddSingleton(new ForwardedHeaders(node.Server.TrustedProxies));
        services.AddSingleton(provider => new GroupAffinities(
            ClusterKey.Of(node.Cluster), provider.GetRequiredService<ForwardedHeaders>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<GroupAffinities>>()));
        services.AddSingleton(provider => new BackendForwarder(
            provider.GetRequiredService<Yarp.ReverseProxy.Forwarder.IHttpForwarder>(), provider.GetRequiredService<ForwardedHeaders>(),
            Debug(node, identity), provider.GetRequiredService<GatewayInstruments>(), provider.GetRequiredService<TlsRefusals>(),
            provider.GetRequiredService<ClientConnections>()));
        services.AddSingleton<MediationLog>();
        services.AddSingleton(provider => new Mediations(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<MediationLog>(), Debug(node, identity),
            provider.GetRequiredService<ScriptSandbox>()));
        services.AddSingleton(provider => new EdgePipeline(
            provider.GetRequiredService<CatalogActivation>(), new ApiEntrance(node, provider.GetRequiredService<ForwardedHeaders>()), Debug(node, identity),
            provider.GetRequiredService<Mediations>(),
            provider.GetRequiredService<GatewayInstruments>(), provider.GetRequiredService<GatewayTraces>(), provider.GetRequiredService<EdgeNode>()));
    }

    private static DebugHeaders? Debug(NodeSettings node, NodeIdentity identity) =>
        node.Server.DebugHeaders ? new DebugHeaders(identity.Id) : null;

    private static ImmutableArray<CertificateFiles> CertificatesOf(NodeSettings node) =>
        !node.Server.Certificates.IsEmpty
            ? node.Server.Certificates
            : [DevelopmentCertificate.In(node.Cluster.DataDirectory, TimeProvider.System.GetUtcNow())];
}
