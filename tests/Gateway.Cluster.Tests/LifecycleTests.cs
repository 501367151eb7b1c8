using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>An API is moved at one edge, and every edge answers so.</summary>
public sealed class LifecycleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    [RequiresFact(RedisProcess.Program)]
    public async Task A_move_at_one_edge_blocks_the_API_at_both_and_costs_no_request_anything_else()
    {
        await using var cluster = await GatewayCluster.StartAsync(memberKeys: "", edges: 2);
        using var stop = new CancellationTokenSource();
        var loads = cluster.Edges.Select(edge => LoadAsync(edge, stop.Token)).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(1));

        using (var management = new HttpClient { BaseAddress = cluster.Edges[0].Management })
        {
            using var moved = await management.PostAsJsonAsync($"/v1/apis/{CatalogText.Group}/1.0.0/lifecycle", new { state = "BLOCKED" });
            var answer = await moved.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal((200, "BLOCKED", 2), ((int)moved.StatusCode, answer.GetProperty("lifecycle").GetString(), answer.GetProperty("revision").GetInt32()));
        }

        foreach (var edge in cluster.Edges)
        {
            await edge.WaitForRevisionAsync(2, Soon);
            Assert.Equal(503, await edge.StatusOfAsync("/pets/1.0.0/x"));
        }

        await Task.Delay(TimeSpan.FromSeconds(1));
        await stop.CancelAsync();
        foreach (var answers in await Task.WhenAll(loads))
        {
            output.WriteLine($"{answers.Count(answer => answer == "200")} answered, then {answers.Count(answer => answer == "503 700700")} blocked");
            Assert.Equal(["200", "503 700700"], answers.Distinct());
            Assert.Equal(answers.IndexOf("503 700700"), answers.Count(answer => answer == "200"));
        }

        // The file of before is an earlier revision now: an edge that starts with it changes nothing.
        var third = cluster.AddEdge();
        third.Start();
        output.WriteLine(await third.Process.WaitForLineAsync("is an earlier revision of the catalog; revision 2 stays", GatewayCluster.Patience));
        await third.WaitForRevisionAsync(2, Soon);
        Assert.Equal(503, await third.StatusOfAsync("/pets/1.0.0/x"));
    }

    // One request after the other, without a pause: what each was answered, in order.
    private static async Task<List<string>> LoadAsync(EdgeUnderTest edge, CancellationToken stop)
    {
        var answers = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            using var answer = await edge.Client.GetAsync("/pets/1.0.0/x", CancellationToken.None);
            var code = answer.IsSuccessStatusCode ? "" : $" {(await answer.Content.ReadFromJsonAsync<JsonElement>(CancellationToken.None)).GetProperty("code").GetString()}";
            answers.Add($"{(int)answer.StatusCode}{code}");
        }

        return answers;
    }
}
