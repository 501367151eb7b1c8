using Gateway.Testing;

namespace Gateway.Browser.Tests;

/// <summary>Redis, a silo and two edges, each a process, and a client at each edge that sends requests all the time.</summary>
internal sealed class SmallCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-browser-").FullName;
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(10) };
    private readonly CancellationTokenSource _stop = new();
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<Task> _traffic = [];
    private RedisProcess? _redis;
    private PetBackends? _pets;

    private SmallCluster()
    {
    }

    /// <summary>The silo's management listener.</summary>
    public Uri Silo { get; private set; } = null!;

    /// <summary>The edges' management listeners.</summary>
    public List<Uri> Edges { get; } = [];

    /// <summary>The members of the group <c>pets</c>.</summary>
    public IReadOnlyList<ScriptedBackend> Backends => _pets!.All;

    /// <summary>Starts it and waits until both edges serve.</summary>
    public static async Task<SmallCluster> StartAsync()
    {
        var cluster = new SmallCluster();
        try
        {
            await cluster.BeginAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_traffic).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var node in Enumerable.Reverse(_nodes))
        {
            await node.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        if (_pets is not null)
        {
            await _pets.DisposeAsync();
        }

        _client.Dispose();
        _stop.Dispose();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task BeginAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _pets = await PetBackends.StartAsync();
        TestCertificate.WriteTo(_folder);
        var file = Path.Combine(_folder, "deployment.toml");
        await File.WriteAllTextAsync(file, $"""
            [server]
            bind = "127.0.0.1"
            drain_delay = "0s"
            drain_timeout = "1s"

            [[server.certificate]]
            cert = "gateway.pem"
            key = "gateway.key"

            [cluster]
            mode = "redis"
            redis = "{_redis.Address}"
            key = "the key of this cluster in these tests"

            {_pets.Catalog}
            """);
        Silo = new Uri($"http://127.0.0.1:{_ports.Next()}");
        _nodes.Add(NodeProcess.StartSilo(file, $"management.listen={Silo.Authority}", "cluster.data=silo"));
        await _nodes[0].WaitForLineAsync("for edges", Patience);
        for (var edge = 0; edge < 2; edge++)
        {
            await StartEdgeAsync(file, $"edge-{edge}");
        }
    }

    private async Task StartEdgeAsync(string file, string data)
    {
        var offset = _ports.NextOffset();
        var management = new Uri($"http://127.0.0.1:{_ports.Next()}");
        var edge = NodeProcess.StartEdge(file, $"server.offset={offset}", $"management.listen={management.Authority}", $"cluster.data={data}");
        _nodes.Add(edge);
        Edges.Add(management);
        var address = new Uri($"http://127.0.0.1:{8280 + offset}/pets/1.0.0/first");
        await edge.WaitUntilAnswersAsync(address, Patience);
        _traffic.Add(PetBackends.SendAsync(_client, address, _stop.Token));
    }
}
