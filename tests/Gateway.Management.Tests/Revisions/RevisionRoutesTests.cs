using System.Collections.Immutable;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Tests.Revisions;

/// <summary><c>GET /v1/config</c> and <c>GET /v1/config/revisions</c>.</summary>
public sealed class RevisionRoutesTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly ImmutableArray<RevisionEntry> History =
    [
        new(8, "h8", "edge-2", At, new RevisionOrigin(RevisionCause.Rollback, "token", "10.0.0.7", 6), true),
        new(7, "h7", "edge-1", At, RevisionOrigin.OfFile, false),
    ];

    [Fact]
    public async Task The_running_revision_is_told_with_what_each_edge_serves()
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.Revisions = History;
        node.Cluster.Edges = () => new EdgesReply(true,
            [new("edge-1", 8, "", 10), new("edge-2", 7, "", 20), new("edge-3", 7, "no password", 30), new("edge-4", 7, "", 40_000)]);

        var (status, body) = await node.GetAsync("/v1/config");

        Assert.Equal(200, status);
        Assert.Equal(
            """
            {"view":"cluster","revision":8,"hash":"h8","at":"2026-03-01T12:00:00+00:00","node":"edge-2","by":{"cause":"rollback","who":"token","from":"10.0.0.7","of":6},
            "complete":false,"edges":[{"id":"edge-1","state":"current","revision":8,"seenMsAgo":10,"detail":""},
            {"id":"edge-2","state":"behind","revision":7,"seenMsAgo":20,"detail":"it is there, and has not adopted it yet"},
            {"id":"edge-3","state":"refused","revision":7,"seenMsAgo":30,"detail":"no password"},
            {"id":"edge-4","state":"missing","revision":7,"seenMsAgo":40000,"detail":"it has not been heard of; it catches up when it is back"}]}
            """.ReplaceLineEndings(""), body);
    }

    [Theory]
    [InlineData(true, 8, true)]
    [InlineData(true, 7, false)]
    [InlineData(false, 8, false)]
    public async Task It_is_complete_when_every_edge_has_said_so(bool isSettled, long revision, bool expected)
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.Revisions = History;
        node.Cluster.Edges = () => new EdgesReply(isSettled, [new("edge-1", revision, "", 10)]);

        Assert.Contains($"\"complete\":{(expected ? "true" : "false")}", (await node.GetAsync("/v1/config")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_revisions_are_told_newest_first()
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.Revisions = History;

        Assert.Equal(
            """
            {"view":"cluster","running":8,"revisions":[{"revision":8,"hash":"h8","at":"2026-03-01T12:00:00+00:00","node":"edge-2",
            "by":{"cause":"rollback","who":"token","from":"10.0.0.7","of":6},"kept":true},
            {"revision":7,"hash":"h7","at":"2026-03-01T12:00:00+00:00","node":"edge-1","by":{"cause":"file","who":null,"from":null,"of":null},"kept":false}]}
            """.ReplaceLineEndings(""), (await node.GetAsync("/v1/config/revisions")).Body);
    }

    [Theory]
    [InlineData("/v1/config", """{"view":"local","revision":7,"hash":"hash","at":null,"node":null,"by":null,"complete":false,"edges":[]}""")]
    [InlineData("/v1/config/revisions", """{"view":"local","running":7,"revisions":[{"revision":7,"hash":"hash","at":null,"node":null,"by":null,"kept":false}]}""")]
    public async Task A_node_that_cannot_reach_the_cluster_tells_what_it_serves_itself(string path, string expected)
    {
        await using var node = await TestNode.StartAsync();

        Assert.Equal((200, expected), await node.GetAsync(path));
        node.Cluster.IsConnected = false;
        Assert.Equal((200, expected), await node.GetAsync(path));
    }

    [Theory]
    [InlineData("/v1/config")]
    [InlineData("/v1/config/revisions")]
    public async Task Without_any_revision_there_is_nothing_to_tell(string path)
    {
        await using var node = await TestNode.StartAsync();
        node.Cluster.Revisions = [];
        Assert.Equal(503, (await node.GetAsync(path)).Status);

        node.Cluster.Revisions = null;
        node.Catalogs.Revision = null;
        Assert.Equal(503, (await node.GetAsync(path)).Status);
    }
}
