using Gateway.Testing;

namespace Gateway.Verdict;

/// <summary>Redis, two silos, the edges and three backends: each a process of its own on loopback.</summary>
internal sealed class Ground : IAsyncDisposable
{
    private const int Silos = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gateway-verdict-");
    private readonly FreePorts _ports = new();
    private readonly RedisProcess _redis;
    private readonly List<NodeProcess> _nodes = [];
    private readonly List<NodeLog> _edges = [];
    private readonly List<NodeLog> _silos = [];
    private readonly List<Uri> _urls = [];
    private readonly List<BackendProcess> _backends = [];

    private Ground(RedisProcess redis) => _redis = redis;

    public IReadOnlyList<NodeLog> Edges => _edges;

    public IReadOnlyList<NodeLog> SiloLogs => _silos;

    /// <summary>What clients ask, an address for each edge.</summary>
    public IReadOnlyList<Uri> Urls => _urls;

    public IReadOnlyList<BackendProcess> Backends => _backends;

    /// <summary>The member's name.</summary>
    public static string Member(int backend) => $"b{backend}";

    public static async Task<Ground> StartAsync(VerdictOptions options)
    {
        var ground = new Ground(await RedisProcess.StartAsync());
        try
        {
            await ground.StartNodesAsync(options);
            return ground;
        }
        catch
        {
            await ground.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        foreach (var backend in _backends)
        {
            await backend.DisposeAsync();
        }

        await _redis.DisposeAsync();
        _ports.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartNodesAsync(VerdictOptions options)
    {
        for (var i = 0; i < 3; i++)
        {
            _backends.Add(await BackendProcess.StartAsync(Member(i)));
        }

        for (var i = 0; i < Silos; i++)
        {
            var management = _ports.Next();
            var silo = NodeProcess.StartSilo(await FileAsync($"silo-{i}"), $"management.listen=127.0.0.1:{management}");
            _nodes.Add(silo);
            _silos.Add(new NodeLog($"silo-{i}", silo));
            await silo.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{management}/health/ready"), Patience);
        }

        for (var i = 0; i < options.Edges; i++)
        {
            var (offset, management) = (_ports.NextOffset(), _ports.Next());
            var edge = NodeProcess.StartEdge(
                await FileAsync($"edge-{i}"), $"server.offset={offset}", $"management.listen=127.0.0.1:{management}");
            _nodes.Add(edge);
            _edges.Add(new NodeLog($"edge-{i}", edge));
            _urls.Add(new Uri($"http://127.0.0.1:{8280 + offset}/bench/1.0.0/item"));
            await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{management}/health/ready"), Patience);
        }

        foreach (var edge in _nodes.Skip(Silos))
        {
            await edge.WaitForLineAsync("Connected to the cluster", Patience);
        }
    }

    private async Task<string> FileAsync(string name)
    {
        var folder = _folder.CreateSubdirectory(name).FullName;
        TestCertificate.WriteTo(folder);
        var members = string.Concat(_backends.Select((backend, i) => $$"""
            [[endpoint]]
            name = "{{Member(i)}}"
            url = "{{backend.Url}}"
            suspend = { initial = "1s" }


            """));
        var file = Path.Combine(folder, "deployment.toml");
        await File.WriteAllTextAsync(file, $"""
            [server]
            bind = "127.0.0.1"

            [[server.certificate]]
            cert = "gateway.pem"
            key = "gateway.key"

            [cluster]
            mode = "redis"
            redis = "{_redis.Address}"

            {members}[[endpoint]]
            name = "all"
            type = "load_balance"
            members = [{string.Join(", ", _backends.Select((_, i) => $"\"{Member(i)}\""))}]

            [[api]]
            name = "Bench"
            context = "/bench"
            version = "1.0.0"
            endpoint = "all"

            """);
        return file;
    }
}
