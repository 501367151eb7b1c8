using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Help;
using Gateway.Management.Configuration;

namespace Gateway.Management;

/// <summary>How a node was started.</summary>
/// <param name="File">The configuration file, as the user named it, or the usual one.</param>
/// <param name="Overrides">The values of <c>--set</c>.</param>
/// <param name="Demo">Whether to start demonstration backends, too.</param>
public sealed record NodeCommandLine(string File, ImmutableArray<string> Overrides, bool Demo)
{
    /// <summary>Reads the arguments of a node's program, and runs it if they are in order.</summary>
    /// <param name="arguments">The program's arguments.</param>
    /// <param name="description">What the program is, for <c>--help</c>.</param>
    /// <param name="hasDemo">Whether the program knows <c>--demo</c>.</param>
    /// <param name="run">The program: gives its exit code.</param>
    /// <returns>The exit code: 0 for help and version, 2 for wrong usage, else the program's.</returns>
    public static async Task<int> RunAsync(
        string[] arguments, string description, bool hasDemo, Func<NodeCommandLine, Task<int>> run)
    {
        var config = new Option<string?>("--config")
        {
            Description = "The configuration file. Without it: GATEWAY_CONFIG, ./deployment.toml, ./repository/conf/deployment.toml",
            HelpName = "FILE",
        };
        var set = new Option<string[]>("--set")
        {
            Description = "Overrides a key of the node's own tables, as in --set server.offset=20. May be repeated",
            HelpName = "KEY=VALUE",
            DefaultValueFactory = static _ => [],
        };
        var demo = new Option<bool>("--demo") { Description = "Also starts a backend for every loopback address that the configuration names" };
        var root = new RootCommand(description) { config, set };
        if (hasDemo)
        {
            root.Add(demo);
        }

        root.SetAction(async (parsed, _) => await run(new NodeCommandLine(
            DeploymentFile.Find(parsed.GetValue(config)), [.. parsed.GetValue(set) ?? []], hasDemo && parsed.GetValue(demo))));
        var result = root.Parse(arguments);
        if (result.Errors.Count > 0 && result.Action is not HelpAction)
        {
            foreach (var error in result.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("Try --help.");
            return 2;
        }

        return await result.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }
}
