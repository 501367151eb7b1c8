using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Draining;

/// <summary>An edge as a process of its own, with one backend behind <c>/echo/1</c>.</summary>
internal sealed class EdgeProgram : IAsyncDisposable
{
    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-drain-").FullName;
    private readonly HttpClient _management = new();

    private EdgeProgram(ScriptedBackend backend, string server)
    {
        Backend = backend;
        var (offset, management) = (_ports.NextOffset(), _ports.Next());
        (HttpPort, HttpsPort) = (8280 + offset, 8243 + offset);
        Management = new Uri($"http://127.0.0.1:{management}");
        _management.BaseAddress = Management;
        var file = Path.Combine(_folder, "deployment.toml");
        File.WriteAllText(
            file,
            $"""
            [server]
            offset = {offset}
            bind = "127.0.0.1"
            {server}

            [management]
            listen = "127.0.0.1:{management}"

            {Toml.Endpoint("one", backend.Url, Toml.NeverSuspended)}
            {Toml.Api("echo", "one")}
            """);
        Process = NodeProcess.StartEdge(file);
    }

    public ScriptedBackend Backend { get; }

    public NodeProcess Process { get; }

    public int HttpPort { get; }

    public int HttpsPort { get; }

    public Uri Management { get; }

    /// <summary>Starts it; returns when it is ready.</summary>
    /// <param name="server">Further keys of <c>[server]</c>.</param>
    public static async Task<EdgeProgram> StartAsync(string server)
    {
        var edge = new EdgeProgram(await ScriptedBackend.StartAsync(options: new ScriptedBackendOptions { StreamRequests = true }), server);
        await edge.Process.WaitUntilAnswersAsync(new Uri(edge.Management, "/health/ready"), TimeSpan.FromSeconds(60));
        return edge;
    }

    /// <summary>The status of its readiness.</summary>
    public async Task<int> ReadinessAsync()
    {
        using var answer = await _management.GetAsync("/health/ready");
        return (int)answer.StatusCode;
    }

    /// <summary>Sends SIGTERM and waits until it says that it is not ready.</summary>
    public async Task TerminateAsync()
    {
        Process.Signal(ProcessSignal.Terminate);
        await Process.WaitUntilAsync(async () => await ReadinessAsync() == 503, "readiness 503", Wait.Limit);
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Backend.DisposeAsync();
        _management.Dispose();
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
