using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>What an edge does on its own evidence, and what ends it.</summary>
public class EdgeOverlayTests
{
    private const int Refused = 101503;
    private const int TimedOut = 101504;
    private static readonly HealthCheck Health = new(
        HealthCheckKind.Http, "/", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), [new StatusRange(200, 200)], 2, 3);

    private static readonly MemberRules Rules = MemberRules.Default with
    {
        Suspend = new SuspensionPolicy([], TimeSpan.FromSeconds(2), 2, TimeSpan.FromSeconds(60)),
        Mark = new MarkPolicy([TimedOut], 2, TimeSpan.FromMilliseconds(400)),
    };

    [Fact]
    public void After_an_error_that_only_marked_the_next_success_is_told_once_though_the_cluster_has_judged_since()
    {
        var pair = Connected(MemberRules.Default with { Mark = new MarkPolicy([], 3, TimeSpan.Zero) });
        pair.Fail("a", 101504, FailureStage.Answer);
        Assert.Equal(ReportKind.Failed, Assert.Single(pair.Report()).Kind);
        pair.Judge("a", MemberState.Active);

        Assert.True(pair.Edge.HearsSuccess);
        pair.Edge.Succeeded(pair.PickOf("a"), pair.Now);
        var told = Assert.Single(pair.Report());
        Assert.Equal(("a", pair.VerdictOf("a").Gen, ReportKind.Succeeded), (told.Member, told.Gen, told.Kind));

        Assert.False(pair.Edge.HearsSuccess);
        pair.Edge.Succeeded(pair.PickOf("a"), pair.Now);
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void A_mark_leaves_a_member_alone_for_its_delay_only_and_the_error_after_the_last_retry_suspends()
    {
        var pair = Connected(Rules);
        Assert.Equal(400, pair.Fail("a", TimedOut, FailureStage.Answer));
        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Pass(399).Now));
        Assert.Empty(pair.Edge.OverlayAt(pair.Pass(1).Now));

        Assert.Equal(400, pair.Fail("a", TimedOut, FailureStage.Answer));
        Assert.Equal(MemberState.Timeout, pair.Edge.MembersAt(pair.Now).First().State);
        Assert.Equal(2000, pair.Pass(400).Fail("a", TimedOut, FailureStage.Answer));
        Assert.Equal(MemberState.Suspended, pair.Edge.MembersAt(pair.Now).First().State);
    }

    [Fact]
    public void A_success_between_gives_the_retries_back_and_is_told()
    {
        var pair = Connected(Rules);
        pair.Fail("a", TimedOut, FailureStage.Answer);
        pair.Pass(400).Fail("a", TimedOut, FailureStage.Answer);
        Assert.True(pair.Edge.HearsSuccess);
        Assert.True(pair.Edge.Succeeded(pair.Pass(400).PickOf("a"), pair.Now));

        Assert.False(pair.Edge.HearsSuccess);
        Assert.Equal([ReportKind.Failed, ReportKind.Failed, ReportKind.Succeeded], pair.Report().Select(item => item.Kind));
        Assert.Equal(400, pair.Fail("a", TimedOut, FailureStage.Answer));
    }

    [Fact]
    public void A_burst_of_failures_in_flight_is_one_step_and_a_late_success_ends_nothing()
    {
        var pair = Connected(Rules);
        var inFlight = Enumerable.Range(0, 5).Select(_ => pair.PickOf("a")).ToList();
        pair.Fail("a");
        inFlight.Take(4).ToList().ForEach(pick => Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(pick, Refused, FailureStage.Connect, pair.Now)));

        Assert.False(pair.Edge.Succeeded(inFlight[4], pair.Now));
        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
        Assert.Single(pair.Report());
    }

    [Theory]
    [InlineData("verdict")]
    [InlineData("epoch")]
    public void A_failure_routed_under_another_verdict_makes_no_overlay_and_is_not_told(string changed)
    {
        var pair = Connected(Rules);
        var late = pair.PickOf("a");
        if (changed == "verdict")
        {
            pair.Judge("a", MemberState.Active);
        }
        else
        {
            pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
            pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);
        }

        Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(late, Refused, FailureStage.Connect, pair.Now));
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void The_failure_is_told_in_the_same_step_with_what_it_rests_on()
    {
        var pair = Connected(Rules);
        pair.Fail("a", Refused, FailureStage.Tls);

        Assert.Equal(
            [new ReportItem("a", new Epoch(7, 0), pair.VerdictOf("a").Gen, ReportKind.Failed, Refused, FailureStage.Tls, 0, 0)], pair.Report());
    }

    [Fact]
    public void When_its_time_is_up_one_fitting_probe_decides_and_no_request_goes_there_before()
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        Assert.Null(pair.Pass(1999).Edge.NextProbe(pair.Now));
        var order = pair.Pass(1).Edge.NextProbe(pair.Now)!.Value;

        Assert.Equal(("a", FailureStage.Connect, true), (order.Member, order.Stage, order.Routing.IsTry));
        Assert.Null(pair.Edge.NextProbe(pair.Now));
        Assert.DoesNotContain("a", pair.Picks(12).Split(' '));
        Assert.True(pair.Edge.Probed(order, ProbeResult.Fine, pair.Now));
        Assert.Contains("a", pair.Picks(12).Split(' '));
        Assert.Equal([ReportKind.Failed, ReportKind.Succeeded], pair.Report().Select(item => item.Kind));
    }

    [Fact]
    public void A_probe_that_was_broken_off_is_made_again_after_a_second()
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        pair.Pass(2000).Probe(ProbeResult.Unknown);

        Assert.Null(pair.Pass(999).Edge.NextProbe(pair.Now));
        Assert.True(pair.Pass(1).Probe(ProbeResult.Failed(Refused, FailureStage.Connect)).Routing.IsTry);
        Assert.Equal(4000, pair.Edge.MembersAt(pair.Now).First().LeftAloneFor.TotalMilliseconds);
    }

    [Fact]
    public void Without_a_fitting_probe_one_request_that_can_be_sent_on_is_the_try()
    {
        var pair = Connected(Rules);
        pair.Fail("a", 101506, FailureStage.Answer);
        Assert.Null(pair.Pass(2000).Edge.NextProbe(pair.Now));
        Assert.True(pair.Edge.SeeksCarrier);
        Assert.Equal(PickOutcome.Picked, pair.Edge.TryPick(false, pair.Now, out var unsafeOne));
        Assert.NotEqual("a", unsafeOne.Member);

        var carrier = pair.Pick();
        Assert.Equal(("a", true), (carrier.Member, carrier.Routing.IsTry));
        Assert.NotEqual("a", pair.Pick().Member);
        Assert.Equal(4000, pair.Edge.Failed(carrier, 101506, FailureStage.Answer, pair.Now).TotalMilliseconds);
        Assert.False(pair.Pick().Routing.IsTry);
    }

    [Fact]
    public void A_try_that_fails_leaves_the_member_alone_for_longer_though_its_error_would_only_mark()
    {
        var pair = Connected(Rules);
        pair.Fail("a", 101506, FailureStage.Answer);

        Assert.Equal(4000, pair.Edge.Failed(pair.Pass(2000).Pick(), TimedOut, FailureStage.Answer, pair.Now).TotalMilliseconds);
    }

    [Fact]
    public void A_try_that_says_nothing_is_given_back_to_the_next_request()
    {
        var pair = Connected(Rules with { Suspend = Rules.Suspend with { ErrorCodes = [101506] } });
        pair.Fail("a", 101506, FailureStage.Answer);
        pair.Edge.GaveBack(pair.Pass(2000).Pick(), pair.Now);
        Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(pair.Pick(), 101505, FailureStage.Answer, pair.Now));

        Assert.Equal("a", pair.Pick().Member);
    }

    [Fact]
    public void A_member_that_nobody_has_tried_for_its_length_again_is_in_use_and_its_next_failure_goes_on_with_the_series()
    {
        var pair = Connected(Rules);
        pair.Fail("a", 101506, FailureStage.Answer);
        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Pass(3999).Now));
        Assert.Empty(pair.Edge.OverlayAt(pair.Pass(1).Now));
        Assert.Null(pair.Edge.NextProbe(pair.Now));

        Assert.False(pair.Edge.SeeksCarrier);
        Assert.Equal(4000, pair.Fail("a", 101506, FailureStage.Answer));
    }

    [Theory]
    [InlineData(MemberState.Suspended, true)]
    [InlineData(MemberState.Trial, true)]
    [InlineData(MemberState.Active, true)]
    [InlineData(MemberState.Timeout, false)]
    public void A_later_verdict_of_the_same_epoch_ends_an_overlay(MemberState state, bool ends)
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        pair.Judge("a", state, 1000);

        Assert.Equal(ends, !pair.Edge.OverlayAt(pair.Now).Any());
    }

    [Fact]
    public void A_new_epoch_does_not_end_an_overlay()
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);
        pair.Judge("a", MemberState.Active);

        Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
    }

    [Fact]
    public void A_contradicted_edge_asks_with_a_probe_each_second_and_only_its_own_success_ends_its_overlay()
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        Assert.Single(pair.Report(GroupNews.None with { Contradicted = ["a"] }));
        Assert.Equal(["a"], pair.Edge.PrivateOverlayAt(pair.Now));
        foreach (var verdict in new[] { MemberState.Suspended, MemberState.Active })
        {
            pair.Judge("a", verdict);
            Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Now));
        }

        for (var second = 0; second < 10; second++)
        {
            pair.Probe(ProbeResult.Failed(Refused, FailureStage.Connect));
            Assert.Null(pair.Pass(999).Edge.NextProbe(pair.Now));
            Assert.Equal(["a"], pair.Edge.OverlayAt(pair.Pass(1).Now));
        }

        Assert.Empty(pair.Report());
        pair.Probe(ProbeResult.Fine);
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
        Assert.Equal([ReportKind.Succeeded], pair.Report().Select(item => item.Kind));
    }

    [Fact]
    public void A_probe_goes_as_far_as_the_failure_did()
    {
        var pair = Connected(Rules with { Health = Health });
        pair.Fail("a", Refused, FailureStage.Tls);
        pair.Fail("b", 101506, FailureStage.Answer);
        pair.Pass(2000);

        Assert.Equal(FailureStage.Tls, pair.Probe(ProbeResult.Fine).Stage);
        Assert.Equal(FailureStage.Answer, pair.Probe(ProbeResult.Fine).Stage);
    }

    [Fact]
    public void A_Pull_names_the_overlays_and_comes_every_second_while_there_is_one()
    {
        var pair = Connected(Rules);
        pair.Fail("a");
        var pull = pair.Pass(1000).Edge.NextPull(pair.Now)!.Value;

        Assert.Equal(1000, pull.PeriodMs);
        Assert.Equal([new OverlayEntry("a", pair.VerdictOf("a").Gen, false)], pull.Overlays.ToArray());
    }

    [Fact]
    public void A_Pull_names_a_marked_member_until_its_delay_is_over_and_a_held_one_until_somebody_has_tried_it()
    {
        var pair = Connected(Rules);
        pair.Fail("a", TimedOut, FailureStage.Answer);
        pair.Fail("b", 101506, FailureStage.Answer);

        Assert.Equal(["a", "b"], Named(pair.Pass(399)));
        Assert.Equal(["b"], Named(pair.Pass(1)));
        var carrier = pair.Pass(1600).Pick();
        Assert.Equal(("b", true), (carrier.Member, carrier.Routing.IsTry));
        Assert.Equal(["b"], Named(pair.Pass(2500)));
        pair.Edge.Succeeded(carrier, pair.Now);
        Assert.Empty(Named(pair));
    }

    private static IEnumerable<string> Named(EdgeAndGrain pair)
    {
        pair.Edge.Reconnected();
        var pull = pair.Edge.NextPull(pair.Now)!.Value;
        pair.Edge.PullAnswered(pair.Grain.Pull(pull, pair.Now), TimeSpan.Zero, pair.Now);
        return pull.Overlays.Select(overlay => overlay.Member);
    }

    private static EdgeAndGrain Connected(MemberRules rules) => EdgeAndGrain.Connected(Plan("a b c", rules, cursor: CursorScope.Local));
}
