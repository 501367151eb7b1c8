using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Groups;

/// <summary><c>GET /v1/groups</c> and <c>GET /v1/groups/{name}</c>.</summary>
internal sealed class GroupRoutes(ICatalogView catalogs, GroupReader reader, IGroupViews views, TimeProvider clock) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapLook("/v1/groups", ListAsync);
        routes.MapLook("/v1/groups/{name}", FindAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        if (Paging.Of(context.Request.Query) is not { } paging)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, Paging.Rule).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        if (await ReadCatalogAsync(context, deadline.Token).ConfigureAwait(false) is not { } revision)
        {
            return;
        }

        var page = await reader.ReadPageAsync(revision, paging.Offset, paging.Limit, deadline.Token).ConfigureAwait(false);
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
        if (revision.Catalog.Endpoints.GetValueOrDefault(name) is AddressedEndpoint addressed)
        {
            await context.Response.WriteAsJsonAsync(
                AddressedAnswer.Of(addressed, revision.Catalog, views), AnswerJson.Types.AddressedAnswer, contentType: null, context.RequestAborted)
                .ConfigureAwait(false);
            return;
        }

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
}
