using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Apis;

/// <summary><c>GET /v1/apis</c>.</summary>
internal sealed class ApiRoutes(ApiCatalog catalogs, TimeProvider clock) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapLook("/v1/apis", ListAsync);

    private async Task ListAsync(HttpContext context)
    {
        if (Paging.Of(context.Request.Query) is not { } page)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, Paging.Rule).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        var (revision, view) = await catalogs.ReadAsync(deadline.Token).ConfigureAwait(false);
        context.RequestAborted.ThrowIfCancellationRequested();
        if (revision is null)
        {
            await ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                "This node knows of no catalog: the cluster has none yet, or cannot be reached. Try again, or ask an edge.").ConfigureAwait(false);
            return;
        }

        var apis = revision.Catalog.Apis;
        var answer = new ApisAnswer(
            view, revision.Number, apis.Length, page.Offset, page.Limit, [.. apis.Skip(page.Offset).Take(page.Limit).Select(ApiAnswer.Of)]);
        await context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.ApisAnswer, contentType: null, context.RequestAborted).ConfigureAwait(false);
    }
}
