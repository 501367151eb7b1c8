using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

/// <summary>Failover groups alone, in load-balance groups and around them.</summary>
public sealed class FailoverEndpointTests
{
    [Theory]
    [InlineData("pair")]
    [InlineData("balanced", "pair", "c")]
    [InlineData("guarded", "twins", "c")]
    public async Task Every_POST_is_answered_while_one_member_is_well(string name, params string[] members)
    {
        await using var rude = new RudeBackend(static (_, _) => Manners.ClosesAfterOneByte);
        await using var b = await ScriptedBackend.StartAsync();
        await using var c = await ScriptedBackend.StartAsync();
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", rude.Url, Toml.NeverSuspended) + Toml.Endpoint("b", b.Url) + Toml.Endpoint("c", c.Url)
            + Failover("pair", "a", "b") + Toml.Group("twins", ["a", "b"])
            + (name == "guarded" ? Failover(name, members) : name == "balanced" ? Toml.Group(name, members) : "") + Toml.Api("pets", name));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 12; i++)
        {
            using var answer = await edge.Http.PostAsync("/pets/1/x", new ByteArrayContent(new byte[100_000]));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal(12, b.Count + c.Count);
        Assert.NotEmpty(rude.Seen);
    }

    private static string Failover(string name, params string[] members) => $"""
        [[endpoint]]
        name = "{name}"
        type = "failover"
        members = [{string.Join(", ", members.Select(member => $"\"{member}\""))}]


        """;
}
