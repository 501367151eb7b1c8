using Gateway.Grains.Nodes;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Nodes;

/// <summary>
/// <c>GET /v1/nodes</c>. Of itself a node tells what it knows, not what it last told the others: it is there as soon as it answers.
/// </summary>
internal sealed class NodeRoutes(IClusterAccess cluster, OwnReport own, TimeProvider clock) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapLook("/v1/nodes", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        using var deadline = new Deadline(clock, context.RequestAborted);
        var entries = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => ReadAsync(grains), deadline.Token).ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();

        var me = new NodeEntry(own.Now(), 0);
        var others = entries?.Where(entry => entry.Report.Id != me.Report.Id) ?? [];
        var answer = new NodesAnswer(
            entries is not null ? AnswerView.Cluster : AnswerView.Local,
            [.. others.Append(me).OrderBy(entry => entry.Report.Id, StringComparer.Ordinal).Select(entry => NodeAnswer.From(entry.Report, entry.ReportedMsAgo))]);
        await context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.NodesAnswer, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async ValueTask<NodeEntry[]> ReadAsync(IGrainFactory grains) =>
        [.. await grains.GetGrain<INodesGrain>(INodesGrain.Key).ListAsync().ConfigureAwait(false)];
}
