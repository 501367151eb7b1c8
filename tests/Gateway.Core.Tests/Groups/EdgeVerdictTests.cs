using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>What an edge makes of the cluster's verdicts, with its grain and without.</summary>
public class EdgeVerdictTests
{
    private static readonly MemberRules Rules = MemberRules.Default with
    {
        Suspend = new SuspensionPolicy([], TimeSpan.FromSeconds(2), 1, TimeSpan.FromSeconds(60)),
    };

    [Theory]
    [InlineData(MemberState.Suspended, OperatorWord.None)]
    [InlineData(MemberState.Trial, OperatorWord.None)]
    [InlineData(MemberState.Timeout, OperatorWord.None)]
    [InlineData(MemberState.Active, OperatorWord.Draining)]
    [InlineData(MemberState.Active, OperatorWord.Off)]
    public void A_member_that_is_not_available_is_not_picked_and_its_slots_spill(MemberState state, OperatorWord word)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", Rules, lookahead: 6));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Judge("b", state, 1000, word);

        var picks = Enumerable.Range(0, 6).Select(_ => pair.Pick()).ToList();

        Assert.DoesNotContain(picks, pick => pick.Member == "b");
        Assert.Equal([1L, 4L], picks.Where(pick => pick.Mode == PickMode.Spill).Select(pick => pick.Offset));
    }

    [Fact]
    public void Without_a_ring_nobody_waits_and_no_turn_is_asked_for()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        foreach (var member in new[] { "a", "b", "c" })
        {
            pair.Judge(member, MemberState.Suspended, remainingMs: 5000);
        }

        var last = pair.Edge.Snapshot!;
        pair.Edge.Nudged(
            GroupNews.None with { Snapshot = last with { Stamp = last.Stamp with { Version = last.Stamp.Version + 1 }, RingVersion = last.RingVersion + 1, Ring = [] } },
            pair.Now);

        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(true, pair.Now, out _));
        Assert.Null(pair.Edge.NextTake(1, pair.Now));
    }

    [Fact]
    public void A_timeouts_remaining_time_counts_from_its_receipt_and_a_suspension_does_not_end_by_itself()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b", Rules, cursor: CursorScope.Local));
        pair.Judge("a", MemberState.Timeout, 700);
        pair.Judge("b", MemberState.Suspended, 700);
        Assert.Equal(PickOutcome.NoneAvailable, pair.Pass(699).Edge.TryPick(true, pair.Now, out _));
        Assert.Equal(1, pair.Edge.RetryAfter(pair.Now).TotalMilliseconds);

        Assert.Equal("a a a", pair.Pass(1).Picks(3));
        Assert.Equal("a a a", pair.Pass(100_000).Picks(3));
    }

    [Fact]
    public void A_word_that_only_an_operator_takes_back_gives_no_time_to_come_again()
    {
        var pair = EdgeAndGrain.Connected(Plan("a", Rules));
        pair.Judge("a", MemberState.Active, 0, OperatorWord.Off);

        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(true, pair.Now, out _));
        Assert.Equal(TimeSpan.MaxValue, pair.Edge.RetryAfter(pair.Now));
    }

    [Fact]
    public void A_group_may_try_anyway_but_not_whom_an_operator_has_switched_off_and_learns_nothing_by_it()
    {
        var plan = Plan("a b c", Rules, cursor: CursorScope.Local);
        plan = plan with { Definition = plan.Definition with { Rules = plan.Definition.Rules with { WhenAllSuspended = WhenAllSuspended.TryAnyway } } };
        var pair = EdgeAndGrain.Connected(plan);
        pair.Judge("a", MemberState.Suspended, 9000);
        pair.Judge("b", MemberState.Suspended, 9000);
        pair.Judge("c", MemberState.Active, 0, OperatorWord.Off);

        var first = pair.Pick();
        Assert.True(pair.Edge.TryPickAnother([first.Member], pair.Now, out var second));
        Assert.Equal(["a", "b"], new[] { first.Member, second.Member }.Order());
        Assert.False(pair.Edge.TryPickAnother(["a", "b"], pair.Now, out _));
        pair.Edge.Failed(first, 101503, FailureStage.Connect, pair.Now);
        pair.Edge.Succeeded(second, pair.Now);
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
        Assert.Empty(pair.Report());
    }

    [Fact]
    public void A_failover_group_goes_to_the_clusters_current_member_then_to_the_first_in_order_that_can_be_used()
    {
        var plan = Plan("a b c d", Rules);
        plan = plan with { Definition = plan.Definition with { Rules = plan.Definition.Rules with { Failover = new(FailoverOrder.Rotate, true) } } };
        var pair = new EdgeAndGrain(plan);
        Assert.Equal(("a", PickMode.Degraded), (pair.Pick().Member, pair.Pick().Mode));
        pair.Pull();
        pair.Pull();
        pair.Judge("a", MemberState.Suspended, 9000, current: 2);

        Assert.Equal(("c", PickMode.Cluster), (pair.Pick().Member, pair.Pick().Mode));
        Assert.Null(pair.Edge.NextTake(1, pair.Now));
        Assert.True(pair.Edge.TryPickAnother(["c"], pair.Now, out var next));
        Assert.Equal(("b", PickMode.Spill), (next.Member, next.Mode));
        pair.Fail("c");
        Assert.Equal(("b", PickMode.Spill), (pair.Pick().Member, pair.Pick().Mode));
        pair.Fail("b");
        Assert.Equal("d", pair.Pick().Member);
    }

    [Fact]
    public void Without_its_grain_an_edge_tries_a_suspended_member_once_its_time_is_up_and_the_cluster_has_had_10_seconds_to_and_uses_it_until_the_grain_is_back()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", Rules, lookahead: 0));
        pair.Judge("a", MemberState.Suspended, 5000);
        pair.LoseTheGrain();
        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));

        pair.Pass(9999);
        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
        pair.Pass(1);
        var trial = pair.Pick();
        Assert.Equal(("a", true), (trial.Member, trial.Routing.IsTry));
        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
        pair.Edge.Succeeded(trial, pair.Now);
        Assert.Contains("a", pair.Picks(9).Split(' '));

        pair.Pull();
        pair.Pass(150).Pull();
        Assert.False(pair.Edge.IsDegraded);
        Assert.Equal(MemberState.Suspended, pair.Edge.MembersAt(pair.Now).First().State);
        pair.Waits();
        pair.Take(waiting: 1);
        Assert.NotEqual("a", pair.Pick().Member);
    }

    [Fact]
    public void What_an_edge_found_out_in_one_outage_does_not_count_in_the_next()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", Rules, lookahead: 0));
        pair.Judge("a", MemberState.Suspended, 5000);
        pair.LoseTheGrain();
        pair.Edge.Succeeded(pair.Pass(10_000).Pick(), pair.Now);
        Assert.Contains("a", pair.Picks(9).Split(' '));
        pair.Pull();
        pair.Pass(150).Pull();
        Assert.False(pair.Edge.IsDegraded);

        pair.LoseTheGrain();

        Assert.DoesNotContain("a", pair.Picks(9).Split(' '));
    }

    [Fact]
    public void Without_its_grain_only_a_trial_puts_a_suspended_member_back()
    {
        var plan = Plan("a b", Rules, lookahead: 0);
        plan = plan with { Definition = plan.Definition with { Rules = plan.Definition.Rules with { WhenAllSuspended = WhenAllSuspended.TryAnyway } } };
        var pair = EdgeAndGrain.Connected(plan);
        pair.Judge("a", MemberState.Suspended, 5000);
        pair.Judge("b", MemberState.Suspended, 5000);
        pair.LoseTheGrain();

        pair.Edge.Succeeded(pair.Pick(), pair.Now);
        pair.Edge.Succeeded(pair.Pick(), pair.Now);

        Assert.All(pair.Edge.MembersAt(pair.Now), member => Assert.True(member.LeftAloneFor > TimeSpan.Zero));
    }

    [Fact]
    public void Without_its_grain_a_failed_trial_suspends_the_member_here_for_another_time()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", Rules, lookahead: 0));
        pair.Judge("a", MemberState.Trial);
        pair.LoseTheGrain();
        pair.Pass(10_000);

        Assert.Equal(2000, pair.Edge.Failed(pair.Pick(), 101506, FailureStage.Answer, pair.Now).TotalMilliseconds);
        Assert.DoesNotContain("a", pair.Pass(1999).Picks(9).Split(' '));
        Assert.Equal("a", pair.Pass(1).Pick().Member);
    }

    [Fact]
    public void A_request_that_would_be_refused_carries_a_trial_whatever_it_is()
    {
        var pair = new EdgeAndGrain(Plan("a", Rules));
        pair.Fail("a", 101506, FailureStage.Answer);
        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(false, pair.Now, out _));

        Assert.Equal(PickOutcome.Picked, pair.Pass(2000).Edge.TryPick(false, pair.Now, out var pick));
        Assert.True(pick.Routing.IsTry);
        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(false, pair.Now, out _));
    }
}
