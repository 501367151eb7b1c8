using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>Rules of the edge's side of which a fault in one word would go unseen elsewhere.</summary>
public class EdgeLetterTests
{
    [Fact]
    public void A_permit_in_a_slow_answer_to_a_Pull_lives_from_the_sending_of_the_Pull()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Judge("a", MemberState.Trial);
        pair.Edge.Reconnected();
        var pull = pair.Edge.NextPull(pair.Now)!.Value;
        var news = GroupNews.None with { Permits = [Permit(pair)] };
        pair.Pass(1000).Edge.PullAnswered(new PullReply(GroupStatus.Ok, pull.Seen, news, 0, 1), TimeSpan.FromSeconds(1), pair.Now);

        Assert.Null(pair.Pass(2000).Edge.NextProbe(pair.Now));
    }

    [Fact]
    public void A_permit_that_comes_again_with_less_time_keeps_what_it_had()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Judge("a", MemberState.Trial);
        Pulled(pair, GroupNews.None with { Permits = [Permit(pair)] });
        Pulled(pair, GroupNews.None with { Permits = [Permit(pair, lifeMs: 100)] });

        Assert.Equal(5, pair.Pass(2999).Edge.NextProbe(pair.Now)?.Routing.Permit);
    }

    [Fact]
    public void A_probe_that_went_less_far_than_the_failure_ends_no_overlay()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a", 101506, FailureStage.Answer);
        pair.Edge.Nudged(
            GroupNews.None with { Asks = [new OpinionAsk(9, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, FailureStage.Connect, ByProbe: true)] },
            pair.Now);

        Assert.False(pair.Edge.Probed(pair.Edge.NextProbe(pair.Now)!.Value, new ProbeResult(ReportKind.Succeeded, 0, FailureStage.Connect), pair.Now));

        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
    }

    [Fact]
    public void A_member_that_is_tried_all_the_same_while_it_is_left_alone_is_left_alone_no_longer_for_that()
    {
        var plan = Plan("a", MemberRules.Default with { Suspend = new SuspensionPolicy([], TimeSpan.FromSeconds(2), 2, TimeSpan.FromSeconds(60)) });
        plan = plan with { Definition = plan.Definition with { Rules = plan.Definition.Rules with { WhenAllSuspended = WhenAllSuspended.TryAnyway } } };
        var pair = EdgeAndGrain.Connected(plan);
        pair.Fail("a");
        pair.Report();

        Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(pair.Pass(500).Pick(), 101503, FailureStage.Connect, pair.Now));

        Assert.Equal(1500, pair.Edge.MembersAt(pair.Now).Single().LeftAloneFor.TotalMilliseconds);
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void A_member_that_is_in_use_again_untried_is_not_tried_by_a_carrier()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a", 101506, FailureStage.Answer);

        Assert.All(Enumerable.Range(0, 6).Select(_ => pair.Pass(60_000).Pick()), pick => Assert.False(pick.Routing.IsTry));
    }

    [Fact]
    public void A_Report_of_an_epoch_that_is_over_is_not_repeated()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a");
        Assert.NotNull(pair.Edge.NextReport(pair.Now));
        pair.Edge.ReportUnanswered(pair.Now);
        pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        Assert.Null(pair.Pass(500).Edge.NextReport(pair.Now));
        Assert.Equal(1, pair.Edge.ReportsDropped);
    }

    [Fact]
    public void A_member_that_the_cluster_no_longer_names_is_not_held_to_its_last_verdict()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b", cursor: CursorScope.Local));
        var last = pair.Judge("a", MemberState.Suspended, 60_000);
        Assert.Equal("b b b", pair.Picks(3));

        var next = last with
        {
            Stamp = last.Stamp with { Version = last.Stamp.Version + 1 }, Members = last.Members[1..], Verdicts = last.Verdicts[1..], Ring = [0],
            RingVersion = last.RingVersion + 1,
        };
        pair.Edge.Nudged(GroupNews.None with { Snapshot = next }, pair.Now);
        pair.Fail("b");

        Assert.Same(next, pair.Edge.Snapshot);
        Assert.Equal("a", pair.Pick().Member);
    }

    [Fact]
    public void What_was_contradicted_and_then_ended_is_the_clusters_affair_again()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a");
        pair.Report(GroupNews.None with { Contradicted = ["a"] });
        Assert.Equal(["a"], pair.Edge.PrivateOverlayAt(pair.Now));
        pair.Pass(1000).Probe(ProbeResult.Fine);
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));

        pair.Fail("a");

        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
        Assert.Empty(pair.Edge.PrivateOverlayAt(pair.Now));
    }

    [Fact]
    public void A_contradiction_that_the_grain_tells_by_a_nudge_makes_the_overlay_private_without_another_Pull()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        var other = new Guid(2, 0, 0, new byte[8]);
        var pull = new PullRequest(other, "other", pair.Edge.Snapshot!.Stamp, 1, 1000, [], []);
        pair.Grain.Pull(pull, pair.Now);
        pair.Fail("a");
        pair.Edge.ReportAnswered(pair.Grain.Report(pair.Edge.NextReport(pair.Now)!, pair.Now), pair.Now);
        var ask = Assert.Single(pair.Grain.Pull(pull, pair.Now).News.Asks);
        pair.Grain.TakeNudges(pair.Now);

        var fine = new ReportItem("a", ask.Epoch, ask.Gen, ReportKind.Succeeded, 0, ask.Stage, 0, ask.Id);
        pair.Grain.Report(new ReportRequest(other, "other", 1, pull.Seen, 1, [fine]), pair.Now);
        pair.Edge.Nudged(Assert.Single(pair.Grain.TakeNudges(pair.Now), nudge => nudge.Edge == pair.Id).News, pair.Now);

        Assert.Equal(["a"], pair.Edge.PrivateOverlayAt(pair.Now));
    }

    [Fact]
    public void A_contradiction_under_a_lower_stamp_makes_no_overlay_private()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Fail("a");
        var report = pair.Edge.NextReport(pair.Now)!;
        var late = new ReportReply(GroupStatus.Ok, report.Seq, pair.Edge.Snapshot!.Stamp, 0, GroupNews.None with { Contradicted = ["a"] });
        pair.Judge("b", MemberState.Active);

        pair.Edge.ReportAnswered(late, pair.Now);

        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
        Assert.Empty(pair.Edge.PrivateOverlayAt(pair.Now));
    }

    [Fact]
    public void An_ask_that_a_later_verdict_has_overtaken_is_not_answered()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        pair.Edge.Nudged(
            GroupNews.None with { Asks = [new OpinionAsk(9, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, FailureStage.Answer, ByProbe: false)] },
            pair.Now);
        pair.Judge("a", MemberState.Active);
        Assert.Null(pair.Edge.NextProbe(pair.Pass(3000).Now));

        pair.Edge.Succeeded(pair.PickOf("a"), pair.Now);

        Assert.Empty(pair.Report());
    }

    [Fact]
    public void A_success_of_a_request_that_was_under_way_before_the_ask_is_no_opinion_and_the_next_ones_is()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        var underWay = pair.PickOf("a");
        pair.Edge.Nudged(
            GroupNews.None with { Asks = [new OpinionAsk(9, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, FailureStage.Answer, ByProbe: false)] },
            pair.Now);

        pair.Edge.Succeeded(underWay, pair.Now);
        Assert.Empty(pair.Report());
        pair.Edge.Succeeded(pair.PickOf("a"), pair.Now);

        Assert.Equal((9L, ReportKind.Succeeded), pair.Report().Select(item => (item.Ask, item.Kind)).Single());
    }

    [Fact]
    public void A_failure_of_a_request_that_was_under_way_before_the_ask_answers_it()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", cursor: CursorScope.Local));
        var underWay = pair.PickOf("a");
        pair.Edge.Nudged(
            GroupNews.None with { Asks = [new OpinionAsk(9, "a", pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf("a").Gen, FailureStage.Answer, ByProbe: false)] },
            pair.Now);

        pair.Edge.Failed(underWay, 101503, FailureStage.Connect, pair.Now);

        Assert.Equal((9L, ReportKind.Failed), pair.Report().Select(item => (item.Ask, item.Kind)).Single());
    }

    private static void Pulled(EdgeAndGrain pair, GroupNews news)
    {
        pair.Edge.Reconnected();
        var pull = pair.Edge.NextPull(pair.Now)!.Value;
        pair.Edge.PullAnswered(new PullReply(GroupStatus.Ok, pull.Seen, news, 0, 1), TimeSpan.Zero, pair.Now);
    }

    private static TrialPermit Permit(EdgeAndGrain pair, string member = "a", long id = 5, int lifeMs = 3000) =>
        new(id, member, pair.Edge.Snapshot!.Stamp.Epoch, pair.VerdictOf(member).Gen, lifeMs, ByProbe: true);
}
