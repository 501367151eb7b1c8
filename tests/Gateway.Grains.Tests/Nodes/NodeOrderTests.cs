using Gateway.Grains.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Grains.Tests.Nodes;

/// <summary>What an operator wants of a node reaches it with the answer to its report.</summary>
public sealed class NodeOrderTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task An_order_is_repeated_until_the_node_says_that_it_is_so()
    {
        Assert.Equal(NodeOrder.None, await ReportAsync("edge", draining: false));
        Assert.Equal(NodeOrderStatus.Taken, await _cluster.Nodes.OrderAsync("edge", NodeOrder.Drain));

        Assert.Equal(NodeOrder.None, await ReportAsync("other", draining: false));
        Assert.Equal(NodeOrder.Drain, await ReportAsync("edge", draining: false));
        Assert.Equal(NodeOrder.Drain, await ReportAsync("edge", draining: false));
        Assert.Equal(NodeOrder.None, await ReportAsync("edge", draining: true));
        Assert.Equal(NodeOrder.None, await ReportAsync("edge", draining: false));
    }

    [Fact]
    public async Task The_last_order_holds()
    {
        await ReportAsync("edge", draining: true);
        await _cluster.Nodes.OrderAsync("edge", NodeOrder.Drain);
        await _cluster.Nodes.OrderAsync("edge", NodeOrder.Resume);

        Assert.Equal(NodeOrder.Resume, await ReportAsync("edge", draining: true));
    }

    [Fact]
    public async Task Nobody_and_a_silo_take_no_orders()
    {
        await ReportAsync("silo", draining: false, "silo");

        Assert.Equal(NodeOrderStatus.NoSuchNode, await _cluster.Nodes.OrderAsync("nobody", NodeOrder.Drain));
        Assert.Equal(NodeOrderStatus.NotAnEdge, await _cluster.Nodes.OrderAsync("silo", NodeOrder.Drain));
    }

    [Theory]
    [InlineData(10, NodeOrder.Drain)]
    [InlineData(10.1, NodeOrder.None)]
    public async Task An_order_that_nobody_follows_for_ten_seconds_is_forgotten(double seconds, NodeOrder expected)
    {
        var clock = new FakeTimeProvider();
        var nodes = new NodesGrain(clock);
        var report = new NodeReport("edge", "edge", 1, "cluster", false, -1, "1");
        await nodes.ReportAsync(report);
        await nodes.OrderAsync("edge", NodeOrder.Drain);

        clock.Advance(TimeSpan.FromSeconds(seconds));

        Assert.Equal(expected, await nodes.ReportAsync(report));
    }

    private ValueTask<NodeOrder> ReportAsync(string id, bool draining, string kind = "edge") =>
        _cluster.Nodes.ReportAsync(new NodeReport(id, kind, 1, "cluster", draining, -1, "1"));
}
