using Gateway.Grains.Catalog;
using Gateway.Management.Tests.Fakes;
using Gateway.Management.Views;

namespace Gateway.Management.Tests;

public sealed class ClusterCatalogTests
{
    [Fact]
    public async Task A_revision_is_parsed_once_and_then_only_asked_for()
    {
        var cluster = new FakeCluster();
        var asked = new List<(long, string)>();
        var parsed = 0;
        cluster.ReadCatalog = (revision, hash) =>
        {
            asked.Add((revision, hash));
            return ValueTask.FromResult(new CatalogAnswer(
                CatalogStatus.Current, 3, "hash", hash == "hash" ? null : "text", "edge-1", DateTimeOffset.UnixEpoch, []));
        };
        var catalog = new ClusterCatalog(cluster, _ =>
        {
            parsed++;
            return Catalogs.Of(Catalogs.Leaf("a", "http://a", 1));
        });

        var first = await catalog.ReadAsync(CancellationToken.None);
        var second = await catalog.ReadAsync(CancellationToken.None);

        Assert.Equal([(0, ""), (3, "hash")], asked);
        Assert.Equal(1, parsed);
        Assert.Equal(3, first!.Number);
        Assert.Same(first.Catalog, second!.Catalog);
    }

    [Fact]
    public async Task A_cluster_without_a_revision_or_out_of_reach_has_no_catalog()
    {
        var cluster = new FakeCluster { IsConnected = false };
        var catalog = new ClusterCatalog(cluster, _ => throw new InvalidOperationException("nothing to parse"));

        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
        cluster.IsConnected = true;
        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
        cluster.ReadCatalog = (_, _) => ValueTask.FromResult(new CatalogAnswer(CatalogStatus.None, 0, "", null, "", DateTimeOffset.UnixEpoch, []));
        Assert.Null(await catalog.ReadAsync(CancellationToken.None));
    }
}
