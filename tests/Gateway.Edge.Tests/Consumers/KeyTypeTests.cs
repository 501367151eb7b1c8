using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Consumers;

/// <summary>Production and sandbox, by the environment's type and by what a trusted proxy says of the key.</summary>
public sealed class KeyTypeTests
{
    private const string SandboxKey = "Sandbox Key Provided for Production Gateway";
    private const string ProductionKey = "Production Key Provided for Sandbox Gateway";
    private const string NoProduction = "Production key offered to the API with no production endpoint";
    private const string NoSandbox = "Sandbox key offered to the API with no sandbox endpoint";

    // By key, for APIs with both endpoints, with production only, with a sandbox only: where it goes, or why not.
    private static readonly Dictionary<string, (string Key, string[] Expected)[]> Table = new()
    {
        ["hybrid"] =
        [
            ("", ["/p", "/p", "/s"]), ("PRODUCTION", ["/p", "/p", NoProduction]), ("sandbox", ["/s", NoSandbox, "/s"]), ("nonsense", ["/p", "/p", "/s"]),
        ],
        ["production"] =
        [
            ("", ["/p", "/p", NoProduction]), ("PRODUCTION", ["/p", "/p", NoProduction]), ("SANDBOX", [SandboxKey, SandboxKey, SandboxKey]),
        ],
        ["sandbox"] =
        [
            ("", ["/s", NoSandbox, "/s"]), ("SANDBOX", ["/s", NoSandbox, "/s"]), ("PRODUCTION", [ProductionKey, ProductionKey, ProductionKey]),
        ],
    };

    [Theory]
    [InlineData("hybrid")]
    [InlineData("production")]
    [InlineData("sandbox")]
    public async Task A_request_goes_where_its_key_is_good_for(string environment)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await StartAsync(environment, backend);
        foreach (var (key, expected) in Table[environment])
        {
            await AskAsync(edge, backend, key, expected);
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "SANDBOX")]
    [InlineData("127.0.0.2", null)]
    public async Task What_a_client_says_of_its_own_key_neither_counts_nor_reaches_a_backend(string from, string? seen)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await StartAsync("hybrid", backend);
        using var client = Clients.Plain(edge.Http.BaseAddress!, IPAddress.Parse(from));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/both/1/x");
        request.Headers.Add("X-Gateway-Key-Type", "SANDBOX");

        (await client.SendAsync(request)).Dispose();

        var recorded = Assert.Single(backend.Requests);
        Assert.Equal((seen is null ? "/p/x" : "/s/x", seen), (recorded.Target, recorded.Headers.TryGetValue("X-Gateway-Key-Type", out var value) ? value.ToString() : null));
    }

    private static Task<TestEdge> StartAsync(string environment, ScriptedBackend backend) => TestEdge.StartAsync(
        $"[[apim.gateway.environment]]\nname = \"E\"\ntype = \"{environment}\"\n\n"
        + Toml.Endpoint("p", backend.Url + "/p", Toml.NeverSuspended) + Toml.Endpoint("s", backend.Url + "/s", Toml.NeverSuspended)
        + Toml.Api("both", "p", "sandbox_endpoint = \"s\"") + Toml.Api("prod", "p")
        + Toml.Api("sand", "s").Replace("endpoint =", "sandbox_endpoint =", StringComparison.Ordinal),
        "trusted_proxies = [\"127.0.0.1/32\"]");

    private static async Task AskAsync(TestEdge edge, ScriptedBackend backend, string key, string[] expected)
    {
        string[] headers = key.Length > 0 ? [$"X-Gateway-Key-Type: {key}"] : [];
        foreach (var (api, wanted) in ((string[])["both", "prod", "sand"]).Zip(expected))
        {
            backend.Forget();
            var answer = await RawConnection.GetAsync(edge.HttpPort, $"/{api}/1/x", headers);
            if (wanted.StartsWith('/'))
            {
                Assert.Equal((200, $"{wanted}/x"), (answer.Status, Assert.Single(backend.Requests).Target));
                continue;
            }

            Assert.Equal((wanted is SandboxKey or ProductionKey ? 401 : 403, 0), (answer.Status, backend.Count));
            Assert.Equal($$"""{"code":"900901","type":"Status report","message":"Runtime Error","description":"{{wanted}}"}""", answer.Body);
        }
    }
}
