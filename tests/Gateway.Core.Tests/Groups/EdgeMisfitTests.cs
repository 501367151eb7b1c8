using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>What a grain answers that does not fit is counted and ignored.</summary>
public class EdgeMisfitTests
{
    [Theory]
    [InlineData("ring names a member that is not there")]
    [InlineData("ring names a negative place")]
    [InlineData("ring is longer than any can be")]
    [InlineData("verdict is missing")]
    [InlineData("current is not there")]
    [InlineData("negative time")]
    [InlineData("state there is not")]
    [InlineData("word there is not")]
    [InlineData("gen before the first")]
    [InlineData("no members")]
    [InlineData("epoch behind all numbers")]
    public void A_snapshot_that_cannot_be_is_ignored_whole(string wrong)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        var before = pair.Edge.Snapshot!;
        var later = before with { Stamp = before.Stamp with { Version = before.Stamp.Version + 1 } };
        var broken = wrong switch
        {
            "ring names a member that is not there" => later with { Ring = [0, 3] },
            "ring names a negative place" => later with { Ring = [-1] },
            "ring is longer than any can be" => later with { Ring = [.. new int[Ring.MaxLength + 1]] },
            "verdict is missing" => later with { Verdicts = later.Verdicts[1..] },
            "current is not there" => later with { Current = 3 },
            "negative time" => later with { Verdicts = later.Verdicts.SetItem(0, later.Verdicts[0] with { RemainingMs = -1 }) },
            "state there is not" => later with { Verdicts = later.Verdicts.SetItem(0, later.Verdicts[0] with { State = (MemberState)9 }) },
            "word there is not" => later with { Verdicts = later.Verdicts.SetItem(0, later.Verdicts[0] with { Word = (OperatorWord)9 }) },
            "gen before the first" => later with { Verdicts = later.Verdicts.SetItem(0, later.Verdicts[0] with { Gen = 0 }) },
            "no members" => later with { Members = default },
            _ => later with { Stamp = new Stamp(new Epoch(long.MaxValue, 0), 1) },
        };

        pair.Edge.Nudged(GroupNews.None with { Snapshot = broken }, pair.Now);

        Assert.Same(before, pair.Edge.Snapshot);
        Assert.Equal(1, pair.Edge.RepliesIgnored);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = later }, pair.Now);
        Assert.Same(later, pair.Edge.Snapshot);
        Assert.Equal(1, pair.Edge.RepliesIgnored);
    }

    [Theory]
    [InlineData(0, 6, false)]
    [InlineData(0, -1, false)]
    [InlineData(-1, 1, false)]
    [InlineData(long.MaxValue, 1, false)]
    [InlineData(0, 5, true)]
    [InlineData(0, 0, true)]
    public void Turns_that_nobody_asked_for_are_not_used(long start, int count, bool fits)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var take = pair.Edge.NextTake(5, pair.Now)!.Value;

        var again = pair.Edge.TakeAnswered(
            new TakeReply(GroupStatus.Ok, take.Seq, pair.Edge.Snapshot!.Stamp, start, count, pair.Edge.Snapshot.RingVersion, GroupNews.None), pair.Now);

        Assert.Equal(fits ? null : take, again);
        Assert.Equal((fits ? count : 0, fits ? 0L : 1L), (pair.Edge.Stocked, pair.Edge.RepliesIgnored));
    }

    [Theory]
    [InlineData("member")]
    [InlineData("epoch")]
    [InlineData("gen")]
    [InlineData("id")]
    [InlineData("life")]
    public void A_permit_that_does_not_fit_gives_no_leave(string wrong)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: Core.Endpoints.CursorScope.Local));
        pair.Judge("b", MemberState.Trial);
        var permit = new TrialPermit(1, "b", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("b").Gen, 3000, ByProbe: true);

        Answer(pair, wrong switch
        {
            "member" => permit with { Member = "nobody" },
            "epoch" => permit with { Epoch = new Epoch(1, 1) },
            "gen" => permit with { Gen = permit.Gen + 1 },
            "id" => permit with { Id = 0 },
            _ => permit with { LifeMs = -1 },
        });

        Assert.Null(pair.Edge.NextProbe(pair.Now));
        Assert.Equal(1, pair.Edge.RepliesIgnored);
        Answer(pair, permit);
        Assert.Equal("b", pair.Edge.NextProbe(pair.Now)?.Member);
    }

    [Theory]
    [InlineData("member")]
    [InlineData("epoch")]
    [InlineData("gen")]
    [InlineData("id")]
    [InlineData("stage")]
    public void An_ask_that_does_not_fit_makes_no_probe(string wrong)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        var ask = new OpinionAsk(1, "b", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("b").Gen, FailureStage.Connect, ByProbe: true);

        pair.Edge.Nudged(
            GroupNews.None with
            {
                Asks =
                [
                    wrong switch
                    {
                        "member" => ask with { Member = "nobody" },
                        "epoch" => ask with { Epoch = new Epoch(1, 1) },
                        "gen" => ask with { Gen = ask.Gen + 1 },
                        "id" => ask with { Id = -4 },
                        _ => ask with { Stage = (FailureStage)7 },
                    },
                ],
            },
            pair.Now);

        Assert.Null(pair.Edge.NextProbe(pair.Now));
        Assert.Equal(1, pair.Edge.RepliesIgnored);
    }

    [Theory]
    [InlineData(-5, 0L)]
    [InlineData(1, 1L)]
    [InlineData(1000, 1L)]
    public void A_grain_cannot_have_ignored_more_than_it_was_sent(int said, long counted)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        pair.Fail("b");
        var report = pair.Edge.NextReport(pair.Now)!;

        pair.Edge.ReportAnswered(new ReportReply(GroupStatus.Ok, report.Seq, pair.Edge.Snapshot!.Stamp, said, GroupNews.None), pair.Now);

        Assert.Equal(counted, pair.Edge.ReportsIgnored);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 3)]
    [InlineData(4, 3)]
    public void A_phase_that_cannot_be_is_ignored(int ordinal, int count)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: Core.Endpoints.CursorScope.Local));
        var request = pair.Pass(11_000).Edge.NextPull(pair.Now)!.Value;
        var reply = pair.Grain.Pull(request, pair.Now);

        pair.Edge.PullAnswered(reply with { PhaseOrdinal = ordinal, PhaseCount = count }, TimeSpan.FromMilliseconds(1), pair.Now);

        Assert.Equal(1, pair.Edge.RepliesIgnored);
    }

    private static void Answer(EdgeAndGrain pair, TrialPermit permit)
    {
        var request = pair.Pass(11_000).Edge.NextPull(pair.Now) ?? throw new InvalidOperationException("No Pull is due.");
        pair.Edge.PullAnswered(
            new PullReply(GroupStatus.Ok, request.Seen, GroupNews.None with { Permits = [permit] }, 0, 1), TimeSpan.FromMilliseconds(1), pair.Now);
    }
}
