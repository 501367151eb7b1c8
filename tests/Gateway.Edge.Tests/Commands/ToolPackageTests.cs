using System.Diagnostics;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Commands;

/// <summary>The command line as a .NET tool: packed, installed from a folder, run.</summary>
public sealed class ToolPackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-tool-").FullName;

    [Fact]
    [Trait("Category", "Long")]
    public async Task The_packed_tool_can_be_installed_from_a_folder_and_checks_the_shipped_file()
    {
        var (packages, tools) = (Path.Combine(_folder, "packages"), Path.Combine(_folder, "tools"));
        var configuration = Repository.Configuration;

        // These tests were built against the command line, so it is there.
        await RunAsync(InstalledPrograms.DotNet, "pack", "src/Gateway.Cli", "-c", configuration, "--no-build", "--nologo", "-o", packages);
        var package = Assert.Single(Directory.GetFiles(packages));
        Assert.Matches(@"^Gateway\.Cli\.\d+\.\d+\.\d+\.nupkg$", Path.GetFileName(package));
        await RunAsync(InstalledPrograms.DotNet, "tool", "install", "Gateway.Cli", "--tool-path", tools, "--source", packages);

        var gateway = Path.Combine(tools, "gateway");
        Assert.Matches(@"^\d+\.\d+\.\d+", await RunAsync(gateway, "--version"));
        Assert.Contains("deployment.toml: good: ", await RunAsync(gateway, "check", "deployment.toml"), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> RunAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program, words)
        {
            WorkingDirectory = Repository.Root, RedirectStandardOutput = true, RedirectStandardError = true,
            // The build servers of whoever runs the tests would go on after them.
            Environment = { ["MSBUILDDISABLENODEREUSE"] = "1", ["DOTNET_CLI_HOME"] = _folder, ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', words)}: {process.ExitCode}\n{await output}\n{await errors}");
        return await output;
    }
}
