using System.Collections;
using System.Globalization;

namespace Gateway.Testing;

/// <summary>An edge or a silo as a process of its own, started from the built program.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private readonly ProgramProcess _program;

    private NodeProcess(ProgramProcess program) => _program = program;

    /// <summary>The process itself.</summary>
    public ProgramProcess Program => _program;

    /// <summary>The process id.</summary>
    public int Id => _program.Id;

    /// <summary>True once it has ended.</summary>
    public bool HasExited => _program.HasExited;

    /// <summary>What it wrote, both streams, the last 2,000 lines.</summary>
    public IReadOnlyList<string> Output => _program.Output;

    /// <summary>Starts <c>Gateway.Edge</c> with <c>--config</c> and one <c>--set</c> per setting.</summary>
    /// <param name="config">A deployment.toml; its folder is the working directory.</param>
    /// <param name="settings">For example <c>server.offset=20</c>.</param>
    public static NodeProcess StartEdge(string config, params string[] settings) => Start("src/Gateway.Edge", config, settings);

    /// <summary>Starts <c>Gateway.Silo</c> with <c>--config</c> and one <c>--set</c> per setting.</summary>
    /// <inheritdoc cref="StartEdge"/>
    public static NodeProcess StartSilo(string config, params string[] settings) => Start("src/Gateway.Silo", config, settings);

    /// <summary>Starts a built program of this repository with <c>--config</c>, settings and environment entries.</summary>
    /// <param name="project">The project's folder, for example <c>src/Gateway.Edge</c>.</param>
    /// <param name="config">A configuration file; its folder is the working directory.</param>
    /// <param name="settings">One <c>--set</c> each.</param>
    /// <param name="environment">Added to what the child inherits; <c>GATEWAY_*</c> of the caller is never inherited.</param>
    /// <param name="launcher">A program and its arguments that the node is started by; null: none. It must become the node, not its parent.</param>
    public static NodeProcess Start(
        string project,
        string config,
        IEnumerable<string> settings,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        IReadOnlyList<string>? launcher = null)
    {
        var file = Path.GetFullPath(config);
        List<string> arguments = [.. launcher ?? [], InstalledPrograms.DotNet, Repository.BuiltProgram(project), "--config", file];
        foreach (var setting in settings)
        {
            arguments.Add("--set");
            arguments.Add(setting);
        }

        var name = Path.GetFileName(project);
        return new NodeProcess(ProgramProcess.Start(
            name, arguments[0], arguments[1..], [.. WithoutGatewayVariables(), .. environment ?? []], Path.GetDirectoryName(file)));
    }

    /// <inheritdoc cref="ProgramProcess.WaitForLineAsync(string,TimeSpan)"/>
    public Task<string> WaitForLineAsync(string part, TimeSpan within) => _program.WaitForLineAsync(part, within);

    /// <summary>Waits until a GET of <paramref name="url"/> (the readiness URL of the management listener, or any other) is answered with a 2xx status.</summary>
    /// <inheritdoc cref="ProgramProcess.WaitUntilAsync"/>
    public async Task WaitUntilAnswersAsync(Uri url, TimeSpan within)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await _program.WaitUntilAsync(() => IsAnsweredAsync(client, url), $"a good answer from {url}", within);
    }

    /// <inheritdoc cref="ProgramProcess.WaitUntilAsync"/>
    public Task WaitUntilAsync(Func<Task<bool>> isSo, string what, TimeSpan within) => _program.WaitUntilAsync(isSo, what, within);

    /// <inheritdoc cref="ProgramProcess.Signal"/>
    public void Signal(ProcessSignal signal) => _program.Signal(signal);

    /// <inheritdoc cref="ProgramProcess.KillAsync"/>
    public Task KillAsync() => _program.KillAsync();

    /// <inheritdoc cref="ProgramProcess.WaitForExitAsync"/>
    public Task<int> WaitForExitAsync(TimeSpan within) => _program.WaitForExitAsync(within);

    /// <summary>Whether the process has a file of this name in its memory: an assembly that it has loaded.</summary>
    public bool HasLoaded(string file) => File.ReadLines($"/proc/{Id}/maps").Any(line => line.EndsWith("/" + file, StringComparison.Ordinal));

    /// <summary>Resident memory now, in units of 1,000,000 bytes (Linux).</summary>
    public long ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{Id}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan("VmRSS:".Length).Trim().TrimEnd("kB ").Trim(), CultureInfo.InvariantCulture) * 1024 / 1_000_000;
    }

    /// <inheritdoc cref="ProgramProcess.Describe"/>
    public string Describe(string fact) => _program.Describe(fact);

    /// <inheritdoc cref="ProgramProcess.DisposeAsync"/>
    public ValueTask DisposeAsync() => _program.DisposeAsync();

    private static async Task<bool> IsAnsweredAsync(HttpClient client, Uri url)
    {
        try
        {
            using var answer = await client.GetAsync(url);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static IEnumerable<KeyValuePair<string, string?>> WithoutGatewayVariables() =>
        from DictionaryEntry entry in Environment.GetEnvironmentVariables()
        let name = (string)entry.Key
        where name.StartsWith("GATEWAY_", StringComparison.Ordinal)
        select KeyValuePair.Create<string, string?>(name, null);
}
