using System.CommandLine;
using Gateway.Core.Configuration;
using Gateway.Management.Configuration;
using Gateway.Silo.Clustering;
using Microsoft.Extensions.Hosting;

namespace Gateway.Silo;

/// <summary>The silo's command line: reads the configuration, says all that is wrong with it, or runs until it is told to stop.</summary>
internal static class SiloCommand
{
    private const int Good = 0;
    private const int Refused = 1;

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 1 for a wrong command line or configuration.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var config = new Option<string>("--config") { Description = "The deployment.toml to run with", HelpName = "FILE" };
        var set = new Option<string[]>("--set")
        {
            Description = "Set a key of the node's own tables; any number of times",
            HelpName = "KEY=VALUE",
        };
        var root = new RootCommand("A silo of the gateway cluster: hosts the cursors that all edges share.") { config, set };
        root.SetAction(async (parsed, cancellation) =>
        {
            var file = DeploymentFile.Find(parsed.GetValue(config));
            var result = DeploymentFile.Read(file, NodeKind.Silo, [.. parsed.GetValue(set) ?? []], strict: false);
            foreach (var problem in result.Problems)
            {
                await errors.WriteLineAsync(problem.ToString());
            }

            return result.Value is { } deployment ? await RunAsync(file, deployment.Node, errors, cancellation) : Refused;
        });

        // The host waits for SIGTERM itself: it has to drain before the process ends.
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration
        {
            Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null,
        });
    }

    private static async Task<int> RunAsync(string file, NodeSettings node, TextWriter errors, CancellationToken cancellation)
    {
        if (node.Cluster.Mode == ClusterMode.Embedded)
        {
            await errors.WriteLineAsync(
                $"{file}: error: a silo of its own needs [cluster] mode = \"redis\"; with \"embedded\" the edge hosts one inside itself");
            return Refused;
        }

        try
        {
            await using var redis = new RedisConnection(node.Cluster);
            using var host = SiloHost.Build(node, redis);
            await host.RunAsync(cancellation);
            return Good;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was still waiting for Redis.
            return Good;
        }
        catch (SiloSettingException wrong)
        {
            await errors.WriteLineAsync($"{file}: error: {wrong.Message}");
            return Refused;
        }
    }
}
