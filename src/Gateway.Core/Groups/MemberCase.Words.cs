using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <content>What operators say, and what is stored.</content>
internal sealed partial class MemberCase
{
    /// <summary>Does what an operator says.</summary>
    public void Obey(AdminCommand command, Bench bench, TimeSpan now)
    {
        var said = OperatorStatement.Of(command, now);
        switch (command.Verb)
        {
            case AdminVerb.Suspend:
                Statement = said with { Word = Statement.Word, Until = Statement.Word == OperatorWord.None ? null : Statement.Until, Length = Statement.Length };
                Become(Standing.SuspendedFor(OperatorStatement.LengthOf(command) ?? UsualLength(), now), CauseKind.Operator, bench, now, []);
                break;
            case AdminVerb.Resume:
                var slowly = Statement.Word != OperatorWord.None ? StartSlowly(bench, now) : null;
                Statement = said with { Until = null };
                Become(Standing.AfterSuccess, CauseKind.Operator, bench, now, []);
                BackSince ??= slowly;
                break;
            default:
                Statement = said;
                Note(Standing.State, CauseKind.Operator, bench, now, [], isOfWord: true);
                break;
        }
    }

    private TimeSpan UsualLength() =>
        Rules.Suspend.Initial > TimeSpan.Zero ? Rules.Suspend.Next(Standing.LastSuspension) : SuspensionPolicy.Default.Initial;

    private void TakeWordBack(Bench bench, TimeSpan now, CauseKind cause)
    {
        Statement = OperatorStatement.None;
        BackSince = Standing.State == MemberState.Active ? StartSlowly(bench, now) : BackSince;
        Note(Standing.State, cause, bench, now, [], isOfWord: true);
    }

    /// <summary>What is stored of it.</summary>
    /// <param name="weight">Turns per ring.</param>
    /// <param name="now">The grain's clock.</param>
    /// <param name="utcMilliseconds">The time of day.</param>
    public MemberRecord Record(int weight, TimeSpan now, long utcMilliseconds) => new(Id, weight)
    {
        Gen = Gen,
        State = Standing.State,
        Cause = Cause,
        Stage = Stage,
        UntilUtcMs = Standing.State is MemberState.Timeout or MemberState.Suspended ? DayTime(Standing.Until, now, utcMilliseconds) : 0,
        LengthMs = Milliseconds(Standing.Length),
        LastSuspensionMs = Milliseconds(Standing.LastSuspension),
        Suspensions = Standing.Suspensions,
        RetriesLeft = Standing.RetriesLeft,
        Word = Statement.Word,
        Reason = Statement.Reason,
        By = Statement.By,
        WordUntilUtcMs = Statement.Until is { } until ? DayTime(until, now, utcMilliseconds) : 0,
        WordLengthMs = Milliseconds(Statement.Length),
    };

    /// <summary>Takes up what is stored. Whatever the clocks say, it waits no longer than its suspension is in whole.</summary>
    public void Restore(MemberRecord record, TimeSpan now, long utcMilliseconds)
    {
        var length = Span(record.LengthMs);
        var remaining = record.UntilUtcMs == long.MaxValue ? length : Span(Math.Max(record.UntilUtcMs - utcMilliseconds, 0));
        remaining = remaining < length ? remaining : length;
        Gen = Math.Max(record.Gen, 1);
        Cause = record.Cause;
        Stage = record.Stage;
        var until = remaining > TimeSpan.MaxValue - now ? TimeSpan.MaxValue : now + remaining;
        Standing = new Standing(
            record.State, record.UntilUtcMs == 0 ? TimeSpan.Zero : until, length, Span(record.LastSuspensionMs), record.Suspensions,
            record.RetriesLeft);
        Statement = new OperatorStatement(
            record.Word, record.Reason ?? "", record.By ?? "",
            record.WordUntilUtcMs > 0 ? now + WordRemaining(record, utcMilliseconds) : null)
        {
            Length = Span(record.WordLengthMs),
        };
        if (record.State == MemberState.Trial)
        {
            Trial.Begin(now);
        }
    }

    /// <summary>The evidence, for operators' eyes.</summary>
    public MemberDescription Describe(Bench bench, TimeSpan now) => new(
        Id, Cause, Unconfirmed is not null && !bench.IsAlone, Votes.Describe(now), [.. Votes.Contradicted.Order(StringComparer.Ordinal)],
        [.. Opinions.Asked.Concat(Checks.Asked is { } edge ? [edge] : []).Select(asked => bench.Edges.Find(asked)?.Node ?? "").Distinct()],
        Trial.Holder(now), Statement.Reason, Statement.By,
        Statement.Until is { } until ? Math.Max((long)(until - now).TotalMilliseconds, 1) : 0)
    {
        Evidence = [.. _verdict.Seen.Select(seen => seen with { AgoMs = seen.AgoMs + (long)(now - _verdict.At).TotalMilliseconds })],
        NextSuspensionMs = NextLengthMs,
        Quorum = Votes.Needed(Id, bench.Rules.Quorum, bench.IsSettling(now), bench.Edges, now),
    };

    // A record from before words had a length knows only the end.
    private static TimeSpan WordRemaining(MemberRecord record, long utcMilliseconds)
    {
        var remaining = Math.Max(record.WordUntilUtcMs - utcMilliseconds, 0);
        return Span(record.WordLengthMs > 0 && record.WordLengthMs < remaining ? record.WordLengthMs : remaining);
    }

    private static long DayTime(TimeSpan until, TimeSpan now, long utcMilliseconds) =>
        until == TimeSpan.MaxValue ? long.MaxValue : utcMilliseconds + (long)(until - now).TotalMilliseconds;

    private static long Milliseconds(TimeSpan span) => span == TimeSpan.MaxValue ? long.MaxValue : (long)span.TotalMilliseconds;

    private static TimeSpan Span(long milliseconds) =>
        milliseconds >= (long)TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(Math.Max(milliseconds, 0));
}
