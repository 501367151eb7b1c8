using System.Text.Json;
using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Gateway.Management.Groups;

/// <summary>
/// <c>POST /v1/groups/{name}/members/{id}/{suspend|resume|drain|off}</c>: an operator's word on one member, for the whole cluster.
/// Answered when the group's grain has taken it; the edges hear of it within a hop.
/// </summary>
internal sealed partial class MemberWordRoutes(
    ICatalogView catalogs, IClusterAccess cluster, GroupReader reader, TimeProvider clock, NodeIdentity node, ILogger<MemberWordRoutes> logger)
    : IManagementRoutes
{
    private const long LongestForMs = 366L * 24 * 60 * 60 * 1000;

    private static readonly (string Path, AdminVerb Verb)[] Verbs =
        [("suspend", AdminVerb.Suspend), ("resume", AdminVerb.Resume), ("drain", AdminVerb.Drain), ("off", AdminVerb.Off)];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (path, verb) in Verbs)
        {
            routes.MapChange("POST", $"/v1/groups/{{name}}/members/{{id}}/{path}", context => SayAsync(context, path, verb));
        }
    }

    private async Task SayAsync(HttpContext context, string path, AdminVerb verb)
    {
        var (word, fault) = await ReadWordAsync(context, verb).ConfigureAwait(false);
        if (word is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted);
        if (await catalogs.ReadAsync(deadline.Token).ConfigureAwait(false) is not { } revision)
        {
            context.RequestAborted.ThrowIfCancellationRequested();
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "This node knows of no catalog: try again, or ask another node.")
                .ConfigureAwait(false);
            return;
        }

        var (name, id) = ((string)context.Request.RouteValues["name"]!, (string)context.Request.RouteValues["id"]!);
        if (GroupDefinition.Find(revision.Catalog, name) is not { } group)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, $"Revision {revision.Number} of the catalog has no endpoint of this name.")
                .ConfigureAwait(false);
            return;
        }

        var before = await reader.ReadAsync(group, revision, deadline.Token).ConfigureAwait(false);
        var command = new AdminCommand(id, verb, word.Reason ?? "", word.ForMs ?? 0, $"operator at {node.Id}");
        var reply = cluster.Grains is { } grains
            ? await ClusterCall
                .TryAsync(() => grains.GetGrain<IEndpointGroupGrain>(name).AdminAsync(command, revision.Number), deadline.Token)
                .ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        switch (reply?.Status)
        {
            case null:
                await ProblemAnswer.WriteAsync(
                    context, StatusCodes.Status503ServiceUnavailable,
                    "The group's grain does not answer, so it is not known whether the word holds. Look at the group, then try again.")
                    .ConfigureAwait(false);
                return;
            case AdminStatus.NoSuchMember:
                await ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, "The group has no such member.").ConfigureAwait(false);
                return;
            case AdminStatus.NotUnderstood:
                await ProblemAnswer.WriteAsync(
                    context, StatusCodes.Status400BadRequest, "The group's grain does not know this word; its silo may run an older version.")
                    .ConfigureAwait(false);
                return;
            case AdminStatus.MemberIsGroup:
                await ProblemAnswer.WriteAsync(
                    context, StatusCodes.Status409Conflict,
                    "This member is a group and has no state of its own. Say it of its leaves: POST /v1/groups/" + id + "/members/{id}/" + path + ".")
                    .ConfigureAwait(false);
                return;
        }

        LogWord(logger, verb, id, name, command.ForMs, command.Reason);
        var answer = await reader.ReadAsync(group, revision, deadline.Token).ConfigureAwait(false);
        context.NoteChange(StateOf(before, id), StateOf(answer, id), command.Reason);
        await (answer is null
            ? ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "The word holds; the group's grain has not answered since.")
            : context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.GroupAnswer, contentType: null, context.RequestAborted))
            .ConfigureAwait(false);
    }

    private static string StateOf(GroupAnswer? group, string id) =>
        group?.Members.FirstOrDefault(member => member.Id == id) is { } found ? found.State.ToString().ToLowerInvariant() : "";

    private static async Task<(MemberWord? Word, string Fault)> ReadWordAsync(HttpContext context, AdminVerb verb)
    {
        MemberWord? word;
        try
        {
            word = await context.ReadForChangeAsync(
                static sent => sent.Request.ReadFromJsonAsync(AnswerJson.Types.MemberWord, sent.RequestAborted)).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            return (null, $"The body is not {{\"reason\": \"…\", \"forMs\": 60000}}: {fault.Message}");
        }

        return word switch
        {
            null => (null, "The body is null; send {\"reason\": \"…\"}."),
            { Reason.Length: > AdminCommand.LongestReason } => (null, $"reason is longer than {AdminCommand.LongestReason} characters."),
            { Reason: { } reason } when reason.AsSpan().ContainsAnyInRange('\0', '\u001f') => (null, "reason holds control characters: one line of text."),
            { ForMs: <= 0 or > LongestForMs } => (null, $"forMs is a number of milliseconds from 1 to {LongestForMs}; leave it out for no limit."),
            { ForMs: not null } when verb == AdminVerb.Resume => (null, "A resume has no length: leave forMs out."),
            _ => (word, ""),
        };
    }

    [LoggerMessage(EventId = 5201, EventName = "OperatorWord", Level = LogLevel.Information,
        Message = "An operator said {Verb} of member {Member} of group {Group} for {ForMs} ms (0: no limit): {Reason}")]
    private static partial void LogWord(ILogger logger, AdminVerb verb, string member, string group, long forMs, string reason);
}

/// <summary>The body of an operator's word.</summary>
/// <param name="Reason">Why; at most 200 characters.</param>
/// <param name="ForMs">For how long, in milliseconds; null: until taken back.</param>
internal sealed record MemberWord(string? Reason, long? ForMs);
