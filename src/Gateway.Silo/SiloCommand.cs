using Gateway.Core.Configuration;
using Gateway.Management;
using Gateway.Management.Configuration;
using Gateway.Management.Tls;
using Gateway.Silo.Clustering;

namespace Gateway.Silo;

/// <summary>The silo's command line: reads the configuration, says all that is wrong with it, or runs until it is told to stop.</summary>
internal static class SiloCommand
{
    private const int Good = 0;
    private const int Refused = 1;

    /// <summary>Runs the program.</summary>
    /// <returns>The exit code: 1 for a configuration that does not check out or cannot be run, 2 for wrong usage.</returns>
    public static Task<int> RunAsync(string[] args, TextWriter errors) => NodeCommandLine.RunAsync(
        args, "A silo of the gateway cluster: hosts the cursors that all edges share.", hasDemo: false, async command =>
        {
            var result = NodeCertificates.Check(
                await DeploymentFile.ReadAsync(command.File, NodeKind.Silo, command.Overrides, strict: false), NodeKind.Silo, TimeProvider.System.GetUtcNow());
            foreach (var problem in result.Problems)
            {
                await errors.WriteLineAsync(problem.ToString());
            }

            return result.Value is { } deployment ? await RunAsync(command.File, deployment.Node, errors) : Refused;
        });

    private static async Task<int> RunAsync(string file, NodeSettings node, TextWriter errors)
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
            while (await SiloRun.RunAsync(SiloHost.Build(node, redis), node.Server.DrainTimeout))
            {
                // It has lost its membership, and joins as a new silo.
            }

            return Good;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was still waiting for Redis.
            return Good;
        }
        catch (Exception wrong) when (wrong is SiloSettingException or NodeStartException)
        {
            await errors.WriteLineAsync($"{file}: error: {wrong.Message}");
            return Refused;
        }

        // The outermost step: whatever kept the silo from starting is said in a line, and the log above says what came before.
        catch (Exception fault)
        {
            await errors.WriteLineAsync($"error: the silo cannot start: {fault.GetBaseException().Message}");
            return Refused;
        }
    }
}
