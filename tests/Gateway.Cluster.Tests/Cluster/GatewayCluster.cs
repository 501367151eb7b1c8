using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>Redis, silos, edges and three backends on this machine, each node a process of its own. Nothing runs until it is told to.</summary>
internal sealed class GatewayCluster : IAsyncDisposable
{
    /// <summary>For what has no time to keep, on a machine that is busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-cluster-").FullName;
    private readonly List<SiloUnderTest> _silos = [];
    private readonly List<EdgeUnderTest> _edges = [];
    private readonly List<ScriptedBackend> _backends = [];

    private GatewayCluster(RedisProcess redis) => Redis = redis;

    public RedisProcess Redis { get; }

    /// <summary>All silos ever started, the dead ones included.</summary>
    public IReadOnlyList<SiloUnderTest> Silos => _silos;

    public IReadOnlyList<EdgeUnderTest> Edges => _edges;

    public IReadOnlyList<ScriptedBackend> Backends => _backends;

    /// <summary>The catalog that edges start with.</summary>
    public CatalogText Catalog { get; set; } = null!;

    /// <summary>Whose certificates nodes show each other and accept; null: they speak in the clear. To be set before nodes are made.</summary>
    public NodeAuthority? Authority { get; set; }

    /// <summary>The folder of the silos' files.</summary>
    public string SiloFolder => Path.Combine(_folder, "silo");

    /// <summary>How long edges go on accepting after SIGTERM.</summary>
    public string DrainDelay { get; init; } = "2s";

    /// <summary>Starts Redis and three backends; no node yet.</summary>
    public static async Task<GatewayCluster> PrepareAsync(bool appendOnly = false, int? lookahead = null, params int[] weights)
    {
        var cluster = new GatewayCluster(await RedisProcess.StartAsync(appendOnly));
        for (var i = 0; i < 3; i++)
        {
            cluster._backends.Add(await ScriptedBackend.StartAsync(
                Answers.Status(200, "ok"), new ScriptedBackendOptions { Name = CatalogText.MemberName(i), RequestsKept = 10 }));
        }

        cluster.Catalog = new CatalogText { Backends = [.. cluster._backends.Select(backend => backend.Url)], Lookahead = lookahead };
        cluster.Catalog = weights.Length > 0 ? cluster.Catalog with { Weights = weights } : cluster.Catalog;
        return cluster;
    }

    /// <summary>Starts everything: Redis, two silos, three edges; returns when every edge shares the cursor and no request has been counted.</summary>
    public static async Task<GatewayCluster> StartAsync(bool appendOnly = false, int? lookahead = null, params int[] weights)
    {
        var cluster = await PrepareAsync(appendOnly, lookahead, weights);
        return await cluster.StartedAsync(edges: 3);
    }

    /// <summary>Starts Redis, two silos and so many edges, whose members and group have further keys.</summary>
    public static async Task<GatewayCluster> StartAsync(string memberKeys, int edges, string groupKeys = "")
    {
        var cluster = await PrepareAsync();
        cluster.Catalog = cluster.Catalog with { MemberKeys = memberKeys, GroupKeys = groupKeys };
        return await cluster.StartedAsync(edges);
    }

    /// <summary>A further edge, not started yet.</summary>
    public EdgeUnderTest AddEdge(CatalogText? catalog = null)
    {
        var folder = Path.Combine(_folder, $"edge-{_edges.Count}");
        Directory.CreateDirectory(folder);
        TestCertificate.WriteTo(folder);
        Authority?.WriteTo(folder, $"edge-{_edges.Count}");
        var edge = new EdgeUnderTest(folder, _ports.NextOffset(), _ports.Next(), NodeTables, catalog ?? Catalog);
        _edges.Add(edge);
        return edge;
    }

    /// <summary>A further silo; returns when it is up.</summary>
    /// <returns>How long that took.</returns>
    /// <param name="environment">Environment entries of the process.</param>
    public async Task<TimeSpan> StartSiloAsync(params KeyValuePair<string, string?>[] environment)
    {
        var folder = SiloFolder;
        Directory.CreateDirectory(folder);
        TestCertificate.WriteTo(folder);
        Authority?.WriteTo(folder, "silo");
        var file = Path.Combine(folder, "deployment.toml");
        await File.WriteAllTextAsync(file, NodeTables + Catalog);
        var since = Stopwatch.GetTimestamp();
        var ports = _ports.Next(3);
        var silo = new SiloUnderTest(
            file, [$"management.listen=127.0.0.1:{ports[0]}", $"cluster.silo_port={ports[1]}", $"cluster.gateway_port={ports[2]}"],
            new Uri($"http://127.0.0.1:{ports[0]}"), environment);
        _silos.Add(silo);
        await silo.WaitUntilUpAsync();
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>Starts two silos and edges besides those that are there; returns when every edge shares the cursor.</summary>
    public async Task StartNodesAsync(int edges)
    {
        await StartSiloAsync();
        await StartSiloAsync();
        for (var i = 0; i < edges; i++)
        {
            AddEdge().Start();
        }

        await WaitForModeAsync("cluster", Patience);
        await Task.WhenAll(_edges.Select(edge => edge.WaitForRevisionAsync(1, Patience)));
    }

    /// <summary>The living silo that holds the group's grain, or another one.</summary>
    public SiloUnderTest Silo(bool thatHoldsTheGroup)
    {
        var living = _silos.Where(silo => !silo.Process.HasExited).OrderByDescending(silo => silo.LastEpochHere).ToArray();
        Assert.True(living[0].LastEpochHere > 0, living[0].Process.Describe("no silo says that the group is active on it"));
        return thatHoldsTheGroup ? living[0] : living[^1];
    }

    /// <summary>Waits until every edge is in a mode.</summary>
    public Task WaitForModeAsync(string mode, TimeSpan within) => Task.WhenAll(_edges.Select(edge => edge.WaitForModeAsync(mode, within)));

    /// <summary>Forgets what the backends have counted.</summary>
    public void ForgetRequests() => _backends.ForEach(backend => backend.Forget());

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
        {
            await edge.DisposeAsync();
        }

        foreach (var silo in _silos)
        {
            await silo.DisposeAsync();
        }

        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }

        await Redis.DisposeAsync();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<GatewayCluster> StartedAsync(int edges)
    {
        try
        {
            await StartNodesAsync(edges);
            return this;
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }

    private string NodeTables => $"""
        [server]
        bind = "127.0.0.1"
        debug_headers = true
        drain_delay = "{DrainDelay}"

        [[server.certificate]]
        cert = "gateway.pem"
        key = "gateway.key"

        [cluster]
        mode = "redis"
        redis = "{Redis.Address}"
        key = "the key of this cluster in these tests"
        {Authority?.Table}


        """;
}
