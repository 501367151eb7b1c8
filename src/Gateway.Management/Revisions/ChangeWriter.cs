using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Management.Audit;
using Gateway.Management.Listener;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Gateway.Management.Revisions;

/// <summary>What is to be said of a change besides what became of it.</summary>
/// <param name="Hash">The hash of the bundle.</param>
/// <param name="NotApplied">What is each node's own and has changed nothing.</param>
/// <param name="Warnings">Warnings of the reading.</param>
/// <param name="Import">What became of what was imported; null: nothing was.</param>
internal sealed record ChangeNotes(string Hash, ImmutableArray<string> NotApplied, ImmutableArray<Problem> Warnings, ImportAnswer? Import)
{
    /// <summary>Nothing to say.</summary>
    public static ChangeNotes Of(Catalog catalog) => new(catalog.Bundle.Hash, [], [], null);
}

/// <summary>Answers a change.</summary>
internal static class ChangeWriter
{
    /// <summary>Tells what became of it.</summary>
    public static Task WriteAsync(HttpContext context, ChangeResult result, ChangeNotes notes) => result.Status switch
    {
        ChangeStatus.Applied => DoneAsync(context, "applied", result, notes),
        ChangeStatus.Unchanged => DoneAsync(context, "unchanged", result, notes),
        ChangeStatus.Planned => PlannedAsync(context, result, notes),
        ChangeStatus.MovedOn => RefuseAsync(
            context, StatusCodes.Status409Conflict,
            result.Revision == 0 ? "There is no revision yet. Send it without expect."
                : $"Revision {result.Revision} is the running one now. Look at what has changed, then try again with expect={result.Revision}.", result),
        ChangeStatus.EdgesRefuse => RefuseAsync(
            context, StatusCodes.Status422UnprocessableEntity,
            $"{string.Join(", ", Refusing(result).Select(edge => edge.Id))} cannot serve it, so nothing has changed. Put right what is said of each, then try again.",
            result, edges: Refusing(result)),
        ChangeStatus.Refused => RefuseAsync(
            context, StatusCodes.Status422UnprocessableEntity, $"The catalog's grain refuses it: {string.Join(" ", result.Problems)}", result),
        ChangeStatus.Busy => BusyAsync(context),
        ChangeStatus.Unreachable => UnreachableAsync(context),
        _ => ProblemAnswer.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable,
            "The catalog's grain has not answered in time, so it is not known whether the revision has been stored. Look at the revisions, then try again."),
    };

    /// <summary>Too much is going on.</summary>
    public static Task BusyAsync(HttpContext context)
    {
        context.NoteRehearsal();
        context.Response.Headers.RetryAfter = "5";
        return ProblemAnswer.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "Too many changes are being made at once. Try again in a few seconds.");
    }

    private static Task UnreachableAsync(HttpContext context)
    {
        context.NoteRehearsal();
        return ProblemAnswer.WriteAsync(
            context, StatusCodes.Status503ServiceUnavailable, "The catalog's grain does not answer, so nothing has changed. Try again, or ask another node.");
    }

    /// <summary>Tells what is wrong with a configuration.</summary>
    public static Task InvalidAsync(HttpContext context, ImmutableArray<Problem> problems)
    {
        var errors = problems.Count(problem => problem.Severity == Severity.Error);
        return RefuseAsync(
            context, StatusCodes.Status422UnprocessableEntity,
            $"It does not check out: {errors} {(errors == 1 ? "error" : "errors")}. Nothing has changed.", new ChangeResult(ChangeStatus.Refused), problems);
    }

    /// <summary>Tells that it reads well.</summary>
    public static Task CheckedAsync(HttpContext context, ChangeNotes notes)
    {
        context.NoteRehearsal();
        return WriteAsync(
            context, new ChangeAnswer("checked", 0, 0, notes.Hash, Complete: false, [], [], null, notes.NotApplied, RevisionDrawing.Of(notes.Warnings), notes.Import));
    }

    private static Task DoneAsync(HttpContext context, string status, ChangeResult result, ChangeNotes notes)
    {
        if (result.Status == ChangeStatus.Applied)
        {
            context.NoteChange(result.Before == 0 ? "" : $"revision {result.Before}", $"revision {result.Revision}", "");
        }
        else
        {
            context.NoteRehearsal();
        }

        var others = result.Edges.Where(edge => edge.StateAt(result.Revision) != EdgeState.Current).Select(edge => edge.Node).ToImmutableArray();
        return WriteAsync(context, new ChangeAnswer(
            status, result.Revision, result.Before, notes.Hash, others.IsEmpty, others, [.. result.Edges.Select(edge => RevisionDrawing.Of(edge, result.Revision))],
            Draw(result.Difference), notes.NotApplied, RevisionDrawing.Of(notes.Warnings), notes.Import));
    }

    private static Task PlannedAsync(HttpContext context, ChangeResult result, ChangeNotes notes)
    {
        context.NoteRehearsal();
        var silent = result.Edges.Select(edge => edge.Node).Except(result.Verdicts.Select(verdict => verdict.Node)).ToImmutableArray();
        return WriteAsync(context, new ChangeAnswer(
            "planned", result.Revision, result.Before, notes.Hash, silent.IsEmpty, silent, [.. result.Edges.Select(edge => RevisionDrawing.Of(edge, result.Revision))],
            Draw(result.Difference), notes.NotApplied, RevisionDrawing.Of(notes.Warnings), notes.Import));
    }

    private static ImmutableArray<RevisionEdge> Refusing(ChangeResult result) =>
        [.. result.Verdicts.Where(verdict => !verdict.Problems.IsEmpty).Select(verdict => new RevisionEdge(
            verdict.Node, "refused", result.Edges.FirstOrDefault(edge => edge.Node == verdict.Node)?.Revision ?? 0, 0, string.Join('\n', verdict.Problems)))];

    private static DifferenceAnswer? Draw(CatalogDifference? difference) => difference is null ? null : RevisionDrawing.Of(difference);

    private static Task WriteAsync(HttpContext context, ChangeAnswer answer) =>
        context.Response.WriteAsJsonAsync(answer, AnswerJson.Types.ChangeAnswer, contentType: null, context.RequestAborted);

    private static Task RefuseAsync(
        HttpContext context, int status, string detail, ChangeResult result, ImmutableArray<Problem> problems = default, ImmutableArray<RevisionEdge> edges = default)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(
            new ChangeProblem(
                "about:blank", ReasonPhrases.GetReasonPhrase(status), status, detail, result.Revision,
                problems.IsDefault ? [] : RevisionDrawing.Of(problems), edges.IsDefault ? [] : edges,
                result.Status == ChangeStatus.MovedOn ? Draw(result.Difference) : null),
            AnswerJson.Types.ChangeProblem, "application/problem+json", context.RequestAborted);
    }
}
