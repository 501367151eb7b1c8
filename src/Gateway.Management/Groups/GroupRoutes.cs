using System.Globalization;
using Gateway.Core.Groups;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Groups;

/// <summary><c>GET /v1/groups</c> and <c>GET /v1/groups/{name}</c>.</summary>
internal sealed class GroupRoutes(ICatalogView catalogs, GroupReader reader, TimeProvider clock) : IManagementRoutes
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/v1/groups", ListAsync);
        routes.MapLook("/v1/groups/{name}", FindAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (Number(context.Request.Query, "offset", 0, 0, int.MaxValue) is not { } offset
            || Number(context.Request.Query, "limit", DefaultLimit, 1, MaxLimit) is not { } limit)
        {
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status400BadRequest, $"offset is a number from 0, limit one from 1 to {MaxLimit}.").ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        if (await ReadCatalogAsync(context, deadline.Token).ConfigureAwait(false) is not { } revision)
        {
            return;
        }

        var page = await reader.ReadPageAsync(revision, offset, limit, deadline.Token).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        await context.Response.WriteAsJsonAsync(page, AnswerJson.Types.GroupsAnswer, contentType: null, context.RequestAborted)
            .ConfigureAwait(false);
    }

    private async Task FindAsync(HttpContext context)
    {
        using var deadline = new Deadline(clock, context.RequestAborted);
        if (await ReadCatalogAsync(context, deadline.Token).ConfigureAwait(false) is not { } revision)
        {
            return;
        }

        var name = (string)context.Request.RouteValues["name"]!;
        if (GroupDefinition.Find(revision.Catalog, name) is not { } group)
        {
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status404NotFound, $"Revision {revision.Number} of the catalog has no endpoint of this name.")
                .ConfigureAwait(false);
            return;
        }

        var answer = await reader.ReadAsync(group, revision, deadline.Token).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        await (answer is null
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The group's grain does not answer. Try again, or ask an edge.")
            : context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.GroupAnswer, contentType: null, context.RequestAborted))
            .ConfigureAwait(false);
    }

    private async Task<CatalogRevision?> ReadCatalogAsync(HttpContext context, CancellationToken deadline)
    {
        var revision = await catalogs.ReadAsync(deadline).ConfigureAwait(false);
        if (revision is null)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                "This node knows of no catalog: the cluster has none yet, or cannot be reached. Try again, or ask an edge.").ConfigureAwait(false);
        }

        return revision;
    }

    private static int? Number(IQueryCollection query, string key, int absent, int least, int most)
    {
        var values = query[key];
        return values.Count == 0 ? absent
            : values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? number
            : null;
    }
}
