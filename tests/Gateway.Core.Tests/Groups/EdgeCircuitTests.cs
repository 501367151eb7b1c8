using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

public class EdgeCircuitTests
{
    [Fact]
    public void An_edge_serves_before_it_has_reached_anybody()
    {
        var pair = new EdgeAndGrain(Plan("a:2 b"));

        Assert.True(pair.Edge.IsDegraded);
        Assert.Equal(TimeSpan.MaxValue, pair.Edge.SnapshotAge(pair.Now));
        Assert.Equal(["a:4", "b:2"], Counts(Enumerable.Range(0, 6).Select(_ => pair.Pick())));
        Assert.Null(pair.Edge.NextTake(1, pair.Now));
        for (var i = 0; i < 20; i++)
        {
            Assert.NotNull(pair.Pass(2000).Edge.NextPull(pair.Now));
            pair.Edge.PullUnanswered(pair.Now);
            Assert.Equal((PickMode.Degraded, false), (pair.Pick().Mode, pair.Pick().HasSlot));
        }
    }

    [Fact]
    public void Two_quick_pulls_in_a_row_close_a_circuit_that_was_open_from_the_start()
    {
        var pair = new EdgeAndGrain(Plan("a b c"));
        pair.Pull();
        Assert.True(pair.Edge.IsDegraded);

        pair.Pull();

        Assert.False(pair.Edge.IsDegraded);
        Assert.Equal(TimeSpan.FromMilliseconds(5), pair.Edge.SnapshotAge(pair.Now + TimeSpan.FromMilliseconds(5)));
    }

    [Theory]
    [InlineData("quick slow quick", true)]
    [InlineData("quick lost quick", true)]
    [InlineData("slow quick", true)]
    [InlineData("slow quick quick", false)]
    [InlineData("edge edge", false)]
    public void A_slow_or_lost_pull_begins_the_count_anew(string answers, bool isOpen)
    {
        var pair = new EdgeAndGrain(Plan("a b c"));
        foreach (var answer in answers.Split(' '))
        {
            pair.Pass(1000);
            if (answer == "lost")
            {
                Assert.NotNull(pair.Edge.NextPull(pair.Now));
                pair.Edge.PullUnanswered(pair.Now);
            }
            else
            {
                pair.Pull(answer switch { "slow" => 150.1, "edge" => 150, _ => 1 });
            }
        }

        Assert.Equal(isOpen, pair.Edge.IsDegraded);
    }

    [Fact]
    public void Two_unanswered_Takes_open_the_circuit_and_it_holds_for_half_a_second()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.LoseTheGrain();
        var opened = pair.Now;

        Assert.Equal(PickOutcome.Picked, pair.Edge.TryServe(true, pair.Now, out var pick));
        Assert.Equal(PickMode.Degraded, pick.Mode);
        pair.Pull();
        Assert.True(pair.Edge.IsDegraded);
        Assert.Null(pair.Edge.NextPull(opened + TimeSpan.FromMilliseconds(499)));
        pair.Now = opened + TimeSpan.FromMilliseconds(500);
        pair.Pull();
        Assert.False(pair.Edge.IsDegraded);
    }

    [Fact]
    public void One_Pull_without_an_answer_changes_nothing_and_the_second_in_a_row_opens_the_circuit()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        foreach (var isOpen in new[] { false, true })
        {
            Assert.NotNull(pair.Pass(1000).Edge.NextPull(pair.Now + TimeSpan.FromSeconds(10)));
            pair.Edge.PullUnanswered(pair.Now);
            Assert.Equal(isOpen, pair.Edge.IsDegraded);
        }
    }

    [Fact]
    public void The_hold_doubles_with_each_relapse_within_a_minute_up_to_thirty_seconds_and_begins_anew_after_one()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        foreach (var seconds in new[] { 0.5, 1, 2, 4, 8, 16, 30, 30 })
        {
            pair.LoseTheGrain();
            Assert.Equal(seconds, HoldOf(pair), 0.02);
            pair.Pass(59_000);
        }

        pair.Pass(2000);
        pair.LoseTheGrain();
        Assert.Equal(0.5, HoldOf(pair), 0.02);
    }

    [Fact]
    public void News_is_asked_for_in_the_usual_period_during_a_long_hold()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        for (var relapse = 0; relapse < 4; relapse++)
        {
            pair.LoseTheGrain();
            HoldOf(pair);
        }

        pair.LoseTheGrain();
        pair.Pick();
        pair.Pull();

        Assert.NotNull(pair.Pass(1000).Edge.NextPull(pair.Now));
    }

    [Fact]
    public void Pulls_come_every_second_with_traffic_and_every_ten_without()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.Waits();
        pair.Pass(1000).Pull();
        Assert.Null(pair.Pass(999).Edge.NextPull(pair.Now));
        pair.Pass(1).Pull();

        pair.Pass(10_000).Pull();
        Assert.Null(pair.Pass(9_999).Edge.NextPull(pair.Now));
        Assert.Equal(10_000, pair.Pass(1).Edge.NextPull(pair.Now)!.Value.PeriodMs);
    }

    [Fact]
    public void One_pull_is_in_flight_at_most_and_a_new_way_to_the_cluster_makes_one_due()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        Assert.Null(pair.Edge.NextPull(pair.Now));
        pair.Edge.Reconnected();

        Assert.NotNull(pair.Edge.NextPull(pair.Now));
        Assert.Null(pair.Edge.NextPull(pair.Now + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Lost_pulls_back_off_with_jitter_to_half_a_second_with_traffic_and_two_without()
    {
        foreach (var (inUse, longest) in new[] { (true, 500.0), (false, 2000.0) })
        {
            var pair = new EdgeAndGrain(Plan("a b c"));
            for (var failure = 0; failure < 9; failure++)
            {
                if (inUse)
                {
                    pair.Pick();
                }

                Assert.NotNull(pair.Edge.NextPull(pair.Now));
                pair.Edge.PullUnanswered(pair.Now);
                var full = Math.Min(100 * Math.Pow(2, failure), longest);
                Assert.Null(pair.Edge.NextPull(pair.Now + TimeSpan.FromMilliseconds((full / 2) - 0.1)));
                pair.Pass(full);
            }
        }
    }

    [Fact]
    public void A_grain_that_has_no_members_to_deal_does_not_close_a_circuit()
    {
        var pair = new EdgeAndGrain(Plan("a b c"), stored: "");
        for (var i = 0; i < 5; i++)
        {
            pair.Pass(2000).Pull();
        }

        Assert.True(pair.Edge.IsDegraded);
        Assert.Equal(["a:1", "b:1", "c:1"], Counts(Enumerable.Range(0, 3).Select(_ => pair.Pick())));
        pair.Grain.Adopt(Group("a b c"), 2);
        pair.Pass(2000).Pull();
        pair.Pass(150).Pull();
        Assert.False(pair.Edge.IsDegraded);
    }

    [Fact]
    public void Degraded_edges_begin_anywhere_on_the_ring_and_each_gives_every_member_its_share()
    {
        var first = new List<Pick>();
        for (var seed = 0UL; seed < 300; seed++)
        {
            var pair = new EdgeAndGrain(Plan("a b c"), random: seed);
            var lap = Enumerable.Range(0, 6).Select(_ => pair.Pick()).ToList();
            Assert.Equal(["a:2", "b:2", "c:2"], Counts(lap));
            first.Add(lap[0]);
        }

        Assert.All(first.CountBy(pick => pick.Member), pair => Assert.InRange(pair.Value, 70, 130));
    }

    [Fact]
    public void Each_outage_begins_at_another_place()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c d e f g h", lookahead: 0));
        var places = new HashSet<string>();
        for (var outage = 0; outage < 12; outage++)
        {
            pair.LoseTheGrain();
            places.Add(pair.Pick().Member);
            HoldOf(pair);
            pair.Pass(61_000);
        }

        Assert.InRange(places.Count, 4, 8);
    }

    [Fact]
    public void Stock_is_used_first_when_the_grain_is_lost()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 4));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Picks(4);
        pair.LoseTheGrain();

        Assert.Equal((PickMode.Cluster, PickMode.Degraded), (pair.Pick().Mode, pair.Pick().Mode));
    }

    [Fact]
    public void Local_cursors_are_spread_over_the_ring_whatever_the_order_in_which_their_edges_came()
    {
        foreach (var order in new[] { new[] { 1, 2, 3 }, [3, 2, 1], [2, 3, 1] })
        {
            var plan = Plan("a b c", cursor: CursorScope.Local);
            var grain = new GroupMachine(new Epoch(7, 0), Stored("a b c"));
            var pairs = order.Select(edge => new EdgeAndGrain(plan, edge: edge) { Grain = grain }).ToList();
            foreach (var pair in pairs.Concat(pairs))
            {
                pair.Pull();
            }

            foreach (var pair in pairs)
            {
                pair.Pass(10_000).Pull();
                Assert.Null(pair.Edge.NextTake(1, pair.Now));
            }

            Assert.Equal(["a:1", "b:1", "c:1"], Counts(pairs.Select(pair => pair.Pick())));
            Assert.Equal(["a:3", "b:3", "c:3"], Counts(pairs.SelectMany(pair => new[] { pair.Pick(), pair.Pick(), pair.Pick() })));
            Assert.Equal(PickMode.Local, pairs[0].Pick().Mode);
        }
    }

    [Fact]
    public void A_group_of_one_asks_for_no_turns()
    {
        var pair = new EdgeAndGrain(Plan("a"));

        Assert.Equal(new Pick("a", PickMode.Local, 0, 0), pair.Pick() with { Routing = default });
        Assert.Null(pair.Edge.NextTake(1, pair.Now));
    }

    // Pulls until the circuit closes: how long that took in seconds.
    private static double HoldOf(EdgeAndGrain pair)
    {
        var opened = pair.Now;
        while (pair.Edge.IsDegraded)
        {
            if (pair.Edge.NextPull(pair.Now) is { } pull)
            {
                pair.Edge.PullAnswered(pair.Grain.Pull(pull, pair.Now), TimeSpan.FromMilliseconds(1), pair.Now);
            }

            pair.Pass(1);
        }

        return (pair.Now - opened).TotalSeconds;
    }

    private static IEnumerable<string> Counts(IEnumerable<Pick> picks) =>
        picks.CountBy(pick => pick.Member).Select(pair => $"{pair.Key}:{pair.Value}").Order();
}
