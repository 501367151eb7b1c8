using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

public sealed class ClientGoneTests
{
    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "Content-Length: 100\r\n")]
    [InlineData("POST", "Content-Length: 5\r\n")]
    public async Task A_client_that_hangs_up_does_not_put_the_member_aside(string method, string header)
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.Never(), new ScriptedBackendOptions { StreamRequests = true });
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url) + Toml.Group("pets", ["a"]) + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        using (var connection = await RawConnection.ToAsync(edge.HttpPort))
        {
            await connection.SendAsync($"{method} /pets/1/x HTTP/1.1\r\nHost: gateway\r\n{header}\r\n{(header.Length > 0 ? "hello" : "")}");
            await backend.WaitForCountAsync(1, Wait.Limit);
        }

        await Wait.UntilAsync(
            async () => await edge.MetricAsync("gateway_attempts_total", "outcome=\"client_gone\"") == 1, "the try did not end");
        backend.Script = Answers.Echo();
        Assert.Equal(200, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
    }

    [Fact]
    public async Task A_client_that_hangs_up_half_way_through_an_answer_does_not_put_the_member_aside()
    {
        await using var backend = await ScriptedBackend.StartAsync(Answers.BreakOff("part", 1000, TimeSpan.FromMinutes(1)));
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url) + Toml.Group("pets", ["a"]) + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        using (var connection = await RawConnection.ToAsync(edge.HttpPort))
        {
            await connection.SendAsync("GET /pets/1/x HTTP/1.1\r\nHost: gateway\r\n\r\n");
            await connection.ReadUntilAsync("part");
        }

        await Wait.UntilAsync(
            async () => await edge.MetricAsync("gateway_attempts_total", "outcome=\"client_gone\"") == 1, "the try did not end");
        backend.Script = Answers.Echo();
        Assert.Equal(200, (await RawConnection.GetAsync(edge.HttpPort, "/pets/1/x")).Status);
    }
}
