using Gateway.Grains.Catalog;
using Gateway.Management.Tests.Fakes;
using Gateway.Management.Views;

namespace Gateway.Management.Tests;

public sealed class ClusterCatalogTests
{
    private const string Text =
        """
        [[endpoint]]
        name = "pets-a"
        type = "http"
        url = "http://127.0.0.1:9001"
        """;

    [Fact]
    public async Task A_revision_is_parsed_once_and_then_only_asked_for()
    {
        var cluster = new FakeCluster();
        var asked = new List<(long, string)>();
        cluster.ReadCatalog = (revision, hash) =>
        {
            asked.Add((revision, hash));
            return ValueTask.FromResult(new CatalogAnswer(
                CatalogStatus.Current, 3, "hash", hash == "hash" ? null : Text, "edge-1", DateTimeOffset.UnixEpoch, []));
        };
        var catalog = new ClusterCatalog(cluster);

        var first = await catalog.ReadAsync(CancellationToken.None);
        var second = await catalog.ReadAsync(CancellationToken.None);

        Assert.Equal([(0, ""), (3, "hash")], asked);
        Assert.Equal(3, first!.Number);
        Assert.Equal("pets-a", Assert.Single(first.Catalog.Endpoints).Key);
        Assert.Same(first.Catalog, second!.Catalog);
    }

    [Fact]
    public async Task A_cluster_without_a_revision_or_out_of_reach_has_no_catalog()
    {
        var cluster = new FakeCluster { IsConnected = false };
        var catalog = new ClusterCatalog(cluster);

        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
        cluster.IsConnected = true;
        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
        cluster.ReadCatalog = (_, _) => ValueTask.FromResult(new CatalogAnswer(CatalogStatus.None, 0, "", null, "", DateTimeOffset.UnixEpoch, []));
        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_revision_that_this_program_cannot_read_is_no_catalog()
    {
        var cluster = new FakeCluster
        {
            ReadCatalog = (_, _) => ValueTask.FromResult(
                new CatalogAnswer(CatalogStatus.Current, 4, "hash", "[[novelty]]", "edge-1", DateTimeOffset.UnixEpoch, [])),
        };

        Assert.Null(await new ClusterCatalog(cluster).ReadAsync(CancellationToken.None));
    }
}
