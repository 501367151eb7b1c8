using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Gateway.Management.Views;

namespace Gateway.Management.Groups;

/// <summary>Finds out about groups: from their grains, and where those do not answer in time from the answering edge itself.</summary>
internal sealed class GroupReader(IClusterAccess cluster, IGroupViews views, NodeIdentity node)
{
    /// <summary>How many grains are asked at once: a page costs few round trips, and no burst.</summary>
    private const int Parallel = 16;

    /// <summary>Reads one group.</summary>
    /// <returns>Null when neither the cluster nor this node can tell.</returns>
    public async Task<GroupAnswer?> ReadAsync(GroupDefinition group, CatalogRevision revision, CancellationToken deadline)
    {
        var truth = cluster.Grains is { } grains
            ? await ClusterCall
                .TryAsync(() => grains.GetGrain<IEndpointGroupGrain>(group.Name).DescribeAsync(revision.Number), deadline)
                .ConfigureAwait(false)
            : null;
        var own = views.Find(group.Name);
        return truth is not null ? GroupDrawing.OfCluster(group, truth, own, revision.Catalog)
            : own is not null ? GroupDrawing.OfEdge(group, own, node.Id, revision.Catalog)
            : null;
    }

    /// <summary>Reads a page of groups, by name.</summary>
    public async Task<GroupsAnswer> ReadPageAsync(CatalogRevision revision, int offset, int limit, CancellationToken deadline)
    {
        var names = GroupDrawing.NamesIn(revision.Catalog);
        var page = names.Skip(offset).Take(limit).ToArray();
        var read = new GroupAnswer?[page.Length];
        await System.Threading.Tasks.Parallel.ForAsync(
            0, page.Length, new ParallelOptions { MaxDegreeOfParallelism = Parallel }, ReadOneAsync).ConfigureAwait(false);

        var isLocal = Array.Exists(read, group => group is not { View: AnswerView.Cluster });
        return new(
            isLocal ? AnswerView.Local : AnswerView.Cluster, names.Length, offset, limit,
            [.. read.OfType<GroupAnswer>()],
            [.. page.Where((_, index) => read[index] is null)]);

        async ValueTask ReadOneAsync(int index, CancellationToken _)
        {
            if (GroupDefinition.Find(revision.Catalog, page[index]) is { } group)
            {
                read[index] = await ReadAsync(group, revision, deadline).ConfigureAwait(false);
            }
        }
    }
}
