using System.Net;
using Gateway.Core.Configuration;
using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Gateway.Management.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Audit;

/// <summary>
/// Makes one event of every change that was let in and has been made, or may have been: who, from where, what, before and after. Stands
/// around all routes, so that none can be forgotten; what was refused, or broken off before it was all there, has changed nothing and makes none.
/// </summary>
internal sealed partial class AuditStep(ManagementSettings settings, EventOutbox outbox, NodeIdentity node, ILogger<AuditStep> logger)
{
    private const int LongestAction = 300;

    private readonly string _who = settings.Token.Length == 0 && settings.ReadToken.Length == 0 ? "loopback" : "token";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata is not { } marks || marks.GetMetadata<ChangeContent>() is null || marks.GetMetadata<OpenToReaders>() is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        var note = new ChangeNote();
        context.Features.Set(note);
        var (isCertain, mayHaveChanged) = (false, true);
        try
        {
            await next(context).ConfigureAwait(false);
            isCertain = context.Response.StatusCode is >= 200 and < 300;
            mayHaveChanged = isCertain || context.Response.StatusCode == StatusCodes.Status503ServiceUnavailable;
        }
        catch (BadHttpRequestException)
        {
            // Its body was not even read.
            mayHaveChanged = false;
            throw;
        }
        finally
        {
            if (mayHaveChanged && !note.IsRehearsal && !note.IsReading)
            {
                Note(context, note, isCertain);
            }
        }
    }

    // The query is left out: only it could hold what nobody else is to read.
    private void Note(HttpContext context, ChangeNote note, bool isCertain)
    {
        var path = $"{context.Request.Method} {context.Request.Path}";
        var entry = new AuditEntry(
            _who, Plain(context.Connection.RemoteIpAddress), path.Length <= LongestAction ? path : path[..LongestAction], note.Before, note.After, isCertain);
        outbox.Note(ClusterEvent.Of(EventKind.OperatorActed, node.Id) with { Audit = entry, Detail = note.Reason });
        LogChange(logger, entry.Who, entry.From, entry.Action, entry.Before, entry.After, isCertain);
    }

    private static string Plain(IPAddress? address) =>
        address is null ? "" : (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();

    [LoggerMessage(EventId = 5202, EventName = "OperatorChange", Level = LogLevel.Information,
        Message = "Changed by {Who} from {From}: {Action}; before: {Before}; after: {After}; certain: {IsCertain}")]
    private static partial void LogChange(ILogger logger, string who, string from, string action, string before, string after, bool isCertain);
}
