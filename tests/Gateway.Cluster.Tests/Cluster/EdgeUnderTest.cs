using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>One edge: its process, its addresses, its file, and what it says of itself.</summary>
internal sealed class EdgeUnderTest : IAsyncDisposable
{
    private readonly HttpClient _management;
    private readonly string _file;
    private readonly string[] _settings;

    public EdgeUnderTest(string folder, int offset, int managementPort, string nodeTables, CatalogText catalog)
    {
        Name = $"edge-{managementPort}";
        _file = Path.Combine(folder, "deployment.toml");
        _settings = [$"server.offset={offset}", $"management.listen=127.0.0.1:{managementPort}"];
        NodeTables = nodeTables;
        Http = new Uri($"http://127.0.0.1:{8280 + offset}");
        Https = new Uri($"https://127.0.0.1:{8243 + offset}");
        Management = new Uri($"http://127.0.0.1:{managementPort}");
        _management = new HttpClient { BaseAddress = Management, Timeout = TimeSpan.FromSeconds(3) };
        Client = new HttpClient(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) })
        {
            BaseAddress = Http,
            Timeout = TimeSpan.FromSeconds(10),
        };
        Write(catalog);
    }

    /// <summary>What failure messages call it.</summary>
    public string Name { get; }

    /// <summary>What the cluster calls it.</summary>
    public string Id => $"{Environment.MachineName.ToLowerInvariant()}-{Management.Port}";

    /// <summary>Its HTTP listener.</summary>
    public Uri Http { get; }

    /// <summary>Its HTTPS listener.</summary>
    public Uri Https { get; }

    /// <summary>The network that it runs in; null: this machine's. To be set before the start.</summary>
    public NetworkNamespace? Network { get; set; }

    /// <summary>Its management listener.</summary>
    public Uri Management { get; }

    /// <summary>A client of its HTTP listener, that reuses connections.</summary>
    public HttpClient Client { get; }

    /// <summary>The node's own tables of its file.</summary>
    public string NodeTables { get; }

    /// <summary>Its configuration file.</summary>
    public string Configuration => _file;

    /// <summary>The running process.</summary>
    public NodeProcess Process { get; private set; } = null!;

    /// <summary>Writes its file with another catalog; the node's own tables stay.</summary>
    public void Write(CatalogText catalog) => File.WriteAllText(_file, NodeTables + catalog);

    /// <summary>Writes its file as it is told.</summary>
    public void WriteRaw(string text) => File.WriteAllText(_file, text);

    /// <summary>Starts the process.</summary>
    /// <param name="environment">Environment entries of the process.</param>
    public void Start(params KeyValuePair<string, string?>[] environment) =>
        Process = NodeProcess.Start("src/Gateway.Edge", _file, _settings, environment, Network?.Launcher);

    /// <summary>Starts the process and waits for the first good answer to a request.</summary>
    /// <returns>How long that took.</returns>
    public async Task<TimeSpan> StartAndServeAsync()
    {
        var since = Stopwatch.GetTimestamp();
        Start();
        await Process.WaitUntilAnswersAsync(new Uri(Http, "/pets/1.0.0/first"), TimeSpan.FromSeconds(60));
        return Stopwatch.GetElapsedTime(since);
    }

    /// <summary>SIGTERM, and a new process on the same ports; returns when that one is ready.</summary>
    /// <returns>The exit code of the old one.</returns>
    public async Task<int> RestartAsync()
    {
        Process.Signal(ProcessSignal.Terminate);
        var exitCode = await Process.WaitForExitAsync(GatewayCluster.Patience);
        await Process.DisposeAsync();
        Start();
        await Process.WaitUntilAsync(async () => await ReadinessAsync() == 200, $"readiness of {Name}", GatewayCluster.Patience);
        return exitCode;
    }

    /// <summary>The group as this edge tells it; null when it does not answer.</summary>
    public async Task<JsonElement?> GroupAsync()
    {
        try
        {
            return await _management.GetFromJsonAsync<JsonElement>($"/v1/groups/{CatalogText.Group}");
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Its mode: cluster, degraded or local; "silent" when it does not answer.</summary>
    public async Task<string> ModeAsync() => (await GroupAsync())?.GetProperty("mode").GetString() ?? "silent";

    /// <summary>The state of a member in this edge's eyes; "silent" when it does not answer.</summary>
    public async Task<string> StateOfAsync(string member) => await MemberAsync(member) is { } found
        ? found.GetProperty("state").GetString()! : "silent";

    /// <summary>A member as this edge tells it; null when it does not answer.</summary>
    public async Task<JsonElement?> MemberAsync(string member) => await GroupAsync() is { } group
        ? group.GetProperty("members").EnumerateArray().Single(found => found.GetProperty("id").GetString() == member) : null;

    /// <summary>Says an operator's word of a member.</summary>
    public Task<HttpResponseMessage> SayAsync(string member, string word) =>
        _management.PostAsJsonAsync($"/v1/groups/{CatalogText.Group}/members/{member}/{word}", new { reason = "test" });

    /// <summary>Waits until a member is in a state.</summary>
    public Task WaitForStateAsync(string member, string state, TimeSpan within) =>
        Process.WaitUntilAsync(async () => await StateOfAsync(member) == state, $"member {member} {state} at {Name}", within);

    /// <summary>Tries at a member that did not end well, by this edge's metrics.</summary>
    public async Task<long> FailedTriesAsync(string member)
    {
        var text = await _management.GetStringAsync("/metrics");
        return (long)text.Split('\n')
            .Where(line => line.StartsWith("gateway_attempts_total{", StringComparison.Ordinal)
                && line.Contains($"member=\"{member}\"", StringComparison.Ordinal)
                && !line.Contains("outcome=\"answered\"", StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0]));
    }

    /// <summary>Waits until it is in a mode.</summary>
    public Task WaitForModeAsync(string mode, TimeSpan within) =>
        Process.WaitUntilAsync(async () => await ModeAsync() == mode, $"mode '{mode}' of {Name}", within);

    /// <summary>The status of its readiness; 0 when it does not answer.</summary>
    public async Task<int> ReadinessAsync()
    {
        try
        {
            using var answer = await _management.GetAsync("/health/ready");
            return (int)answer.StatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return 0;
        }
    }

    /// <summary>The value of a metric: the first sample of this name and with this label; null when there is none, or no answer.</summary>
    public async Task<double?> MetricAsync(string name, string label = "")
    {
        try
        {
            var text = await _management.GetStringAsync("/metrics");
            var line = Array.Find(text.Split('\n'), line =>
                line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal));
            return line is null ? null : double.Parse(line[Math.Max(line.LastIndexOf('}') + 1, name.Length)..].Trim().Split(' ')[0]);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>The catalog revision that it serves.</summary>
    public async Task<long> RevisionAsync() => (long)(await MetricAsync("gateway_config_revision") ?? 0);

    /// <summary>Waits until it serves a revision.</summary>
    public Task WaitForRevisionAsync(long revision, TimeSpan within) =>
        Process.WaitUntilAsync(async () => await RevisionAsync() == revision, $"revision {revision} at {Name}", within);

    /// <summary>The status of a GET.</summary>
    public async Task<int> StatusOfAsync(string path)
    {
        using var answer = await Client.GetAsync(path);
        return (int)answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _management.Dispose();
        if (Process is not null)
        {
            await Process.DisposeAsync();
        }
    }
}
