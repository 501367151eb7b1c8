using Gateway.Grains.Nodes;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Nodes;

/// <summary><c>GET /v1/nodes</c>.</summary>
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

        var answer = entries is not null
            ? new NodesAnswer(AnswerView.Cluster, [.. entries.Select(entry => NodeAnswer.From(entry.Report, entry.ReportedMsAgo))])
            : new NodesAnswer(AnswerView.Local, [NodeAnswer.From(own.Now(), 0)]);
        await context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.NodesAnswer, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private static async ValueTask<NodeEntry[]> ReadAsync(IGrainFactory grains) =>
        [.. await grains.GetGrain<INodesGrain>(INodesGrain.Key).ListAsync().ConfigureAwait(false)];
}
