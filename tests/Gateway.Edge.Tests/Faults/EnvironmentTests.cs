using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Faults;

public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("production", 200, 403, "Production key offered to the API with no production endpoint")]
    [InlineData("sandbox", 403, 200, "Sandbox key offered to the API with no sandbox endpoint")]
    public async Task An_environment_serves_its_own_endpoint_set(string type, int production, int sandbox, string refusal)
    {
        await using var backend = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            $"[[apim.gateway.environment]]\nname = \"E\"\ntype = \"{type}\"\n\n" + Toml.Endpoint("a", backend.Url)
            + Toml.Api("prod", "a") + "[[api]]\nname = \"sand\"\ncontext = \"/sand\"\nversion = \"1\"\nsandbox_endpoint = \"a\"\n");
        var ofProduction = await RawConnection.GetAsync(edge.HttpPort, "/prod/1/x");
        var ofSandbox = await RawConnection.GetAsync(edge.HttpPort, "/sand/1/x");
        Assert.Equal((production, sandbox), (ofProduction.Status, ofSandbox.Status));
        Assert.Contains(refusal, (production == 403 ? ofProduction : ofSandbox).Body, StringComparison.Ordinal);
    }
}
