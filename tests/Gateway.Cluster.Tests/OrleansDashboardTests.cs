using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary><c>[management] dashboard</c>: Orleans' dashboard on the listener of whatever hosts a silo, and nothing of it elsewhere.</summary>
public sealed class OrleansDashboardTests : IDisposable
{
    private const string Assembly = "Orleans.Dashboard.dll";
    private const string Token = "operator-0123456789";
    private const string ReadToken = "reader-0123456789";

    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-dashboard-").FullName;

    [RequiresFact(RedisProcess.Program)]
    public async Task A_silo_that_is_told_to_shows_it_to_operators_only()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = Client();
        await using var silo = StartSilo(redis, client, "management.dashboard=true", $"management.token={Token}", $"management.read_token={ReadToken}");
        await silo.WaitForLineAsync("for edges", GatewayCluster.Patience);

        using (var refused = await GetAsync(client, "/dashboard/", null))
        {
            Assert.Equal(401, (int)refused.StatusCode);
            Assert.Equal(["Basic realm=\"gateway\", charset=\"UTF-8\"", "Bearer realm=\"gateway\""], refused.Headers.WwwAuthenticate.Select(way => way.ToString()));
        }

        using (var page = await GetAsync(client, "/dashboard/", Basic(Token)))
        {
            Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
            Assert.Contains("<title>Orleans Dashboard</title>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Contains("script-src 'self'", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }

        await WaitForCountersAsync(silo, client, Basic(Token));
        var methods = await JsonAsync(client, "/dashboard/TopGrainMethods", new AuthenticationHeaderValue("Bearer", Token));
        Assert.NotEmpty(methods.GetProperty("calls").EnumerateArray());
        Assert.Equal(403, await StatusAsync(client, "/dashboard/DashboardCounters", Basic(ReadToken)));
        Assert.Equal(404, await StatusAsync(client, "/dashboard/GrainState?grainId=1&grainType=x", Basic(Token)));
        Assert.Equal(403, await StatusAsync(client, "/dashboard/Trace", Basic(Token)));
        Assert.Equal(401, await StatusAsync(client, "/v1/nodes", Basic(Token)));
        Assert.True(silo.HasLoaded(Assembly));
        Assert.DoesNotContain(silo.Output, line => line.Contains(Token, StringComparison.Ordinal));
    }

    [RequiresFact(RedisProcess.Program)]
    public async Task A_silo_that_is_not_told_to_has_loaded_nothing_of_it()
    {
        await using var redis = await RedisProcess.StartAsync();
        using var client = Client();
        await using var silo = StartSilo(redis, client);
        await silo.WaitForLineAsync("for edges", GatewayCluster.Patience);

        Assert.Equal(404, await StatusAsync(client, "/dashboard/", null));
        Assert.False(silo.HasLoaded(Assembly));
        Assert.True(silo.HasLoaded("Orleans.Runtime.dll"));
    }

    [Fact]
    public async Task A_gateway_with_a_silo_of_its_own_shows_it_too_and_without_a_token_to_this_machine()
    {
        using var client = Client();
        await using var edge = NodeProcess.StartEdge(
            Write(""), $"server.offset={_ports.NextOffset()}", "server.bind=127.0.0.1", $"management.listen={client.BaseAddress!.Authority}",
            "management.dashboard=true");
        await edge.WaitUntilAnswersAsync(new Uri(client.BaseAddress, "/dashboard/"), GatewayCluster.Patience);

        await WaitForCountersAsync(edge, client, null);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/dashboard/DashboardCounters");
        foreign.Headers.Host = "rebound.attacker.example";
        using var answer = await client.SendAsync(foreign);
        Assert.Equal(421, (int)answer.StatusCode);
    }

    public void Dispose()
    {
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private HttpClient Client() => new() { BaseAddress = new Uri($"http://127.0.0.1:{_ports.Next()}") };

    private NodeProcess StartSilo(RedisProcess redis, HttpClient client, params string[] settings) => NodeProcess.StartSilo(
        Write("[cluster]\nmode = \"redis\"\n"), [$"cluster.redis={redis.Address}", $"management.listen={client.BaseAddress!.Authority}", .. settings]);

    private string Write(string text)
    {
        var file = Path.Combine(_folder, "deployment.toml");
        File.WriteAllText(file, text);
        return file;
    }

    // The counters are of the second before, and empty until the dashboard's grain has made its first round.
    private static Task WaitForCountersAsync(NodeProcess node, HttpClient client, AuthenticationHeaderValue? authorization) => node.WaitUntilAsync(
        async () =>
        {
            var counters = await JsonAsync(client, "/dashboard/DashboardCounters", authorization);
            return counters.GetProperty("totalActiveHostCount").GetInt32() == 1 && counters.GetProperty("totalActivationCount").GetInt32() > 0
                && counters.GetProperty("simpleGrainStats").EnumerateArray().Any(grain => grain.GetProperty("totalCalls").GetDouble() > 0);
        },
        "counters of the silo", GatewayCluster.Patience);

    private static AuthenticationHeaderValue Basic(string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{password}")));

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path, AuthenticationHeaderValue? authorization)
    {
        using var answer = await GetAsync(client, path, authorization);
        return JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement;
    }

    private static async Task<int> StatusAsync(HttpClient client, string path, AuthenticationHeaderValue? authorization)
    {
        using var answer = await GetAsync(client, path, authorization);
        return (int)answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, AuthenticationHeaderValue? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = authorization;
        return await client.SendAsync(request);
    }
}
