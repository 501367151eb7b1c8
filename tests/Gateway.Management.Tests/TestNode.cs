using System.Net;
using Gateway.Core.Configuration;
using Gateway.Management.Listener;
using Gateway.Management.Telemetry;
using Gateway.Management.Tests.Fakes;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Tests;

/// <summary>A node with nothing but its management: real listener, real HTTP over loopback.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _isDisposed;

    private TestNode(IHost host)
    {
        _host = host;
        Client = new HttpClient { BaseAddress = host.Services.GetRequiredService<ManagementListener>().Address };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public FakeNode Node => (FakeNode)Services.GetRequiredService<INodeView>();

    public FakeCluster Cluster => (FakeCluster)Services.GetRequiredService<IClusterAccess>();

    public FakeGroups Groups => (FakeGroups)Services.GetRequiredService<IGroupViews>();

    public FakeCatalogs Catalogs => (FakeCatalogs)Services.GetRequiredService<ICatalogView>();

    public RecordedLog Log => Services.GetRequiredService<RecordedLog>();

    public static ManagementSettings Settings(string listen = "127.0.0.1:0", string token = "", string readToken = "", params string[] hosts) =>
        new(IPEndPoint.Parse(listen), token, readToken, [.. hosts]);

    public static async Task<TestNode> StartAsync(ManagementSettings? settings = null, Action<IServiceCollection>? configure = null)
    {
        var host = Build(settings ?? Settings(), configure);
        try
        {
            await host.StartAsync();
            return new TestNode(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public static IHost Build(ManagementSettings settings, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var identity = new NodeIdentity("edge-1", "edge", "0.1.0");
        var log = new RecordedLog();
        builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton(log);
        builder.Services.AddSingleton<INodeView, FakeNode>();
        builder.Services.AddSingleton<IClusterAccess, FakeCluster>();
        builder.Services.AddSingleton<ICatalogView, FakeCatalogs>();
        builder.Services.AddSingleton<IGroupViews, FakeGroups>();
        builder.Services.AddGatewayTelemetry(identity);
        builder.Services.AddGatewayManagement(settings, identity);
        configure?.Invoke(builder.Services);
        return builder.Build();
    }

    public async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        Client.Dispose();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
