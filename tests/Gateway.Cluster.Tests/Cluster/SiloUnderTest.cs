using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>One silo's process, and what its log says of the group.</summary>
internal sealed partial class SiloUnderTest : IAsyncDisposable
{
    private readonly string _file;
    private readonly string[] _settings;

    public SiloUnderTest(string file, string[] settings, Uri management, params KeyValuePair<string, string?>[] environment)
    {
        (_file, _settings, Management) = (file, settings, management);
        Process = NodeProcess.Start("src/Gateway.Silo", file, settings, environment);
    }

    /// <summary>Its management listener.</summary>
    public Uri Management { get; }

    /// <summary>The process.</summary>
    public NodeProcess Process { get; private set; }

    /// <summary>The last epoch of the group that became active here; 0: none.</summary>
    public long LastEpochHere => Process.Output
        .Select(line => Activation().Match(line))
        .Where(match => match.Success)
        .Select(match => long.Parse(match.Groups[1].ValueSpan))
        .DefaultIfEmpty(0)
        .Max();

    /// <summary>The port on which it takes edges.</summary>
    public int GatewayPort => Process.Output.Select(line => Ports().Match(line)).Where(match => match.Success)
        .Select(match => int.Parse(match.Groups[1].ValueSpan)).Last();

    /// <summary>Waits until it has joined.</summary>
    public Task<string> WaitUntilUpAsync() => Process.WaitForLineAsync("for edges", GatewayCluster.Patience);

    /// <summary>SIGTERM, and a new process on the same ports; returns when that one has joined.</summary>
    /// <returns>The exit code of the old one.</returns>
    public async Task<int> RestartAsync()
    {
        Process.Signal(ProcessSignal.Terminate);
        var exitCode = await Process.WaitForExitAsync(GatewayCluster.Patience);
        await Process.DisposeAsync();
        Process = NodeProcess.Start("src/Gateway.Silo", _file, _settings);
        await WaitUntilUpAsync();
        return exitCode;
    }

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    [GeneratedRegex($"Group {CatalogText.Group} is active under epoch ([0-9]+),")]
    private static partial Regex Activation();

    [GeneratedRegex("([0-9]+) for edges")]
    private static partial Regex Ports();
}
