using System.Collections.Immutable;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Revisions;

/// <summary><c>GET /v1/config</c> and <c>GET /v1/config/revisions</c>.</summary>
internal sealed class RevisionRoutes(IClusterAccess cluster, ICatalogView own, TimeProvider clock) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/v1/config", RunningAsync);
        routes.MapLook("/v1/config/revisions", ListAsync);
    }

    private async Task RunningAsync(HttpContext context)
    {
        using var deadline = new Deadline(clock, context.RequestAborted);
        var (view, revisions) = await RevisionsAsync(deadline.Token).ConfigureAwait(false);
        var edges = view == AnswerView.Cluster
            ? await ClusterCall.TryAsync(() => Grain(cluster.Grains!).EdgesAsync(), deadline.Token).ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        if (revisions is not [var running, ..])
        {
            await NoneAsync(context).ConfigureAwait(false);
            return;
        }

        var standings = edges?.Edges ?? [];
        var answer = new ConfigAnswer(
            view, running.Revision, running.Hash, running.At, running.Node, running.By,
            edges is { IsSettled: true } && standings.All(edge => edge.StateAt(running.Revision) == EdgeState.Current),
            [.. standings.Select(edge => RevisionDrawing.Of(edge, running.Revision))]);
        await context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.ConfigAnswer, contentType: null, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task ListAsync(HttpContext context)
    {
        using var deadline = new Deadline(clock, context.RequestAborted);
        var (view, revisions) = await RevisionsAsync(deadline.Token).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        if (revisions is not [var running, ..])
        {
            await NoneAsync(context).ConfigureAwait(false);
            return;
        }

        await context.Response.WriteAsJsonAsync(
            new RevisionsAnswer(view, running.Revision, revisions), AnswerJson.Types.RevisionsAnswer, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private async Task<(string View, ImmutableArray<RevisionAnswer> Revisions)> RevisionsAsync(CancellationToken deadline)
    {
        var known = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => HistoryAsync(grains), deadline).ConfigureAwait(false)
            : null;
        if (known is not null)
        {
            return (AnswerView.Cluster, [.. known.Select(RevisionDrawing.Of)]);
        }

        return await own.ReadAsync(deadline).ConfigureAwait(false) is { } served
            ? (AnswerView.Local, [new RevisionAnswer(served.Number, served.Catalog.Bundle.Hash, null, null, null, Kept: false)])
            : (AnswerView.Local, []);
    }

    private static Task NoneAsync(HttpContext context) => ProblemAnswer.WriteAsync(
        context, StatusCodes.Status503ServiceUnavailable,
        "This node knows of no catalog: the cluster has none yet, or cannot be reached. Try again, or ask an edge.");

    private static async ValueTask<RevisionEntry[]> HistoryAsync(IGrainFactory grains) => [.. await Grain(grains).HistoryAsync().ConfigureAwait(false)];

    private static ICatalogGrain Grain(IGrainFactory grains) => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
}
