using System.Diagnostics;
using Gateway.Cluster.Tests.Cluster;

namespace Gateway.Cluster.Tests.Load;

/// <summary>Sends single requests to edges and notes what came of them. Never throws: a failure is an observation.</summary>
internal sealed class Client(GatewayCluster cluster, History history)
{
    public async Task SendAsync(int edge, string path = "/pets/1.0.0/x")
    {
        var sentAt = Stopwatch.GetTimestamp();
        Answer answer;
        try
        {
            using var response = await cluster.Edges[edge].Client.GetAsync(path);
            await response.Content.ReadAsByteArrayAsync();
            answer = new Answer(
                edge, sentAt, Stopwatch.GetElapsedTime(sentAt), (int)response.StatusCode, null, Header(response, "X-Gateway-Member"),
                Slot.Parse(Header(response, "X-Gateway-Slot")));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
        {
            answer = new Answer(edge, sentAt, Stopwatch.GetElapsedTime(sentAt), 0, $"{e.GetType().Name}: {e.Message}", null, null);
        }

        history.Add(answer);
    }

    /// <summary>Sends requests to random edges, <paramref name="atOnce"/> at a time, and waits for all of them.</summary>
    public async Task SendManyAsync(int count, int atOnce)
    {
        var left = count;
        await Task.WhenAll(Enumerable.Range(0, atOnce).Select(async _ =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await SendAsync(Random.Shared.Next(cluster.Edges.Count));
            }
        }));
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
