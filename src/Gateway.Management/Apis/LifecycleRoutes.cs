using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Groups;
using Gateway.Core.Routing;
using Gateway.Grains.Catalog;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Gateway.Management.Revisions;
using Gateway.Management.Views;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Apis;

/// <summary>
/// <c>POST /v1/apis/{name}/{version}/lifecycle</c>: moves an API through its life cycle, for the whole cluster. Answered when the
/// catalog's grain has stored the next revision; the edges hear of it within a hop.
/// </summary>
internal sealed class LifecycleRoutes(IClusterAccess cluster, ManagementSettings settings, TimeProvider clock, NodeIdentity node) : IManagementRoutes
{
    // A change is stored before it is answered: that may take longer than a look.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public void Map(IEndpointRouteBuilder routes) => routes.MapChange("POST", "/v1/apis/{name}/{version}/lifecycle", MoveAsync);

    private async Task MoveAsync(HttpContext context)
    {
        var (wish, fault) = await ReadAsync(context).ConfigureAwait(false);
        if (wish is null)
        {
            await ProblemAnswer.WriteAsync(context, StatusCodes.Status400BadRequest, fault).ConfigureAwait(false);
            return;
        }

        using var deadline = new Deadline(clock, context.RequestAborted, Patience);
        var move = new ApiMove(
            NameIn(context), (string)context.Request.RouteValues["version"]!, wish.State is null ? null : LifecycleWords.State(wish.State),
            wish.Action is null ? null : LifecycleWords.Action(wish.Action), wish.Expect ?? 0)
        {
            Origin = ChangeRequest.OriginOf(context, settings, RevisionCause.Move),
        };
        var reply = cluster.Grains is { } grains
            ? await ClusterCall
                .TryAsync(() => grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).MoveAsync(move, node.Id, wish.Reason ?? ""), deadline.Token)
                .ConfigureAwait(false)
            : null;
        context.RequestAborted.ThrowIfCancellationRequested();
        if (reply is { Status: not MoveStatus.Moved })
        {
            context.NoteRehearsal();
        }
        else
        {
            context.NoteChange(reply is null ? "" : LifecycleWords.Of(reply.From), reply is null ? "" : LifecycleWords.Of(reply.To), wish.Reason ?? "");
        }

        await (reply switch
        {
            null => ProblemAnswer.WriteAsync(
                context, StatusCodes.Status503ServiceUnavailable,
                "The catalog's grain does not answer, so it is not known whether the API has been moved. Look at it, then try again."),
            { Status: MoveStatus.NoCatalog } => ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, reply.Reason),
            { Status: MoveStatus.NoSuchApi } => ProblemAnswer.WriteAsync(context, StatusCodes.Status404NotFound, reply.Reason),
            { Status: MoveStatus.Refused or MoveStatus.RevisionMovedOn } =>
                ProblemAnswer.WriteAsync(context, StatusCodes.Status409Conflict, reply.Reason),
            _ => context.Response.WriteAsJsonAsync(
                MoveAnswer.Of(move, reply), AnswerJson.Types.MoveAnswer, contentType: null, context.RequestAborted),
        }).ConfigureAwait(false);
    }

    // Kestrel leaves an escaped slash as it is, since it would be another path; in a name it is just a letter.
    private static string NameIn(HttpContext context) =>
        ((string)context.Request.RouteValues["name"]!).Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    private static async Task<(MoveWish? Wish, string Fault)> ReadAsync(HttpContext context)
    {
        const string Form = "{\"state\": \"BLOCKED\"} or {\"action\": \"Block\"}";
        MoveWish? wish;
        try
        {
            wish = await context.ReadForChangeAsync(
                static sent => sent.Request.ReadFromJsonAsync(AnswerJson.Types.MoveWish, sent.RequestAborted)).ConfigureAwait(false);
        }
        catch (JsonException fault)
        {
            return (null, $"The body is not {Form}: {fault.Message}");
        }

        return wish switch
        {
            null => (null, $"The body is null; send {Form}."),
            { State: null, Action: null } => (null, $"The body says neither a state nor an action; send {Form}."),
            { State: not null, Action: not null } => (null, "The body says both a state and an action; send one of them."),
            { State: { } state } when LifecycleWords.State(state) is null =>
                (null, $"There is no such state. It may be: {string.Join(", ", LifecycleWords.States.Select(pair => pair.Word))}."),
            { Action: { } action } when LifecycleWords.Action(action) is null =>
                (null, $"There is no such action. It may be: {string.Join(", ", LifecycleWords.Actions.Select(pair => pair.Word))}."),
            { Expect: <= 0 } => (null, "expect is the number of the revision that you have seen, from 1."),
            { Reason.Length: > AdminCommand.LongestReason } => (null, $"reason is longer than {AdminCommand.LongestReason} characters."),
            { Reason: { } reason } when reason.AsSpan().ContainsAnyInRange('\0', '\u001f') => (null, "reason holds control characters: one line of text."),
            _ => (wish, ""),
        };
    }
}

/// <summary>The body of a move: <see cref="State"/> or <see cref="Action"/>.</summary>
/// <param name="State">The state to move to, such as <c>BLOCKED</c>.</param>
/// <param name="Action">What to do, in WSO2's words, such as <c>Block</c>.</param>
/// <param name="Expect">The revision that must be the running one; null: whichever is.</param>
/// <param name="Reason">Why; at most 200 characters.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record MoveWish(string? State, string? Action, long? Expect, string? Reason);

/// <summary>What became of a move.</summary>
/// <param name="Name">The API.</param>
/// <param name="Version">Its version.</param>
/// <param name="From">The state before.</param>
/// <param name="Lifecycle">The state from now on.</param>
/// <param name="Action">What was done, in WSO2's words; null: nothing, it was there already.</param>
/// <param name="Changed">Whether there is a new revision.</param>
/// <param name="Revision">The running revision.</param>
/// <param name="DefaultTakenFrom">The version that was the default one until now; null: none has changed.</param>
/// <param name="Next">What may be done next.</param>
internal sealed record MoveAnswer(
    string Name, string Version, string From, string Lifecycle, string? Action, bool Changed, long Revision, string? DefaultTakenFrom,
    ImmutableArray<StepAnswer> Next)
{
    public static MoveAnswer Of(ApiMove move, MoveReply reply) => new(
        move.Name, move.Version, LifecycleWords.Of(reply.From), LifecycleWords.Of(reply.To),
        reply.Action is { } action ? LifecycleWords.Of(action) : null, reply.Status == MoveStatus.Moved, reply.Revision,
        reply.DefaultTakenFrom.Length == 0 ? null : reply.DefaultTakenFrom, StepAnswer.From(reply.To));
}
