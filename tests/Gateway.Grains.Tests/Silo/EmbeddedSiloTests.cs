using Gateway.Core.Configuration;
using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Gateway.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Gateway.Grains.Tests.Silo;

public sealed class EmbeddedSiloTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("embedded").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task An_embedded_silo_goes_on_after_a_restart_from_what_is_in_its_files()
    {
        var first = await RunAsync(pets => pets.TakeAsync(new TakeRequest(Guid.NewGuid(), 1, 7, default, 1)).AsTask());
        var second = await RunAsync(pets => pets.TakeAsync(new TakeRequest(Guid.NewGuid(), 1, 1, default, 1)).AsTask());
        Assert.Equal((0, 7), (first.Start, second.Start));
        Assert.True(second.Stamp.Epoch > first.Stamp.Epoch);
    }

    [Fact]
    public void An_embedded_silo_is_on_loopback_and_has_no_gateway()
    {
        using var host = Host();
        var endpoints = host.Services.GetRequiredService<IOptions<EndpointOptions>>().Value;
        Assert.Equal((System.Net.IPAddress.Loopback, 0), (endpoints.AdvertisedIPAddress, endpoints.GatewayPort));
        Assert.InRange(endpoints.SiloPort, 1024, 65_535);
    }

    private async Task<T> RunAsync<T>(Func<IEndpointGroupGrain, Task<T>> step)
    {
        using var host = Host();
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).ProposeAsync(GrainCluster.Bundle(["a", "b"], wins: true));
        var result = await step(grains.GetGrain<IEndpointGroupGrain>("pets"));
        await host.StopAsync();
        return result;
    }

    private IHost Host()
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.AddGatewaySilo(
            new ClusterSettings(ClusterMode.Embedded, "", "gateway", "", 0, 0, FailureDetection.Fast, _directory)));
        return builder.Build();
    }
}
