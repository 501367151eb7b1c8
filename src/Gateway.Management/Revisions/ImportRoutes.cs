using System.Collections.Frozen;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Gateway.Management.Configuration;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Gateway.Management.Revisions;

/// <summary>
/// <c>POST /v1/apis/import</c>: puts a WSO2 API project (zip), an OpenAPI definition or a WSDL into the running catalog. Variables of
/// the environment stand for nothing here: they would be this node's.
/// </summary>
internal sealed class ImportRoutes(
    IClusterAccess cluster, CatalogChange change, ChangeGate gate, ManagementSettings settings, TimeProvider clock) : IManagementRoutes
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly FrozenDictionary<string, string> Endings = new Dictionary<string, string>
    {
        [CatalogUpload.ZipType] = ".zip",
        ["application/json"] = ".json",
        ["application/yaml"] = ".yaml",
        ["application/xml"] = ".xml",
        ["text/xml"] = ".xml",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public void Map(IEndpointRouteBuilder routes) => routes.MapChange("POST", "/v1/apis/import", ImportAsync, [.. Endings.Keys.Order(StringComparer.Ordinal)]);

    private async Task ImportAsync(HttpContext context)
    {
        if (ImportQuery.Read(context.Request.Query, out var fault) is not { } query)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        if (query.Change.DryRun != DryRun.None)
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
            await ImportAsync(context, query).ConfigureAwait(false);
        }
        finally
        {
            gate.Leave();
        }
    }

    private async Task ImportAsync(HttpContext context, ImportQuery query)
    {
        var ending = Endings[MediaTypeHeaderValue.Parse(context.Request.ContentType).MediaType.Value!];
        var name = query.Name.Length > 0 ? query.Name : $"api{ending}";
        var (source, problem) = Open(await ChangeRequest.BodyAsync(context).ConfigureAwait(false), name, ending == ".zip");
        if (source is null)
        {
            await ChangeWriter.InvalidAsync(context, [problem!]).ConfigureAwait(false);
            return;
        }

        var result = Importer.Import(source, new ImportOptions { Anonymous = query.Anonymous, Mock = query.Mock });
        if (result.Value is not { } imported)
        {
            await ChangeWriter.InvalidAsync(context, result.Problems).ConfigureAwait(false);
            return;
        }

        var offered = OfferedCatalog.Read($"{imported.Name}.toml", imported.Toml, new SentFiles(imported.Files), query.Change.Strict);
        if (offered.Result.Value is not { } catalog)
        {
            await ChangeWriter.InvalidAsync(context, offered.Result.Problems).ConfigureAwait(false);
            return;
        }

        var notes = new ChangeNotes(
            catalog.Bundle.Hash, [], result.Problems.AddRange(offered.Result.Problems), RevisionDrawing.Of(imported.Name, result.Report));
        if (query.Change.DryRun == DryRun.Check)
        {
            await ChangeWriter.CheckedAsync(context, notes).ConfigureAwait(false);
            return;
        }

        await MergeAsync(context, query, catalog, notes).ConfigureAwait(false);
    }

    private async Task MergeAsync(HttpContext context, ImportQuery query, Catalog imported, ChangeNotes notes)
    {
        using var deadline = new Deadline(clock, context.RequestAborted, TimeSpan.FromSeconds(5));
        var running = cluster.Grains is { } grains
            ? await ClusterCall.TryAsync(() => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).ReadAsync(0, ""), deadline.Token).ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        if (running is null || (running.Text is not null && change.Read(running) is null))
        {
            await ChangeWriter.WriteAsync(context, new ChangeResult(ChangeStatus.Unreachable), notes).ConfigureAwait(false);
            return;
        }

        var merged = CatalogMerge.Add(change.Read(running), imported, query.Replace);
        if (merged.Catalog is not { } catalog)
        {
            await (merged.Taken.Length > 0
                ? ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, merged.Taken)
                : ChangeWriter.InvalidAsync(context, merged.Problems)).ConfigureAwait(false);
            return;
        }

        // What was merged stands on the revision that was read: if another one has come meanwhile, it would be lost.
        var expect = query.Change.Expect != 0 ? query.Change.Expect : running.Revision == 0 ? CatalogProposal.NoRevision : running.Revision;
        var wish = new ChangeWish(
            catalog, ChangeRequest.OriginOf(context, settings, RevisionCause.Import), expect, query.Change.DryRun == DryRun.Plan);
        var result = await change.MakeAsync(wish, context.RequestAborted).ConfigureAwait(false);
        await ChangeWriter.WriteAsync(context, result, notes with { Hash = catalog.Bundle.Hash }).ConfigureAwait(false);
    }

    private static (ImportSource? Source, Problem? Problem) Open(ReadOnlyMemory<byte> body, string name, bool isArchive)
    {
        if (isArchive)
        {
            using var stream = new MemoryStream(body.ToArray(), writable: false);
            return ImportFolder.Archive(name, stream);
        }

        try
        {
            return (new ImportSource(name, [new ImportFile(name, Utf8.GetString(body.Span), name)], IsProject: false), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, new Problem(new SourcePlace(name, 0, 0), Severity.Error, "this is not UTF-8", "Save the file in the encoding UTF-8."));
        }
    }
}

/// <summary>What the query of an import says.</summary>
/// <param name="Change">What every change has.</param>
/// <param name="Name">What messages call it, and a name for endpoints without an API; empty: none.</param>
/// <param name="Anonymous">Whether the API is served without credentials, although the original demands some.</param>
/// <param name="Mock">Whether the examples of its definition answer its resources.</param>
/// <param name="Replace">Whether an API that is there in that version is replaced.</param>
internal sealed record ImportQuery(ChangeQuery Change, string Name, bool Anonymous, bool Mock, bool Replace)
{
    /// <summary>Reads it.</summary>
    /// <param name="query">The query.</param>
    /// <param name="fault">What is wrong with it; empty: nothing is.</param>
    public static ImportQuery? Read(IQueryCollection query, out string fault)
    {
        if (ChangeQuery.Read(query, out fault, "name", "anonymous", "mock", "replace") is not { } change)
        {
            return null;
        }

        var name = query["name"].ToString();
        fault = name.Length > 128 || name.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-' or ' '))
                ? "name is the name of a file: 1 to 128 letters, digits, dots, underscores, hyphens or spaces."
            : !ChangeQuery.IsFlag(query, "anonymous", out _) || !ChangeQuery.IsFlag(query, "mock", out _) || !ChangeQuery.IsFlag(query, "replace", out _)
                ? "anonymous, mock and replace are true or false." : "";
        ChangeQuery.IsFlag(query, "anonymous", out var isAnonymous);
        ChangeQuery.IsFlag(query, "mock", out var isMock);
        ChangeQuery.IsFlag(query, "replace", out var isReplace);
        return fault.Length > 0 ? null : new ImportQuery(change, name, isAnonymous, isMock, isReplace);
    }
}
