using System.Globalization;
using Gateway.Core.Attempts;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Routing;
using Gateway.Core.Suspension;
using Gateway.Management.Revisions;
using Gateway.Management.Views;
using MemberState = Gateway.Core.Suspension.MemberState;

namespace Gateway.Management.Events;

/// <summary>Puts an event into words.</summary>
internal static class EventDrawing
{
    /// <summary>Draws an event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="isConfirmed">Whether the cluster has it in its order.</param>
    public static EventAnswer Draw(ClusterEvent happened, bool isConfirmed)
    {
        var change = happened.Change;
        var (from, to) = StatesOf(happened);
        var at = DateTimeOffset.FromUnixTimeMilliseconds(happened.AtUtcMs);
        return new EventAnswer(
            happened.Id, at, isConfirmed ? AnswerView.Cluster : AnswerView.Local, EventWords.Of(happened.Kind, change?.To),
            Or(happened.Node), Or(happened.Group), Or(happened.Member),
            happened.Api is { } api ? new ApiNotice(api.Name, api.Version) : null, from, to, CauseOf(happened), change is { IsProvisional: true },
            change is null ? [] : [.. change.Evidence.Select(seen => new SeenAnswer(
                seen.Node, seen.ErrorCode == 0 ? null : seen.ErrorCode, seen.ErrorCode == 0 ? "success" : ErrorCodes.Describe(seen.ErrorCode),
                seen.Stage.ToString().ToLowerInvariant(), at - TimeSpan.FromMilliseconds(seen.AgoMs)))],
            happened.Stamp == default ? null : new StampAnswer(happened.Stamp.Epoch.Number, happened.Stamp.Version),
            change is { ForMs: > 0 and < long.MaxValue } ? change.ForMs : null, change is null || happened.Member.Length == 0 ? null : change.Suspensions,
            happened.Number == 0 ? null : happened.Number, happened.Origin is { } origin ? RevisionDrawing.Of(origin) : null, NextOf(happened),
            change is { Reason.Length: > 0 } ? change.Reason : happened.Detail)
        {
            Audit = happened.Audit is { } audit ? new AuditAnswer(audit.Who, audit.From, audit.Action, audit.IsCertain ? "done" : "unknown") : null,
        };
    }

    private static string? Or(string text) => text.Length == 0 ? null : text;

    private static (string? From, string? To) StatesOf(ClusterEvent happened) => happened switch
    {
        { Kind: EventKind.CurrentMoved, Change: { } change } => (Or(change.Before), Or(change.Member)),
        { Kind: EventKind.WordChanged, Change: { } change } => (null, change.Word == OperatorWord.None ? "none" : Word(change.Word)),
        { Kind: EventKind.MemberChanged or EventKind.VerdictConfirmed, Change: { } change } => (Word(change.From), Word(change.To)),
        { Audit: { } audit } => (Or(audit.Before), Or(audit.After)),
        { Api: { } api } => (LifecycleWords.Of(api.From), LifecycleWords.Of(api.To)),
        { Kind: EventKind.RevisionAccepted } => (happened.Before == 0 ? null : Text($"{happened.Before}"), Text($"{happened.Number}")),
        { Kind: EventKind.GroupDegraded } => ("cluster", "degraded"),
        { Kind: EventKind.GroupBack } => ("degraded", "cluster"),
        _ => (null, null),
    };

    private static CauseAnswer? CauseOf(ClusterEvent happened)
    {
        var code = happened.Change is { Evidence: [.., var last] } ? last.ErrorCode : happened.ErrorCode;
        var kind = happened.Change is { Cause: not CauseKind.None } change ? Word(change.Cause)
            : happened.Kind is EventKind.ApiMoved or EventKind.OperatorActed || happened.Origin is { Cause: not RevisionCause.File } ? Word(CauseKind.Operator)
            : happened.Kind == EventKind.OverlayPrivate ? Word(CauseKind.Contradicted) : null;
        return kind is null ? null : new CauseAnswer(kind, code == 0 ? null : code, code == 0 ? null : ErrorCodes.Describe(code));
    }

    private static string NextOf(ClusterEvent happened) => happened.Kind switch
    {
        EventKind.MemberChanged or EventKind.VerdictConfirmed => NextOf(happened.Change!),
        EventKind.WordChanged => happened.Change switch
        {
            { Word: OperatorWord.None } => "its own state decides again",
            { ForMs: > 0 and < long.MaxValue and var span } => Text($"holds for {span} ms, or until resume"),
            _ => "holds until resume",
        },
        EventKind.CurrentMoved => happened.Member.Length == 0
            ? "requests are refused until a member is active" : $"{happened.Member} serves all requests of the group",
        EventKind.EpochTaken => "edges ask for news at once; no trial for 5000 ms",
        EventKind.UnfencedBegun => "the group goes on in memory; a crash now would forget what has changed",
        EventKind.UnfencedEnded => "a crash forgets nothing",
        EventKind.GroupDegraded => "this edge goes on alone and keeps asking",
        EventKind.GroupBack => "the cluster's cursor and verdicts hold on this edge",
        EventKind.OverlayPrivate => "the other edges use the member; this one does after a success of its own",
        EventKind.OverlayEnded => "this edge uses the member again",
        EventKind.RevisionAccepted => "every edge adopts it",
        EventKind.RevisionAdopted => "requests that begin now are served by it",
        EventKind.ConfigurationRefused => "what ran goes on",
        EventKind.ApiMoved => Text($"every edge answers so with revision {happened.Number}"),
        EventKind.NodeDraining => "it finishes the requests that it has, and is not ready for new ones",
        EventKind.OperatorActed => happened.Audit is { IsCertain: false } ? "look whether it holds" : "",
        EventKind.NodeLeft => "its votes and permits end by themselves",
        _ => "",
    };

    private static string NextOf(GroupEvent change) => change switch
    {
        { Word: not OperatorWord.None } => "not used until the operator's word ends",
        { To: MemberState.Suspended, ForMs: long.MaxValue } => "no trial: suspended without end",
        { To: MemberState.Suspended, IsProvisional: true } => Text($"another node is asked; trial in {change.ForMs} ms"),
        { To: MemberState.Suspended } => Text($"trial in {change.ForMs} ms"),
        { To: MemberState.Timeout } => Text($"in use again in {change.ForMs} ms"),
        { To: MemberState.Trial, ThenMs: long.MaxValue } => "one try in the cluster: active, or suspended without end",
        { To: MemberState.Trial } => Text($"one try in the cluster: active, or suspended for {change.ThenMs} ms"),
        _ => "in use",
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
