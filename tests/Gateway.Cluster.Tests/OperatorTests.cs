using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>What an operator asks of one node about another.</summary>
public sealed class OperatorTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task An_edge_is_drained_from_another_and_from_a_silo_and_costs_no_request_anything()
    {
        await using var cluster = await GatewayCluster.StartAsync(memberKeys: "", edges: 2);
        var (asked, drained) = (cluster.Edges[0], cluster.Edges[1]);
        using var nodes = new HttpClient { BaseAddress = asked.Management };
        await drained.Process.WaitUntilAsync(
            async () => (await nodes.GetStringAsync("/v1/nodes")).Contains(drained.Id, StringComparison.Ordinal), $"a report of {drained.Id}", Soon);
        await using var events = await EventStreamClient.OpenAsync(asked.Management);
        using var stop = new CancellationTokenSource();
        var load = LoadAsync(drained, stop.Token);

        Assert.Equal(200, (await SayAsync(asked.Management, drained.Id, "drain")).Status);
        Assert.Equal((200, 503), (await asked.ReadinessAsync(), await drained.ReadinessAsync()));
        var told = await events.WaitAsync("operator.change", Soon);
        Assert.Equal($"POST /v1/nodes/{drained.Id}/drain", told.Data.GetProperty("audit").GetProperty("action").GetString());
        await events.WaitAsync(item => item.Name == "node.draining" && item["node"] == drained.Id, Soon);

        var silo = cluster.Silos[0].Management;
        Assert.Equal(200, (await SayAsync(silo, drained.Id, "resume")).Status);
        Assert.Equal(200, await drained.ReadinessAsync());
        Assert.Equal(404, (await SayAsync(silo, "nobody", "drain")).Status);
        await stop.CancelAsync();
        var (requests, failed) = await load;
        Assert.True(requests > 100, $"only {requests} requests");
        Assert.Equal(0, failed);

        // A silo can be asked neither to drain nor where a request would go; it names those who can.
        var listed = await new HttpClient { BaseAddress = silo }.GetFromJsonAsync<JsonElement>("/v1/nodes");
        var id = listed.GetProperty("nodes").EnumerateArray().First(node => node.GetProperty("kind").GetString() == "silo").GetProperty("id").GetString()!;
        Assert.Equal(409, (await SayAsync(asked.Management, id, "drain")).Status);
        using var question = await new HttpClient { BaseAddress = silo }.PostAsJsonAsync("/v1/explain", new { url = "/pets/1.0.0/x" });
        Assert.Equal(501, (int)question.StatusCode);
        var detail = (await question.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!;
        Assert.All(cluster.Edges, edge => Assert.Contains(edge.Id, detail, StringComparison.Ordinal));
    }

    private static async Task<(int Status, string Body)> SayAsync(Uri node, string id, string word)
    {
        using var client = new HttpClient { BaseAddress = node };
        using var answer = await client.PostAsJsonAsync($"/v1/nodes/{id}/{word}", new { reason = "upgrade" });
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(int Requests, int Failed)> LoadAsync(EdgeUnderTest edge, CancellationToken stop)
    {
        var (requests, failed) = (0, 0);
        while (!stop.IsCancellationRequested)
        {
            using var answer = await edge.Client.GetAsync("/pets/1.0.0/x", CancellationToken.None);
            requests++;
            failed += answer.IsSuccessStatusCode ? 0 : 1;
        }

        return (requests, failed);
    }
}
