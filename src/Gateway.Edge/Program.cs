using Gateway.Core.Configuration;
using Gateway.Edge;
using Gateway.Edge.Demo;
using Gateway.Edge.Listeners;
using Gateway.Management;
using Gateway.Management.Configuration;
using Gateway.Management.Tls;
using Gateway.Silo;
using Gateway.Silo.Storage;
using Microsoft.Extensions.Hosting;

SocketEvents.RunInline();
return await NodeCommandLine.RunAsync(
    args, "The data plane of the gateway: an edge node, and in embedded mode a whole gateway in one process.", hasDemo: true, RunAsync);

static async Task<int> RunAsync(NodeCommandLine command)
{
    var read = NodeCertificates.Check(
        await DeploymentFile.ReadAsync(command.File, NodeKind.Edge, command.Overrides, strict: false), NodeKind.Edge, TimeProvider.System.GetUtcNow());
    foreach (var problem in read.Problems)
    {
        await Console.Error.WriteLineAsync(problem.ToString());
    }

    if (read.Value is not { } deployment)
    {
        return 1;
    }

    try
    {
        using var data = deployment.Node.Cluster.Mode == ClusterMode.Embedded
            ? DataDirectoryLock.Take(deployment.Node.Cluster.DataDirectory)
            : null;
        await using var backends = command.Demo ? await DemoBackends.StartAsync(deployment.Catalog) : null;
        await using var edge = EdgeHost.Build(command, deployment);
        var isUp = false;
        try
        {
            await edge.StartAsync();
            isUp = true;
        }
        catch (IOException fault) when (EdgeListeners.Explain(fault, deployment.Node) is { } explained)
        {
            throw new NodeStartException(explained, "nothing was started", fault);
        }
        finally
        {
            if (!isUp)
            {
                // What began before the listeners goes on until it is told to stop, and would miss its services with a stack trace.
                await edge.StopAsync();
            }
        }

        await Console.Out.WriteLineAsync(StartupNotice.For(edge.Urls, deployment, backends));
        await edge.WaitForShutdownAsync();
        return 0;
    }
    catch (SiloSettingException fault)
    {
        await Console.Error.WriteLineAsync($"{command.File}: error: {fault.Message}");
        return 1;
    }
    catch (Exception fault) when (fault is NodeStartException or DataDirectoryException)
    {
        await Console.Error.WriteLineAsync($"error: {fault.Message}");
        return 1;
    }
}
