using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>What an edge holds against members, and what becomes of it when catalogs change.</summary>
public class EdgeMemberTests
{
    private const int Refused = 101503;

    [Theory]
    [InlineData(1000, 2.0, 5000, "1000 2000 4000 5000 5000")]
    [InlineData(30_000, 1.0, 60_000, "30000 30000 30000")]
    [InlineData(3000, 1.5, 100_000, "3000 4500 6750 10125 15187 22780")]
    [InlineData(4000, 0.5, 100_000, "4000 2000 1000 500")]
    [InlineData(8000, 2.0, 5000, "5000 5000")]
    public void An_overlay_lasts_the_initial_length_times_the_factor_per_failure_up_to_the_maximum(
        int initial, double factor, int maximum, string lengths)
    {
        var pair = new EdgeAndGrain(Plan("a b c", policy: Policy(initial, factor, maximum)));
        var inFlight = pair.PickOf("a");
        Assert.Equal(int.Parse(lengths.Split(' ')[0]), pair.Fail("a"));
        foreach (var length in lengths.Split(' ').Skip(1).Select(int.Parse).Append(0))
        {
            var last = int.Parse(lengths.Split(' ')[pair.Edge.MembersAt(pair.Now).First().Times - 1]);
            Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(inFlight, Refused, FailureStage.Connect, pair.Now));
            Assert.Null(pair.Pass(last - 1).Edge.NextProbe(pair.Now));
            if (length > 0)
            {
                pair.Pass(1).Probe(ProbeResult.Failed(Refused, FailureStage.Connect));
                Assert.Equal(length, pair.Edge.MembersAt(pair.Now).First().LeftAloneFor.TotalMilliseconds);
            }
        }

        pair.Pass(1).Probe(ProbeResult.Fine);
        Assert.False(pair.Edge.HearsSuccess);
        Assert.Equal(Math.Min(initial, maximum), pair.Fail("a"));
    }

    [Theory]
    [InlineData(101503, true)]
    [InlineData(101506, false)]
    public void Only_the_codes_that_suspend_begin_an_overlay(int code, bool begins)
    {
        var pair = new EdgeAndGrain(Plan("a b", policy: new SuspensionPolicy([101503], TimeSpan.FromSeconds(1), 1, TimeSpan.MaxValue)));

        Assert.Equal(begins ? 1000 : 0, pair.Fail("a", code));
        Assert.Equal(begins, pair.Edge.HearsSuccess);
    }

    [Fact]
    public void An_unknown_member_and_one_that_is_a_group_have_no_overlay()
    {
        var plan = Plan("a b");
        var pair = new EdgeAndGrain(plan with { Definition = plan.Definition with { Rules = GroupRules.Default } });

        Assert.Equal(0, pair.Fail("a"));
        Assert.Equal(TimeSpan.Zero, pair.Edge.Failed(new Pick("x", PickMode.Local, 0, 0), Refused, FailureStage.Connect, pair.Now));
        Assert.False(pair.Edge.Succeeded(new Pick("x", PickMode.Local, 0, 0), pair.Now));
        Assert.Empty(pair.Edge.OverlayAt(pair.Now));
    }

    [Theory]
    [InlineData("a b c", "b:450 c:450")]
    [InlineData("a b c d", "b:300 c:300 d:300")]
    [InlineData("b a c", "b:450 c:450")]
    [InlineData("a:5 b:2 c:2", "b:450 c:450")]
    [InlineData("a b:4 c:2", "b:600 c:300")]
    public void What_falls_to_a_member_that_is_left_alone_is_shared_by_all_others_by_their_weights(string members, string counts)
    {
        var pair = EdgeAndGrain.Connected(Plan(members, lookahead: 900, policy: Policy(3_600_000, 1, 3_600_000)));
        pair.Fail("a");
        pair.Waits();
        pair.Take(waiting: 1);

        var picks = Enumerable.Range(0, 900).Select(_ => pair.Pick()).ToList();

        Assert.All(picks, pick => Assert.True(pick.HasSlot));
        var actual = picks.CountBy(pick => pick.Member).ToDictionary();
        Assert.Equal(counts.Split(' ').Length, actual.Count);
        Assert.All(counts.Split(' ').Select(Parse), expected => Assert.InRange(actual[expected.Key], expected.Value - 2, expected.Value + 2));
    }

    [Fact]
    public void A_group_all_of_whose_members_are_left_alone_says_when_the_first_is_back()
    {
        var pair = new EdgeAndGrain(Plan("a b", policy: Policy(5000, 1, 5000)));
        pair.Fail("a");
        Assert.Equal(TimeSpan.Zero, pair.Edge.RetryAfter(pair.Now));
        pair.Pass(1000).Fail("b");

        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(true, pair.Now, out _));
        Assert.Equal(TimeSpan.FromSeconds(4), pair.Edge.RetryAfter(pair.Now));
        pair.Pass(4000).Probe(ProbeResult.Fine);
        Assert.Equal("a", pair.Pick().Member);
    }

    [Fact]
    public void Another_member_is_one_not_tried_and_not_left_alone()
    {
        var pair = new EdgeAndGrain(Plan("a b c d"));
        pair.Fail("d");

        Assert.True(pair.Edge.TryPickAnother(["a", "c"], pair.Now, out var pick));
        Assert.Equal(("b", PickMode.Spill, false), (pick.Member, pick.Mode, pick.HasSlot));
        Assert.False(pair.Edge.TryPickAnother(["a", "b", "c"], pair.Now, out _));
    }

    [Fact]
    public void A_changed_catalog_keeps_overlays_and_stock_by_id()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 6));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Fail("b");

        pair.Edge.Replan(Plan("c b a", lookahead: 6, revision: 2));

        Assert.Equal(7, pair.Edge.Stocked);
        Assert.Equal(["b"], pair.Edge.OverlayAt(pair.Now));
        var (first, second, third) = (pair.Pick(), pair.Pick(), pair.Pick());
        Assert.Equal(("a", PickMode.Cluster), (first.Member, first.Mode));
        Assert.Equal((PickMode.Spill, 1L), (second.Mode, second.Offset));
        Assert.Equal(("c", PickMode.Cluster), (third.Member, third.Mode));
        Assert.NotNull(pair.Edge.NextPull(pair.Now));
    }

    [Fact]
    public void A_member_unknown_to_this_edge_spills_until_its_catalog_has_it()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b", lookahead: 6), stored: "a b x");
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Picks(2);
        var spilt = pair.Pick();
        Assert.Equal((PickMode.Spill, 2L), (spilt.Mode, spilt.Offset));
        Assert.NotEqual("x", spilt.Member);

        pair.Edge.Replan(Plan("a b x", lookahead: 6, revision: 2));

        Assert.Equal("a b x", pair.Picks(3));
    }

    [Fact]
    public void A_snapshot_without_members_takes_none_away_that_the_edges_catalog_has()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.Grain.Adopt(null, 2);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        var take = pair.Edge.NextTake(1, pair.Now)!.Value;
        Assert.Equal(take, pair.Edge.TakeAnswered(pair.Grain.Take(take, pair.Now), pair.Now));
        Assert.Null(pair.Edge.TakeAnswered(pair.Grain.Take(take, pair.Now), pair.Now));

        Assert.Equal(3, Enumerable.Range(0, 3).Select(_ => pair.Pick().Member).Distinct().Count());
    }

    [Fact]
    public void Members_that_only_the_edges_catalog_has_are_used_when_no_other_is_left()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b y", cursor: CursorScope.Local), stored: "a b");
        pair.Fail("a");
        pair.Fail("b");

        Assert.Equal("y", pair.Pick().Member);
    }

    private static SuspensionPolicy Policy(int initial, double factor, int maximum) =>
        new([], TimeSpan.FromMilliseconds(initial), factor, TimeSpan.FromMilliseconds(maximum));

    private static KeyValuePair<string, int> Parse(string count) => new(count.Split(':')[0], int.Parse(count.Split(':')[1]));
}
