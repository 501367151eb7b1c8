using Gateway.Cluster.Tests.Cluster;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>Two edges, two silos: sessions are the client's, not an edge's.</summary>
public sealed class SessionTests : IDisposable
{
    private const string Target = "/pets/1.0.0/x";
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => _client.Dispose();

    [RequiresFact(RedisProcess.Program)]
    public async Task A_cookie_of_one_edge_is_honoured_by_the_other_and_a_session_that_has_moved_stays_for_both()
    {
        await using var cluster = await GatewayCluster.StartAsync(
            """suspend = { initial = "1s" }""", edges: 2, groupKeys: """session = { type = "cookie", timeout = "1h" }""");
        var sessions = new List<(string Member, string Cookie)>();
        for (var i = 0; i < 9; i++)
        {
            var (member, cookie) = await AskAsync(cluster.Edges[i % 2]);
            sessions.Add((member, cookie!));
        }

        Assert.Equal(3, sessions.Select(session => session.Member).Distinct().Count());
        await AssertStayAsync(cluster, sessions);

        await cluster.Backends[0].RefuseAsync();
        for (var i = 0; i < sessions.Count; i++)
        {
            var (member, cookie) = await AskAsync(cluster.Edges[1], sessions[i].Cookie);
            Assert.NotEqual("a", member);
            Assert.Equal(sessions[i].Member == "a", cookie is not null);
            sessions[i] = (member, cookie ?? sessions[i].Cookie);
        }

        await cluster.Backends[0].ListenAsync();
        await Task.WhenAll(cluster.Edges.Select(edge => edge.WaitForStateAsync("a", "active", GatewayCluster.Patience)));
        await AssertStayAsync(cluster, sessions);
    }

    private async Task AssertStayAsync(GatewayCluster cluster, List<(string Member, string Cookie)> sessions)
    {
        foreach (var (member, cookie) in sessions)
        {
            foreach (var edge in cluster.Edges)
            {
                Assert.Equal((member, null), await AskAsync(edge, cookie));
            }
        }
    }

    private async Task<(string Member, string? Cookie)> AskAsync(EdgeUnderTest edge, string? cookie = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(edge.Http, Target));
        if (cookie is not null)
        {
            request.Headers.Add("Cookie", cookie);
        }

        using var answer = await _client.SendAsync(request);
        Assert.Equal(200, (int)answer.StatusCode);
        var set = answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies.Single().Split(';')[0] : null;
        return (answer.Headers.GetValues("X-Backend").Single(), set);
    }
}
