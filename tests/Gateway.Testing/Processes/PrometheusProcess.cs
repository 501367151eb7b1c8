using System.Text.Json;

namespace Gateway.Testing;

/// <summary>A real Prometheus, with everything it writes in a folder of the caller's.</summary>
public sealed class PrometheusProcess : IAsyncDisposable
{
    /// <summary>The program's name, as <see cref="RequiresFactAttribute"/> takes it.</summary>
    public const string Program = "prometheus";

    private readonly ProgramProcess _program;
    private readonly HttpClient _client;

    private PrometheusProcess(ProgramProcess program, int port)
    {
        _program = program;
        _client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <summary>The process.</summary>
    public ProgramProcess Process => _program;

    /// <summary>Starts it and returns when it is ready.</summary>
    /// <param name="folder">For the configuration and for what it writes.</param>
    /// <param name="port">The port of loopback that it listens on.</param>
    /// <param name="configuration">Its configuration file.</param>
    /// <exception cref="InvalidOperationException">It is not installed, or ends at once; the message quotes its output.</exception>
    public static async Task<PrometheusProcess> StartAsync(string folder, int port, string configuration)
    {
        var file = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(file, configuration);
        var program = InstalledPrograms.Find(Program) ?? throw new InvalidOperationException("prometheus is not installed: ./test installs it on Debian as root.");
        var prometheus = new PrometheusProcess(
            ProgramProcess.Start(
                Program, program,
                [$"--config.file={file}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn"]),
            port);
        try
        {
            await prometheus.Process.WaitUntilAsync(prometheus.IsReadyAsync, "a ready Prometheus", TimeSpan.FromSeconds(60));
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>The series that a query has now.</summary>
    /// <param name="query">PromQL.</param>
    /// <exception cref="InvalidOperationException">Prometheus refuses the query; the message has its words.</exception>
    public async Task<IReadOnlyList<JsonElement>> QueryAsync(string query)
    {
        var data = await GetAsync("query?query=" + Uri.EscapeDataString(query));
        return [.. data.GetProperty("result").EnumerateArray()];
    }

    /// <summary>The data of an answer of its API, version 1.</summary>
    /// <param name="path">What is asked for.</param>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await _client.GetAsync("/api/v1/" + path);
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        return body.GetProperty("status").GetString() == "success"
            ? body.GetProperty("data")
            : throw new InvalidOperationException($"{path}: {body.GetProperty("error").GetString()}");
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _client.GetAsync("/-/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }
}
