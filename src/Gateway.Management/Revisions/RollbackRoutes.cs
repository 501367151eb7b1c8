using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Revisions;

/// <summary>
/// <c>POST /v1/config/rollback</c>: what an earlier revision held becomes the next one, on the same way as any other change. Numbers
/// only grow.
/// </summary>
internal sealed class RollbackRoutes(IClusterAccess cluster, CatalogChange change, ManagementSettings settings, TimeProvider clock) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapChange("POST", "/v1/config/rollback", RollBackAsync);

    private async Task RollBackAsync(HttpContext context)
    {
        var (wish, fault) = await ReadAsync(context).ConfigureAwait(false);
        if (wish is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        var known = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => FindAsync(grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key), wish.Revision), deadline.Token).ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        if (known is null)
        {
            await ChangeWriter.WriteAsync(context, new ChangeResult(ChangeStatus.Unreachable), new ChangeNotes("", [], [], null)).ConfigureAwait(false);
            return;
        }

        if (known.Bundle is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, known.Fault).ConfigureAwait(false);
            return;
        }

        if (change.Read(known.Bundle) is var read && read.Value is not { } catalog)
        {
            // An older version wrote what this one no longer takes, or it is sealed with a key that was.
            await ChangeWriter.InvalidAsync(context, read.Problems).ConfigureAwait(false);
            return;
        }

        var origin = ChangeRequest.OriginOf(context, settings, RevisionCause.Rollback, wish.Revision);
        var result = await change.MakeAsync(new ChangeWish(catalog, origin, wish.Expect ?? 0, IsPlan: false), context.RequestAborted).ConfigureAwait(false);
        await ChangeWriter.WriteAsync(context, result, ChangeNotes.Of(catalog)).ConfigureAwait(false);
    }

    private static async ValueTask<Found> FindAsync(ICatalogGrain grain, long revision)
    {
        if (await grain.BundleAsync(revision).ConfigureAwait(false) is { } bundle)
        {
            return new Found(bundle, "");
        }

        var history = await grain.HistoryAsync().ConfigureAwait(false);
        return new Found(null, history.Any(entry => entry.Number == revision)
            ? $"Revision {revision} is known, but what it held is no longer kept. The last one to go back to is {history.LastOrDefault(entry => entry.IsKept)?.Number}."
            : $"There is no revision {revision}. Those that are remembered: {(history.IsEmpty ? "none" : $"{history[^1].Number} to {history[0].Number}")}.");
    }

    private static async Task<(RollbackWish? Wish, string Fault)> ReadAsync(HttpContext context)
    {
        const string Form = "{\"revision\": 7}";
        RollbackWish? wish;
        try
        {
            wish = await context.ReadForChangeAsync(
                static sent => sent.Request.ReadFromJsonAsync(AnswerJson.Types.RollbackWish, sent.RequestAborted)).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            return (null, $"The body is not {Form}: {fault.Message}");
        }

        return wish switch
        {
            null => (null, $"The body is null; send {Form}."),
            { Revision: < 1 } => (null, "revision is the number of the revision to go back to, from 1."),
            { Expect: < 1 } => (null, "expect is the number of the revision that you have seen, from 1."),
            _ => (wish, ""),
        };
    }

    private sealed record Found(KeptBundle? Bundle, string Fault);
}

/// <summary>The body of a rollback.</summary>
/// <param name="Revision">What to go back to.</param>
/// <param name="Expect">The revision that must be the running one; null: whichever is.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RollbackWish(long Revision, long? Expect);
