using System.Collections.Concurrent;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Management.Tests;

public sealed class NodeRoutesTests
{
    private const string Own =
        """{"id":"edge-1","kind":"edge","revision":7,"mode":"cluster","draining":false,"snapshotAgeMs":null"""
        + ""","version":"0.1.0","reportedMsAgo":0,"traffic":{"requestsPerSecond":0,"failedPerSecond":0,"p95Ms":null}}""";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_cluster_lists_every_node_and_the_one_that_is_asked_tells_of_itself_what_is_so_now(bool isKnown)
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.ListNodes = () => ValueTask.FromResult(System.Collections.Immutable.ImmutableArray.Create<NodeEntry>(
            [.. isKnown ? [new NodeEntry(new NodeReport("edge-1", "edge", 3, "local", true, 99, "0.1.0"), 800)] : Array.Empty<NodeEntry>(),
            new NodeEntry(new NodeReport("edge-2", "edge", 4, "degraded", true, 1500, "0.1.0") { Traffic = new NodeTraffic(12.5, 0.5, 4.2) }, 300),
            new NodeEntry(new NodeReport("silo-1", "edge+silo", 4, "cluster", false, -1, "0.1.0"), 20)]));

        Assert.Equal(
            (200,
                $$"""{"view":"cluster","nodes":[{{Own}},""" + """{"id":"edge-2","kind":"edge","revision":4,"mode":"degraded","draining":true,"snapshotAgeMs":1500"""
                + ""","version":"0.1.0","reportedMsAgo":300,"traffic":{"requestsPerSecond":12.5,"failedPerSecond":0.5,"p95Ms":4.2}},{"id":"silo-1","kind":"edge+silo","revision":4,"mode":"cluster","draining":false"""
                + ""","snapshotAgeMs":null,"version":"0.1.0","reportedMsAgo":20,"traffic":null}]}"""),
            await node.GetAsync("/v1/nodes"));
    }

    [Fact]
    public async Task A_node_alone_tells_of_itself()
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal(
            (200,
                $$"""{"view":"local","nodes":[{{Own}}]}"""),
            await node.GetAsync("/v1/nodes"));
    }

    [Fact]
    public async Task A_node_reports_each_second_while_it_is_connected_and_complains_once()
    {
        var clock = new FakeTimeProvider();
        var cluster = new Fakes.FakeCluster { IsConnected = false };
        var reports = new BlockingCollection<long>();
        var refuse = false;
        var node = new Fakes.FakeNode();
        cluster.TakeReport = report =>
        {
            reports.Add(report.Revision);
            return refuse ? ValueTask.FromException<NodeOrder>(new InvalidOperationException("gone")) : new(NodeOrder.None);
        };
        var log = new Fakes.RecordedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var reporter = new Nodes.NodeReporter(
            cluster, new Nodes.OwnReport(node, new Traffic.TrafficHistory(), new NodeIdentity("edge-1", "edge", "0.1.0")), node, clock, loggers.CreateLogger<Nodes.NodeReporter>());
        await reporter.StartAsync(CancellationToken.None);

        await cluster.AskedInVain.Task;
        Assert.Empty(reports);
        cluster.IsConnected = true;
        for (node.Revision = 8; node.Revision < 11; node.Revision++)
        {
            await NextAsync(node.Revision);
        }

        refuse = true;
        for (; node.Revision < 14; node.Revision++)
        {
            await NextAsync(node.Revision);
        }

        await reporter.StopAsync(CancellationToken.None);
        Assert.True(reporter.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(
            "Warning Gateway.Management.Nodes.NodeReporter: The cluster does not take this node's reports (gone); it goes on trying each second ",
            Assert.Single(log.Lines));

        async Task NextAsync(long revision)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(revision, await Task.Run(() => reports.Take(new CancellationTokenSource(TimeSpan.FromSeconds(10)).Token)));
        }
    }

    [Theory]
    [InlineData(NodeOrder.Drain, false, true)]
    [InlineData(NodeOrder.Resume, true, false)]
    [InlineData(NodeOrder.None, true, true)]
    public async Task What_an_operator_wants_of_a_node_comes_with_the_answer_to_its_report(NodeOrder order, bool before, bool after)
    {
        var told = new TaskCompletionSource();
        var node = new Fakes.FakeNode { IsDraining = before };
        var cluster = new Fakes.FakeCluster
        {
            TakeReport = _ =>
            {
                told.TrySetResult();
                return new(order);
            },
        };
        using var loggers = LoggerFactory.Create(static _ => { });
        using var reporter = new Nodes.NodeReporter(
            cluster, new Nodes.OwnReport(node, new Traffic.TrafficHistory(), new NodeIdentity("edge-1", "edge", "0.1.0")), node, new FakeTimeProvider(),
            loggers.CreateLogger<Nodes.NodeReporter>());

        await reporter.StartAsync(CancellationToken.None);
        await told.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await reporter.StopAsync(CancellationToken.None);

        Assert.Equal(after, node.IsDraining);
    }
}
