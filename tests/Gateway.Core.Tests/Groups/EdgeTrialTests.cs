using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>Permits, asks and reports: what the grain lets this edge do for all.</summary>
public class EdgeTrialTests
{
    private const int Broken = 101506;

    [Fact]
    public void One_request_that_can_be_sent_on_uses_a_permit_and_its_outcome_names_it()
    {
        var pair = WithPermit(byProbe: false, out var epoch, out var gen);
        Assert.Equal(PickOutcome.Picked, pair.Edge.TryPick(false, pair.Now, out var unsafeOne));
        Assert.NotEqual("a", unsafeOne.Member);
        var trial = pair.Pick();

        Assert.Equal(("a", 5L), (trial.Member, trial.Routing.Permit));
        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
        pair.Edge.Succeeded(trial, pair.Now);
        Assert.Equal([new ReportItem("a", epoch, gen, ReportKind.Succeeded, 0, FailureStage.Answer, 5, 0)], pair.Report());
        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
    }

    [Fact]
    public void An_ask_of_a_new_epoch_is_owed_though_one_of_the_last_had_its_number()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        pair.Edge.Nudged(Ask(pair, byProbe: true, FailureStage.Connect), pair.Now);
        pair.Probe(new ProbeResult(ReportKind.Succeeded, 0, FailureStage.Connect));
        Assert.Single(pair.Report());

        pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);
        pair.Edge.Nudged(Ask(pair, byProbe: true, FailureStage.Connect), pair.Now);

        pair.Probe(new ProbeResult(ReportKind.Succeeded, 0, FailureStage.Connect));
        Assert.Equal(9L, Assert.Single(pair.Report()).Ask);
    }

    [Theory]
    [InlineData(null, true, FailureStage.Tls, true)]
    [InlineData(null, true, FailureStage.Answer, false)]
    [InlineData(HealthCheckKind.Tcp, true, FailureStage.Answer, false)]
    [InlineData(HealthCheckKind.Http, true, FailureStage.Answer, true)]
    [InlineData(HealthCheckKind.Http, false, FailureStage.Connect, false)]
    public void A_probe_reaches_a_stage_only_if_it_has_somewhere_to_go_and_asks_that_far(
        HealthCheckKind? kind, bool hasAddress, FailureStage stage, bool reaches)
    {
        var rules = MemberRules.Default with
        {
            Health = kind is { } known ? Jury.Check(TimeSpan.Zero) with { Kind = known } : null, HasAddress = hasAddress,
        };

        Assert.Equal(reaches, rules.HasProbeFor(stage));
    }

    [Fact]
    public void Every_error_fails_a_trial_listed_or_not()
    {
        var pair = WithPermit(byProbe: false, out var epoch, out var gen, MemberRules.Default with { Suspend = SuspensionPolicy.Default with { ErrorCodes = [1] } });
        pair.Edge.Failed(pair.Pick(), Broken, FailureStage.Answer, pair.Now);

        Assert.Equal([new ReportItem("a", epoch, gen, ReportKind.Failed, Broken, FailureStage.Answer, 5, 0)], pair.Report());
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
    }

    [Fact]
    public void A_cancelled_trial_gives_its_permit_back_and_it_is_not_used_again()
    {
        var pair = WithPermit(byProbe: false, out _, out _);
        pair.Edge.GaveBack(pair.Pick(), pair.Now);
        Assert.Equal((ReportKind.GivenBack, 5L), pair.Report().Select(item => (item.Kind, item.Permit)).Single());

        Hold(pair, Permit(pair, byProbe: false));

        Assert.NotEqual("a", pair.Pick().Member);
    }

    [Theory]
    [InlineData("time")]
    [InlineData("gen")]
    [InlineData("epoch")]
    public void A_permit_that_is_void_when_it_would_be_used_starts_no_trial(string ended)
    {
        foreach (var byProbe in new[] { false, true })
        {
            var pair = WithPermit(byProbe, out _, out _);
            End(pair, ended);

            Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
            Assert.Null(pair.Edge.NextProbe(pair.Now));
        }
    }

    [Theory]
    [InlineData("time")]
    [InlineData("gen")]
    [InlineData("epoch")]
    public void No_void_permits_result_counts(string ended)
    {
        var pair = WithPermit(byProbe: true, out _, out _);
        var order = pair.Edge.NextProbe(pair.Now)!.Value;
        Assert.True(pair.Edge.MayBegin(order, pair.Now));
        End(pair, ended);

        Assert.False(pair.Edge.MayBegin(order, pair.Now));
        pair.Edge.Probed(order, ProbeResult.Fine, pair.Now);
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void A_permit_lives_from_the_first_sending_of_the_call_that_it_answers()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.Judge("a", MemberState.Trial);
        var take = pair.Edge.NextTake(1, pair.Now)!.Value;
        pair.Pass(150).Edge.TakeUnanswered(pair.Now);
        var reply = pair.Grain.Take(take, pair.Now) with { News = GroupNews.None with { Permits = [Permit(pair, byProbe: true)] } };
        pair.Pass(100).Edge.TakeAnswered(reply, pair.Now);

        Assert.Null(pair.Pass(2750).Edge.NextProbe(pair.Now));
    }

    [Fact]
    public void A_Pull_names_the_permits_held_and_its_answer_renews_them()
    {
        var pair = WithPermit(byProbe: true, out _, out _);
        var order = pair.Edge.NextProbe(pair.Now)!.Value;
        var pull = pair.Pass(1000).Edge.NextPull(pair.Now)!.Value;
        Assert.Equal([5L], pull.Permits.ToArray());
        Answer(pair, pull, GroupNews.None with { Permits = [Permit(pair, byProbe: true)] });
        Assert.Null(pair.Edge.NextProbe(pair.Now));

        pair.Pass(2999).Edge.Probed(order, ProbeResult.Fine, pair.Now);
        Assert.Equal(5L, pair.Report().Single().Permit);
    }

    [Fact]
    public void News_that_came_unasked_brings_no_permit()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Judge("a", MemberState.Trial);
        pair.Edge.Nudged(GroupNews.None with { Permits = [Permit(pair, byProbe: true)] }, pair.Now);

        Assert.Null(pair.Edge.NextProbe(pair.Now));
    }

    [Theory]
    [InlineData(ReportKind.Succeeded, 0)]
    [InlineData(ReportKind.Failed, 101503)]
    [InlineData(ReportKind.GivenBack, 0)]
    public void An_ask_by_probe_is_answered_by_a_probe_at_once_and_once(ReportKind kind, int code)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        var ask = Ask(pair, byProbe: true, FailureStage.Connect);
        pair.Edge.Nudged(ask, pair.Now);
        Assert.True(pair.Edge.NextDue(pair.Now) <= pair.Now);
        Assert.Equal(FailureStage.Connect, pair.Probe(new ProbeResult(kind, code, FailureStage.Connect)).Stage);
        pair.Edge.Nudged(ask, pair.Now);

        Assert.Null(pair.Edge.NextProbe(pair.Now));
        Assert.Equal((kind, code, 9L, 0L), pair.Report().Select(item => (item.Kind, item.ErrorCode, item.Ask, item.Permit)).Single());
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
    }

    [Fact]
    public void An_ask_that_no_probe_here_can_answer_is_given_back_at_once()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Edge.Nudged(Ask(pair, byProbe: true, FailureStage.Answer), pair.Now);

        Assert.Equal((ReportKind.GivenBack, 9L), pair.Report().Select(item => (item.Kind, item.Ask)).Single());
    }

    [Theory]
    [InlineData(true, ReportKind.Succeeded)]
    [InlineData(false, ReportKind.Failed)]
    public void An_ask_without_a_probe_is_answered_by_the_next_outcome_there(bool answers, ReportKind kind)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Edge.Nudged(Ask(pair, byProbe: false, FailureStage.Answer), pair.Now);
        Assert.True(pair.Edge.HearsSuccess);
        Assert.Null(pair.Edge.NextProbe(pair.Now));
        pair.Edge.Succeeded(pair.PickOf("b"), pair.Now);
        Assert.Empty(pair.Report());
        if (answers)
        {
            pair.Edge.Succeeded(pair.PickOf("a"), pair.Now);
        }
        else
        {
            pair.Fail("a", Broken, FailureStage.Answer);
        }

        Assert.Equal((kind, 9L), pair.Report().Select(item => (item.Kind, item.Ask)).Single());
        pair.Edge.NextProbe(pair.Pass(5000).Now);
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void An_ask_without_an_outcome_is_given_back_after_three_seconds()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Edge.Nudged(Ask(pair, byProbe: false, FailureStage.Answer), pair.Now);
        var due = pair.Now + TimeSpan.FromSeconds(3);
        pair.Edge.NextProbe(pair.Pass(2999).Now);
        Assert.Empty(pair.Report());
        Assert.InRange(pair.Edge.NextDue(pair.Now), TimeSpan.MinValue, due);

        pair.Edge.NextProbe(pair.Pass(1).Now);
        Assert.Equal((ReportKind.GivenBack, 9L), pair.Report().Select(item => (item.Kind, item.Ask)).Single());
    }

    [Fact]
    public void An_unanswered_Report_is_repeated_with_its_seq_while_its_evidence_is_fresh_and_then_dropped()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a");
        var first = pair.Edge.NextReport(pair.Now);
        Assert.Null(pair.Edge.NextReport(pair.Now));
        pair.Fail("b");
        pair.Edge.ReportUnanswered(pair.Now);
        Assert.Null(pair.Pass(499).Edge.NextReport(pair.Now));
        Assert.Same(first, pair.Pass(1).Edge.NextReport(pair.Now));
        pair.Edge.ReportUnanswered(pair.Now);

        Assert.Null(pair.Pass(10_000).Edge.NextReport(pair.Now));
        Assert.Equal(2, pair.Edge.ReportsDropped);
        pair.Fail("c");
        Assert.Equal(2, pair.Edge.NextReport(pair.Now)!.Seq);
    }

    [Fact]
    public void Nothing_is_told_while_Pulls_fail_and_the_queue_is_bounded()
    {
        var names = string.Join(' ', Enumerable.Range(0, ReportRequest.MostItems + 4).Select(number => $"m{number}"));
        var pair = EdgeAndGrain.Connected(Plan(names, cursor: CursorScope.Local));
        pair.Edge.Reconnected();
        pair.Edge.NextPull(pair.Now);
        pair.Edge.PullUnanswered(pair.Now);
        foreach (var name in names.Split(' '))
        {
            pair.Fail(name);
        }

        Assert.Null(pair.Edge.NextReport(pair.Now));
        Assert.Equal(4, pair.Edge.ReportsDropped);
        pair.Pass(200).Pull();
        Assert.Equal(ReportRequest.MostItems, pair.Report().Length);
    }

    private static EdgeAndGrain WithPermit(bool byProbe, out Epoch epoch, out long gen, MemberRules? rules = null)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", rules ?? MemberRules.Default, cursor: CursorScope.Local));
        pair.Judge("a", MemberState.Trial);
        (epoch, gen) = (pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen);
        Hold(pair, Permit(pair, byProbe));
        return pair;
    }

    private static void Hold(EdgeAndGrain pair, TrialPermit permit)
    {
        pair.Edge.Reconnected();
        Answer(pair, pair.Edge.NextPull(pair.Now)!.Value, GroupNews.None with { Permits = [permit] });
    }

    // The news is under the stamp that the edge has seen.
    private static void Answer(EdgeAndGrain pair, PullRequest pull, GroupNews news) =>
        pair.Edge.PullAnswered(new PullReply(GroupStatus.Ok, pull.Seen, news, 0, 1), TimeSpan.Zero, pair.Now);

    private static TrialPermit Permit(EdgeAndGrain pair, bool byProbe) =>
        new(5, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, 3000, byProbe);

    private static GroupNews Ask(EdgeAndGrain pair, bool byProbe, FailureStage stage) => GroupNews.None with
    {
        Asks = [new OpinionAsk(9, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, stage, byProbe)],
    };

    private static void End(EdgeAndGrain pair, string ended)
    {
        switch (ended)
        {
            case "time":
                pair.Pass(3000);
                break;
            case "gen":
                pair.Judge("a", MemberState.Suspended, 60_000);
                break;
            default:
                var next = pair.Edge.Snapshot!;
                next = next with { Stamp = new Stamp(new Epoch(next.Stamp.Epoch.Number + 1, 0), 1) };
                pair.Edge.Nudged(GroupNews.None with { Snapshot = next }, pair.Now);
                break;
        }
    }
}
