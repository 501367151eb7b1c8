using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>All that a group's grain holds for and against one leaf: its standing, the evidence, who is asked, who may try it.</summary>
/// <param name="id">The member.</param>
/// <param name="rules">Its rules.</param>
/// <param name="gen">Its first gen: later than any that a member of this name has had under the same epoch.</param>
internal sealed partial class MemberCase(string id, MemberRules rules, long gen = 1)
{
    public string Id { get; } = id;

    public MemberRules Rules { get; set; } = rules;

    /// <summary>Counts state changes: evidence counts only under the present one.</summary>
    public long Gen { get; private set; } = gen;

    public Standing Standing { get; private set; }

    /// <summary>What brought it here.</summary>
    public CauseKind Cause { get; private set; }

    /// <summary>How far the failed try had come that brought it here: a trial has to reach that.</summary>
    public FailureStage Stage { get; private set; }

    public OperatorStatement Statement { get; private set; } = OperatorStatement.None;

    public Votes Votes { get; } = new();

    public Opinions Opinions { get; } = new();

    public ActiveChecks Checks { get; } = new();

    public Trial Trial { get; } = new();

    /// <summary>The only evidence of a verdict that nobody else has confirmed; null: confirmed, or no verdict.</summary>
    public (string Node, Vote Vote)? Unconfirmed { get; private set; }

    /// <summary>Since when it is back, while it starts slowly.</summary>
    public TimeSpan? BackSince { get; private set; }

    // What brought it to its state, and when that was.
    private (ImmutableArray<EvidenceEntry> Seen, TimeSpan At) _verdict = ([], TimeSpan.Zero);

    // The length of its next suspension; of no interest while it has none behind it.
    private long NextLengthMs => IsSuspended ? Milliseconds(Rules.Suspend.Next(Standing.LastSuspension)) : 0;

    // As long as the suspension was, and no shorter than a permit lives.
    private TimeSpan LongestTrial => Standing.Length > TimeSpan.FromSeconds(3) ? Standing.Length : TimeSpan.FromSeconds(3);

    /// <summary>How far it may be picked.</summary>
    public Fitness Fitness => Statement.Word != OperatorWord.None ? Fitness.Out : Standing.State switch
    {
        MemberState.Active => Fitness.Fit,
        MemberState.Timeout => Fitness.Waits,
        _ => Fitness.Out,
    };

    /// <summary>Whether it counts against <see cref="GroupRules.MaxSuspended"/>.</summary>
    public bool IsSuspended => Standing.State is MemberState.Suspended or MemberState.Trial;

    /// <summary>Whether one trial in the cluster is to decide on it now.</summary>
    public bool IsOnTrial => Standing.State == MemberState.Trial && Statement.Word == OperatorWord.None;

    /// <summary>Whether edges have something to be told of it besides the snapshot.</summary>
    public bool HasNews => IsOnTrial || Opinions.Count > 0 || Checks.Asked is not null || !Votes.NobodyContradicted;

    /// <summary>Whether time alone can change it.</summary>
    public bool NeedsTicks =>
        Standing.State != MemberState.Active || Votes.Count > 0 || Opinions.Count > 0 || Statement.Until is not null || BackSince is not null
        || Rules.Health is { Interval.Ticks: > 0 };

    /// <summary>Lets time pass, counts the votes and asks for what is missing.</summary>
    public void Advance(Bench bench, TimeSpan now)
    {
        if (Statement.Until is { } end && now >= end)
        {
            TakeWordBack(bench, now, CauseKind.Time);
        }

        var passed = Standing.At(now);
        if (passed.State != Standing.State)
        {
            Become(passed, CauseKind.Time, bench, now);
        }

        if (BackSince is { } since && now - since >= bench.Rules.SlowStart)
        {
            BackSince = null;
        }

        Votes.Expire(bench.Edges, now);
        var dealable = Trial.Since > bench.Lease.DealsFrom ? Trial.Since : bench.Lease.DealsFrom;
        if (IsOnTrial && !Rules.HasProbeFor(Stage) && Votes.Count == 0 && Opinions.Count == 0 && now - dealable >= LongestTrial)
        {
            // Nobody tried it though somebody might have: only POSTs that may not go out twice, or no requests at all. The next one
            // finds out; the series goes on.
            Become(Standing with { State = MemberState.Active }, CauseKind.Time, bench, now);
        }

        Judge(bench, now);
        Ask(bench, now);
    }

    /// <summary>Tenths of its weight that it is given: all ten, unless it starts slowly.</summary>
    public int TenthsAt(TimeSpan slowStart, TimeSpan now) => BackSince is not { } since || now - since >= slowStart
        ? 10
        : 1 + (int)(9 * ((now - since) / slowStart));

    /// <summary>A new epoch: evidence and leave of the last one are void.</summary>
    public void Void(TimeSpan now)
    {
        Votes.Clear();
        Opinions.Clear();
        Checks.Restart();
        Trial.Begin(now);
    }

    private void Become(
        Standing next, CauseKind cause, Bench bench, TimeSpan now, ImmutableArray<EvidenceEntry>? evidence = null, bool keepsContradicted = false)
    {
        var from = Standing.State;
        var isVerdict = cause is CauseKind.Failures or CauseKind.Checks or CauseKind.Trial && next.State is MemberState.Timeout or MemberState.Suspended;
        Unconfirmed = isVerdict ? Votes.Single : null;
        Stage = isVerdict ? Votes.DeepestStage : Stage;
        var seen = evidence ?? Votes.Describe(now);
        string[] contradicted = keepsContradicted ? [.. Votes.Contradicted] : [];

        // One step: whatever was seen, asked or allowed under the old gen counts no more.
        Gen++;
        Standing = next;
        Cause = cause == CauseKind.Time ? Cause : cause;
        _verdict = cause == CauseKind.Time ? _verdict : (seen, now);
        Votes.Clear();
        Opinions.Clear();
        Checks.Restart();
        Trial.End();
        if (next.State == MemberState.Trial)
        {
            Trial.Begin(now);
        }

        foreach (var node in contradicted)
        {
            Votes.Silence(node);
            bench.Tell(node, now);
        }

        BackSince = next.State != MemberState.Active ? null : from is MemberState.Suspended or MemberState.Trial ? StartSlowly(bench, now) : BackSince;
        Note(from, cause, bench, now, seen, cause == CauseKind.Operator && from == next.State && from == MemberState.Active);
        if (next.State == MemberState.Active && Statement.Word == OperatorWord.None)
        {
            Statement = OperatorStatement.None;
        }
    }

    private static TimeSpan? StartSlowly(Bench bench, TimeSpan now) =>
        bench.Rules.SlowStart > TimeSpan.Zero && bench.Rules.Failover is null ? now : null;

    private void Note(
        MemberState from, CauseKind cause, Bench bench, TimeSpan now, ImmutableArray<EvidenceEntry> evidence, bool isOfWord) => bench.Note(
        new GroupEvent(
            bench.NextVersion, 0, Id, from, Standing.State, Statement.Word, cause,
            Milliseconds(Statement.Until is { } until ? until - now : Standing.RemainingAt(now)),
            Unconfirmed is not null && !bench.IsAlone, evidence, cause == CauseKind.Operator ? Statement.Describe() : "")
        {
            Kind = isOfWord ? EventKind.WordChanged : EventKind.MemberChanged,
            Suspensions = Standing.Suspensions,
            ThenMs = NextLengthMs,
        },
        now);
}
