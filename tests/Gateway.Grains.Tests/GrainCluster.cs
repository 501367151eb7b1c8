using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Groups;
using Gateway.Grains.Catalog;
using Gateway.Grains.EndpointGroups;
using Gateway.Grains.Hosting;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace Gateway.Grains.Tests;

/// <summary>Silos in this process with one storage, and a client.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    /// <summary>The collection of tests that read meters: those are the process's, so one class may not run beside another.</summary>
    public const string CountsInProcess = "counts in process";

    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private GrainCluster(InProcessTestCluster silos, MemoryRecords storage) => (Silos, Storage) = (silos, storage);

    public InProcessTestCluster Silos { get; }

    public MemoryRecords Storage { get; }

    public IEndpointGroupGrain Pets => Silos.Client.GetGrain<IEndpointGroupGrain>("pets");

    public ICatalogGrain Catalog => Silos.Client.GetGrain<ICatalogGrain>(ICatalogGrain.Key);

    public INodesGrain Nodes => Silos.Client.GetGrain<INodesGrain>(INodesGrain.Key);

    public GroupRecord StoredPets => Storage.Stored<GroupRecord>(Pets.GetGrainId());

    public static async Task<GrainCluster> StartAsync(short silos = 1, Action<IServiceCollection>? configure = null)
    {
        var storage = new MemoryRecords();
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.TryAddSingleton(TimeProvider.System);
            configure?.Invoke(silo.Services);
            silo.Services.AddGatewayGrains();
            silo.Services.AddSingleton<IGrainStorage>(storage);
            silo.Configure<ClusterMembershipOptions>(options =>
            {
                options.ProbeTimeout = TimeSpan.FromSeconds(1);
                options.MinProbeTimeout = TimeSpan.FromMilliseconds(500);
                options.MaxProbeTimeout = TimeSpan.FromSeconds(2);
                options.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            });
        });
        var cluster = builder.Build();
        await cluster.DeployAsync();
        return new GrainCluster(cluster, storage);
    }

    /// <summary>A bundle with a group "pets" of these members.</summary>
    public static CatalogProposal Bundle(string[] members, bool wins = false, long seen = 0, string node = "edge-1")
    {
        var text = new StringBuilder();
        foreach (var member in members)
        {
            text.Append($"[[endpoint]]\nname = \"{member}\"\ntype = \"http\"\nurl = \"http://127.0.0.1:9/\"\n\n");
        }

        text.Append($"[[endpoint]]\nname = \"pets\"\ntype = \"load_balance\"\nmembers = [{string.Join(", ", members.Select(name => $"\"{name}\""))}]\n");
        return Proposal(text.ToString(), wins, seen, node);
    }

    public static CatalogProposal Proposal(string text, bool wins = false, long seen = 0, string node = "edge-1") =>
        new(text, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), node, seen, wins);

    public ValueTask DisposeAsync() => Silos.DisposeAsync();
}
