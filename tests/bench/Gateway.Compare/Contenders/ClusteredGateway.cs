using Gateway.Testing;

namespace Gateway.Compare.Contenders;

/// <summary>This gateway as an edge and a silo that find each other by Redis. Both cost; Redis is not in the way of a request and is not counted.</summary>
internal static class ClusteredGateway
{
    public static async Task<RunningProxy> StartAsync(Ground ground, string name, Turn turn)
    {
        var redis = await ground.RedisAsync();
        var offset = ground.Ports.NextOffset();
        var siloManagement = ground.Ports.Next();
        var edgeManagement = ground.Ports.Next();
        var file = await DeploymentFile.WriteAsync(ground, ground.Folder(name), turn, offset, $"""
            mode = "redis"
            redis = "{redis.Address}"
            cluster_id = "{name}"
            advertised_host = "127.0.0.1"
            """);
        var silo = NodeProcess.StartSilo(file, $"management.listen=127.0.0.1:{siloManagement}", "cluster.data=data-silo");
        await silo.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{siloManagement}/health/ready"), TimeSpan.FromSeconds(60));
        var edge = NodeProcess.StartEdge(file, $"management.listen=127.0.0.1:{edgeManagement}", "cluster.data=data-edge");
        await edge.WaitUntilAnswersAsync(new Uri($"http://127.0.0.1:{edgeManagement}/health/ready"), TimeSpan.FromSeconds(60));
        return new RunningProxy(
            name,
            new Uri($"http://127.0.0.1:{8280 + offset}/bench/1.0.0/item"),
            [edge.Program, silo.Program],
            () => GatewayMode.FindFaultAsync(edgeManagement, turn));
    }
}
