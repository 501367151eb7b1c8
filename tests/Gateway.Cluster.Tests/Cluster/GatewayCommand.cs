using System.Text.Json;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Cluster;

/// <summary>The operator's command line, run as the program that it is.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote, both streams, line by line.</param>
internal sealed record GatewayCommand(int ExitCode, IReadOnlyList<string> Output)
{
    /// <summary>The output as text.</summary>
    public string Text => string.Join('\n', Output);

    /// <summary>The output of a command with <c>--output json</c>.</summary>
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>Runs a command.</summary>
    public static async Task<GatewayCommand> RunAsync(params string[] words)
    {
        await using var program = ProgramProcess.Start(
            $"gateway {words[0]}", InstalledPrograms.DotNet, [Repository.BuiltProgram("src/Gateway.Cli", "gateway"), .. words]);
        var exitCode = await program.WaitForExitAsync(GatewayCluster.Patience);
        return new GatewayCommand(exitCode, program.Output);
    }

    /// <summary>Runs a command against a node, and holds it to its exit code.</summary>
    public static async Task<GatewayCommand> GoodAsync(EdgeUnderTest node, params string[] words)
    {
        var command = await RunAsync([.. words, "--server", node.Management.ToString()]);
        Assert.True(command.ExitCode == 0, $"gateway {string.Join(' ', words)} ended with {command.ExitCode}:\n{command.Text}");
        return command;
    }
}
