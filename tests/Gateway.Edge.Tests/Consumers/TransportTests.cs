using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Consumers;

/// <summary>An API answers on the listeners that its <c>transports</c> name.</summary>
public sealed class TransportTests
{
    [Theory]
    [InlineData("\"http\", \"https\"", true, true)]
    [InlineData("\"http\"", true, false)]
    [InlineData("\"https\"", false, true)]
    public async Task An_API_is_forbidden_over_the_transports_that_it_does_not_name(string transports, bool http, bool https)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url) + Toml.Api("pets", "a", $"transports = [{transports}]") + Toml.Resource("/x", "GET"));

        foreach (var (client, allowed, scheme) in new[] { (edge.Http, http, "http"), (edge.Https, https, "https") })
        {
            backend.Forget();
            using var answer = await client.GetAsync("/pets/1/x");

            Assert.Equal((allowed ? 200 : 403, allowed ? 1 : 0), ((int)answer.StatusCode, backend.Count));
            if (!allowed)
            {
                Assert.Equal(
                    $$"""{"code":"403","type":"Status report","message":"Forbidden","description":"Unsupported Transport [ {{scheme}} ]. The requested resource is not available."}""",
                    await answer.Content.ReadAsStringAsync());

                // Not even what resources it has can be found out there.
                using var other = await client.GetAsync("/pets/1/nowhere");
                Assert.Equal(403, (int)other.StatusCode);
            }
        }
    }
}
