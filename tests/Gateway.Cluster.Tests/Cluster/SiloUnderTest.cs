using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>One silo's process, and what its log says of the group.</summary>
internal sealed partial class SiloUnderTest : IAsyncDisposable
{
    public SiloUnderTest(NodeProcess process, Uri management) => (Process, Management) = (process, management);

    /// <summary>Its management listener.</summary>
    public Uri Management { get; }

    /// <summary>The process.</summary>
    public NodeProcess Process { get; }

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

    public ValueTask DisposeAsync() => Process.DisposeAsync();

    [GeneratedRegex($"Group {CatalogText.Group} is active under epoch ([0-9]+),")]
    private static partial Regex Activation();

    [GeneratedRegex("([0-9]+) for edges")]
    private static partial Regex Ports();
}
