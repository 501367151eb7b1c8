using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using Gateway.Grains.Nodes;

namespace Gateway.Management.Tests;

/// <summary><c>POST /v1/nodes/{id}/drain</c> and <c>/resume</c>.</summary>
public sealed class NodeDrainTests
{
    [Fact]
    public async Task A_node_drains_itself_without_the_cluster_and_takes_requests_again()
    {
        await using var node = await TestNode.StartAsync();

        var (status, body) = await SayAsync(node, "edge-1/drain");
        Assert.Equal((200, true, true), (status, node.Node.IsDraining, body.Contains("\"draining\":true", StringComparison.Ordinal)));

        Assert.Equal(200, (await SayAsync(node, "edge-1/resume")).Status);
        Assert.False(node.Node.IsDraining);
    }

    [Fact]
    public async Task Another_node_is_told_through_the_cluster_and_answered_for_when_it_has_said_so()
    {
        await using var node = await TestNode.StartAsync();
        var asked = 0;
        var orders = new List<(string, NodeOrder)>();
        node.Cluster.TakeOrder = (id, order) =>
        {
            orders.Add((id, order));
            return new(NodeOrderStatus.Taken);
        };
        node.Cluster.ListNodes = () => new(ImmutableArray.Create(new NodeEntry(new NodeReport("edge-2", "edge", 4, "cluster", ++asked > 2, 5, ""), 10)));

        var (status, body) = await SayAsync(node, "edge-2/drain");

        Assert.Equal((200, 3), (status, asked));
        Assert.StartsWith("""{"id":"edge-2","kind":"edge","revision":4,"mode":"cluster","draining":true""", body, StringComparison.Ordinal);
        Assert.Equal([("edge-2", NodeOrder.Drain)], orders);
        Assert.False(node.Node.IsDraining);
    }

    [Theory]
    [InlineData(NodeOrderStatus.NoSuchNode, 404, "has heard of no node of this name")]
    [InlineData(NodeOrderStatus.NotAnEdge, 409, "A silo serves no requests")]
    public async Task What_cannot_be_drained_is_said_so(NodeOrderStatus status, int expected, string reason)
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.TakeOrder = (_, _) => new(status);

        var (code, problem) = await SayAsync(node, "other/drain");

        Assert.Equal((expected, true), (code, problem.Contains(reason, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_silo_refuses_to_drain_itself_and_a_cluster_out_of_reach_leaves_it_open()
    {
        await using var node = await TestNode.StartAsync();
        node.Node.IsSilo = true;

        Assert.Equal(409, (await SayAsync(node, "edge-1/drain")).Status);
        Assert.Equal(503, (await SayAsync(node, "edge-2/drain")).Status);
    }

    [Theory]
    [InlineData("null", 400)]
    [InlineData("{", 400)]
    [InlineData("""{"reason":"a\nb"}""", 400)]
    [InlineData("""{"forMs":5}""", 400)]
    [InlineData("""{"reason":"upgrade"}""", 200)]
    public async Task A_body_that_does_not_fit_is_refused(string body, int status)
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal((status, status == 200), ((await SayAsync(node, "edge-1/drain", body)).Status, node.Node.IsDraining));
    }

    [Fact]
    public async Task The_right_to_look_is_not_the_right_to_drain()
    {
        await using var node = await TestNode.StartAsync(TestNode.Settings(token: "operator", readToken: "reader"));

        Assert.Equal((403, false), ((await SayAsync(node, "edge-1/drain", token: "reader")).Status, node.Node.IsDraining));
    }

    private static async Task<(int Status, string Body)> SayAsync(TestNode node, string path, string body = "{}", string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/nodes/{path}") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var response = await node.Client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
