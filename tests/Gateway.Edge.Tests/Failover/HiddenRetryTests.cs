using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Failover;

/// <summary>
/// A connection that closes as a request arrives: .NET's handler sends what has no content again by itself. Only what HTTP calls
/// idempotent may be left to it, and that only when the connection was kept from an earlier request.
/// </summary>
public sealed class HiddenRetryTests
{
    [Theory]
    [InlineData("POST", false, 1)]
    [InlineData("POST", true, 2)]
    [InlineData("PATCH", false, 1)]
    [InlineData("PURGE", false, 1)]
    [InlineData("GET", false, 2)]
    [InlineData("DELETE", false, 2)]
    public async Task Only_what_may_be_sent_twice_reaches_a_backend_twice(string method, bool keyed, int times)
    {
        await using var backend = new RudeBackend(static (_, number) => number == 1 ? Manners.Polite : Manners.ClosesAtHead);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", backend.Url, Toml.NeverSuspended) + Toml.Group("pets", ["a"]) + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        Assert.Equal(HttpStatusCode.OK, await SendAsync(edge, "GET", "first", keyed: false));
        var status = await SendAsync(edge, method, "second", keyed);

        Assert.Equal(times == 1 ? HttpStatusCode.BadGateway : HttpStatusCode.OK, status);
        Assert.Equal(times, backend.Seen["second"]);
    }

    [Theory]
    [InlineData("GET", false)]
    [InlineData("HEAD", false)]
    [InlineData("DELETE", false)]
    [InlineData("POST", true)]
    public async Task What_a_new_connection_has_brought_to_a_backend_is_not_brought_there_again(string method, bool keyed)
    {
        await using var rude = new RudeBackend(static (_, _) => Manners.ClosesAtHead);
        await using var polite = new RudeBackend(static (_, _) => Manners.Polite);
        await using var edge = await TestEdge.StartAsync(
            Toml.Endpoint("a", rude.Url, Toml.NeverSuspended) + Toml.Endpoint("b", polite.Url, Toml.NeverSuspended)
            + Toml.Group("pets", ["a", "b"]) + Toml.Api("pets", "pets"));
        await edge.WaitForGroupsAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await SendAsync(edge, method, $"{i}", keyed));
        }

        // Every other one began at the rude member.
        Assert.Equal([1, 1], rude.Seen.Values);
        Assert.Equal([1, 1, 1, 1], polite.Seen.Values);
        Assert.Equal(2, await edge.MetricAsync("gateway_attempts_total", "member=\"a\"", "outcome=\"unanswered\"", "error_code=\"101505\""));
    }

    private static async Task<HttpStatusCode> SendAsync(TestEdge edge, string method, string id, bool keyed)
    {
        var key = keyed ? "Idempotency-Key: k1\r\n" : "";
        var answer = await RawConnection.AskAsync(
            edge.HttpPort, $"{method} /pets/1/x HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\nX-Id: {id}\r\n{key}\r\n");
        return (HttpStatusCode)answer.Status;
    }
}
