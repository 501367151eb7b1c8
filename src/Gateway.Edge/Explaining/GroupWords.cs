using System.Globalization;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Management.Explain;
using Gateway.Management.Views;
using Verdict = Gateway.Core.Suspension.MemberState;

namespace Gateway.Edge.Explaining;

/// <summary>Puts a forecast into words.</summary>
internal static class GroupWords
{
    /// <summary>Draws a group.</summary>
    /// <param name="plan">What the catalog says of it.</param>
    /// <param name="view">How the edge sees it.</param>
    /// <param name="foretold">Whom it would pick.</param>
    public static ExplainedGroup Draw(GroupPlan plan, GroupView view, PickForecast foretold)
    {
        var why = Why(plan, foretold);
        return new(
            plan.Definition.Name, plan.Definition.Kind, view.Mode, view.Epoch, view.Version, view.SnapshotAgeMs < 0 ? null : view.SnapshotAgeMs,
            foretold.Epoch == 0 ? null : foretold.Offset, foretold.Member, why,
            [
                .. foretold.Members.Select(member => new ExplainedMember(
                    member.Standing.Id, member.Standing.Id == foretold.Member, MemberStates.Of(member.Standing.Word, member.Standing.State),
                    Milliseconds(member.Standing.LeftAloneFor), member.Standing.Weight,
                    member.Standing.Id == foretold.Member ? why : WhyNot(member, foretold.Basis))),
            ]);
    }

    /// <summary>What may turn out otherwise; null: nothing.</summary>
    public static string? NoteOn(PickBasis basis) => basis switch
    {
        PickBasis.NextTurn => "This edge has no turn in stock: a request that comes first, here or on another edge, takes the turn that is named.",
        PickBasis.Chance => "The algorithm draws among the members that can be used.",
        _ => null,
    };

    private static string Why(GroupPlan plan, PickForecast foretold) => foretold.Basis switch
    {
        PickBasis.Session => "the request's session is with it",
        PickBasis.SessionKey => "the key of the request's session belongs to it",
        PickBasis.Trial => plan.Definition.Members.Length == 1
            ? "its suspension is over, and this request would try it"
            : "its suspension is over, and this request would try it: it can go on to another member if that fails",
        PickBasis.Turn => Text($"it is its turn ({foretold.Offset} of epoch {foretold.Epoch}, which this edge has in stock)"),
        PickBasis.NextTurn => Text($"it is its turn ({foretold.Offset} of epoch {foretold.Epoch}, the cluster's next)"),
        PickBasis.Substitute when plan.Definition.Rules.Failover is not null => foretold.Skipped is { } current
            ? $"'{current}' serves the group and cannot be used here; it is the first that can" : "no member serves the group; it is the first that can be used",
        PickBasis.Substitute => foretold.Skipped is { } skipped
            ? $"it is the turn of '{skipped}', which cannot be used; it is the next that can" : "it is the next that can be used",
        PickBasis.Current => "it serves the group",
        PickBasis.OwnTurn => "it is its turn on this edge, whose cursor is its own",
        PickBasis.Degraded => "it is its turn on this edge, which cannot reach the group's grain and goes on alone",
        PickBasis.Key => "the request's key belongs to it",
        PickBasis.Only => "it is the only one that can be used",
        PickBasis.Chance => "chance decides among those that can be used",
        PickBasis.Anyway => "no member can be used, and when_all_suspended is \"try_anyway\"",
        _ => "no member can be used",
    };

    private static string WhyNot(in MemberForecast member, PickBasis basis)
    {
        var standing = member.Standing;
        var span = Span(standing.LeftAloneFor);
        return standing switch
        {
            { Word: OperatorWord.Draining } => "an operator drains it",
            { Word: OperatorWord.Off } => "an operator has switched it off",
            _ when member.IsOwnEvidence && !member.IsUsable =>
                $"this edge leaves it alone on its own evidence{span}{(member.IsPrivate ? "; the cluster has contradicted that" : "")}",
            { State: Verdict.Suspended } when standing.LeftAloneFor == TimeSpan.Zero => "its suspension is over; one request or probe is to try it first",
            { State: Verdict.Suspended, Times: > 0 } => Text($"suspended{span}, {standing.Times} in a row"),
            { State: Verdict.Suspended } => $"suspended{span} by an operator",
            { State: Verdict.Trial } => "its suspension is over; one request or probe in the cluster is to try it first",
            { State: Verdict.Timeout } when !member.IsUsable => $"marked for suspension, not used{span}",
            _ when !member.IsUsable => $"not used{span}",
            _ => basis switch
            {
                PickBasis.Session or PickBasis.SessionKey => "the request's session is with another member",
                PickBasis.Key => "the request's key belongs to another member",
                PickBasis.Current => "it stands in reserve",
                PickBasis.Chance => Text($"it may be this one: weight {standing.Weight}"),
                PickBasis.Trial => "another member is to be tried",
                _ => "it is another member's turn",
            },
        };
    }

    // Without an end that is known there is nothing to say.
    private static string Span(TimeSpan length) =>
        length == TimeSpan.Zero || length == TimeSpan.MaxValue ? "" : Text($" for {Math.Ceiling(length.TotalSeconds)} s more");

    private static long Milliseconds(TimeSpan length) => length == TimeSpan.MaxValue ? 0 : (long)length.TotalMilliseconds;

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
