using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>This gateway in one process: an edge with its own silo.</summary>
internal static class EmbeddedGateway
{
    public static async Task<RunningProxy> StartAsync(Ground ground, string name, Turn turn)
    {
        var offset = ground.Ports.NextOffset();
        var management = ground.Ports.Next();
        var file = await DeploymentFile.WriteAsync(ground, ground.Folder(name), turn, offset, "mode = \"embedded\"");
        var edge = NodeProcess.StartEdge(file, $"management.listen=127.0.0.1:{management}");
        await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{management}/health/ready"), TimeSpan.FromSeconds(30));
        return new RunningProxy(
            name,
            new Uri($"http://127.0.0.1:{8280 + offset}/bench/1.0.0/item"),
            [edge.Program],
            turn.Mock.Length > 0 ? null : () => GatewayMode.FindFaultAsync(management, turn))
        {
            Body = turn.Body,
            HasBackends = turn.Mock.Length == 0,
        };
    }
}
