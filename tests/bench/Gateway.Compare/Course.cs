using System.Text;
using Gateway.Compare.Contenders;
using Gateway.Compare.Measuring;

namespace Gateway.Compare;

/// <summary>The course of a comparison: everybody starts, is checked and warmed up; then they are measured in turns.</summary>
internal static class Course
{
    // The runtime compiles hot methods again while they run; before that it measures the compiler.
    private const int WarmUpSeconds = 10;

    public static async Task<List<Measurement>> RunAsync(IReadOnlyList<RunningProxy> proxies, CompareOptions options, List<string> faults)
    {
        foreach (var proxy in proxies)
        {
            Console.WriteLine($"warm-up   {proxy.Name}");
            var report = await Wrk.RunAsync(proxy.Url, proxy.Body, options.Connections, WarmUpSeconds);
            faults.AddRange(report.Errors.Select(error => $"{proxy.Name}, warm-up: {error}"));
        }

        var measurements = new List<Measurement>();
        for (var round = 1; round <= options.Rounds; round++)
        {
            // Another one begins each round, so that nobody always runs after the same neighbour.
            for (var i = 0; i < proxies.Count; i++)
            {
                var m = await Measurement.TakeAsync(proxies[(i + round - 1) % proxies.Count], round, options, faults);
                measurements.Add(m);
                Console.WriteLine($"round {round,2}  {m.Contender,-18} {m.PerSecond,8:0} requests/s  {m.CpuPerRequest,6:0.0} µs CPU/request  p50 {m.P50:0.00} ms  p99 {m.P99:0.00} ms");
            }
        }

        return measurements;
    }

    /// <summary>Sees that a contender answers with the backends' body and uses all of them.</summary>
    public static async Task CheckAsync(RunningProxy proxy, Ground ground, int bodyBytes)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        await WaitAsync(client, proxy);
        var seen = new HashSet<string>();
        for (var i = 0; i < 12; i++)
        {
            using var content = proxy.Body.Length == 0 ? null : new StringContent(proxy.Body, Encoding.UTF8, "application/json");
            using var answer = content is null ? await client.GetAsync(proxy.Url) : await client.PostAsync(proxy.Url, content);
            var body = await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode || (proxy.HasBackends ? body.Length != bodyBytes : !body.AsSpan().StartsWith("{"u8)))
            {
                throw new InvalidOperationException($"{proxy.Name} answered {proxy.Url} with {(int)answer.StatusCode} and {body.Length} bytes, not 200 and {(proxy.HasBackends ? $"{bodyBytes}" : "a mock")}.");
            }

            seen.UnionWith(proxy.HasBackends ? answer.Headers.GetValues("X-Backend") : []);
        }

        if (proxy.HasBackends && seen.Count != ground.Backends.Ports.Count)
        {
            throw new InvalidOperationException($"{proxy.Name} used {seen.Count} of {ground.Backends.Ports.Count} backends in 12 requests.");
        }
    }

    private static async Task WaitAsync(HttpClient client, RunningProxy proxy)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(proxy.Url, limit.Token);
                return;
            }
            catch (HttpRequestException) when (!limit.IsCancellationRequested)
            {
                await Task.Delay(50);
            }
        }
    }
}
