using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Gateway.Management.Revisions;

/// <summary>
/// <c>PUT /v1/config</c>: checks, plans or applies a catalog for the whole cluster. Answered when every edge that is there serves
/// it, or after 15 s.
/// </summary>
internal sealed class ApplyRoutes(CatalogChange change, ChangeGate gate, ManagementSettings settings) : IManagementRoutes
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapChange("PUT", "/v1/config", ApplyAsync, CatalogUpload.TomlType, CatalogUpload.ZipType);

    private async Task ApplyAsync(HttpContext context)
    {
        if (ChangeQuery.Read(context.Request.Query, out var fault) is not { } query)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        if (query.DryRun != DryRun.None)
        {
            context.NoteRehearsal();
        }

        if (!gate.TryEnter())
        {
            await ChangeWriter.BusyAsync(context).ConfigureAwait(false);
            return;
        }

        try
        {
            await ApplyAsync(context, query).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task ApplyAsync(HttpContext context, ChangeQuery query)
    {
        var isArchive = MediaTypeHeaderValue.Parse(context.Request.ContentType).MediaType.Equals(CatalogUpload.ZipType, StringComparison.OrdinalIgnoreCase);
        var offered = CatalogUpload.Read(await ChangeRequest.BodyAsync(context).ConfigureAwait(false), isArchive, query.Strict);
        if (offered.Result.Value is not { } catalog)
        {
            await ChangeWriter.InvalidAsync(context, offered.Result.Problems).ConfigureAwait(false);
            return;
        }

        var notes = new ChangeNotes(catalog.Bundle.Hash, offered.NotApplied, offered.Result.Problems, null);
        if (query.DryRun == DryRun.Check)
        {
            await ChangeWriter.CheckedAsync(context, notes).ConfigureAwait(false);
            return;
        }

        var wish = new ChangeWish(
            catalog, ChangeRequest.OriginOf(context, settings, RevisionCause.Apply), query.Expect, query.DryRun == DryRun.Plan);
        await ChangeWriter.WriteAsync(context, await change.MakeAsync(wish, context.RequestAborted).ConfigureAwait(false), notes).ConfigureAwait(false);
    }
}
