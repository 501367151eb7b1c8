using Gateway.Core.Groups;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

public class EdgeTakeTests
{
    [Fact]
    public void In_the_exact_mode_every_request_waits_and_one_Take_asks_for_all_who_wait()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.Waits();

        var take = pair.Edge.NextTake(3, pair.Now);

        Assert.Equal((3, 1L), (take!.Value.Count, take.Value.Seq));
        Assert.Null(pair.Edge.NextTake(5, pair.Now));
        pair.Edge.TakeAnswered(pair.Grain.Take(take.Value, pair.Now), pair.Now);
        Assert.Equal([new Pick("a", PickMode.Cluster, 7, 0), new Pick("b", PickMode.Cluster, 7, 1), new Pick("c", PickMode.Cluster, 7, 2)],
            new[] { pair.Pick(), pair.Pick(), pair.Pick() }.Select(pick => pick with { Routing = default }));
        pair.Waits();
        Assert.Null(pair.Edge.NextTake(0, pair.Now));
    }

    [Fact]
    public void A_fixed_lookahead_is_fetched_with_those_who_wait_and_refilled_when_half_gone()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 8));
        pair.Waits();
        Assert.Equal(9, pair.Take(waiting: 1).Count);

        Assert.Equal("a b c a", pair.Picks(4));
        Assert.Null(pair.Edge.NextTake(0, pair.Now));
        pair.Pick();

        Assert.Equal(4, pair.Edge.Stocked);
        Assert.Equal(4, pair.Take(waiting: 0).Count);
    }

    [Fact]
    public void Fifty_milliseconds_without_a_request_stop_the_refill_and_what_is_left_is_used_first()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 4));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Picks(3);
        pair.Pass(50.1);
        Assert.Null(pair.Edge.NextTake(0, pair.Now));
        pair.Pass(1_000_000);

        Assert.Equal((3L, 4L), (pair.Pick().Offset, pair.Pick().Offset));
    }

    [Fact]
    public void Thin_traffic_keeps_no_stock()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        for (var i = 0; i < 50; i++)
        {
            pair.Waits();
            Assert.Equal(1, pair.Take(waiting: 1).Count);
            pair.Edge.TryServe(true, pair.Now, out _);
            Assert.Null(pair.Edge.NextTake(0, pair.Now));
            pair.Pass(50);
        }
    }

    [Theory]
    [InlineData(false, 0.005)]
    [InlineData(true, 0.02)]
    public void Under_steady_traffic_of_a_thousand_a_second_hardly_anyone_waits_for_a_round_trip_of_a_millisecond(bool poisson, double bound)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        var random = new Random(1);
        var (waiting, waited, calls) = (0, 0, 0);
        (TimeSpan At, TakeReply Reply)? answer = null;
        for (var i = 0; i < 40_000; i++)
        {
            var arrival = pair.Now + TimeSpan.FromMilliseconds(poisson ? -Math.Log(1 - random.NextDouble()) : 1);
            while (answer is { } due && due.At <= arrival)
            {
                pair.Now = due.At;
                answer = null;
                pair.Edge.TakeAnswered(due.Reply, pair.Now);
                while (waiting > 0 && pair.Edge.TryServe(true, pair.Now, out _) == PickOutcome.Picked)
                {
                    waiting--;
                }

                Ask();
            }

            pair.Now = arrival;
            if (pair.Edge.TryPick(true, pair.Now, out _) == PickOutcome.Wait)
            {
                waiting++;
                waited += i >= 1000 ? 1 : 0;
            }

            Ask();
        }

        Assert.InRange(waited / 39_000.0, 0, bound);
        Assert.InRange(calls, 1, 25_000);

        void Ask()
        {
            if (pair.Edge.NextTake(waiting, pair.Now) is { } take)
            {
                calls++;
                answer = (pair.Now + TimeSpan.FromMilliseconds(1), pair.Grain.Take(take, pair.Now));
            }
        }
    }

    [Fact]
    public void A_Take_asks_for_no_more_than_one_call_gives()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 4096));

        Assert.Equal(GroupMachine.MaxTake, pair.Edge.NextTake(500, pair.Now)!.Value.Count);
    }

    [Fact]
    public void An_unanswered_Take_is_repeated_with_the_same_seq_and_takes_n_from_the_answer()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var first = pair.Edge.NextTake(2, pair.Now);
        var lost = pair.Grain.Take(first!.Value, pair.Now);

        var again = pair.Pass(150).Edge.TakeUnanswered(pair.Now);

        Assert.Equal(first, again);
        pair.Edge.TakeAnswered(pair.Grain.Take(again!.Value, pair.Now), pair.Now);
        Assert.Equal(lost.Count, pair.Edge.Stocked);
        Assert.Equal(2, pair.Grain.NextOffset);
        Assert.Equal(2, pair.Edge.NextTake(1, pair.Now)!.Value.Seq);
    }

    [Fact]
    public void A_late_or_doubled_answer_gives_no_turns_but_its_news()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var first = pair.Grain.Take(pair.Edge.NextTake(2, pair.Now)!.Value, pair.Now);
        pair.Edge.TakeAnswered(first, pair.Now);
        pair.Edge.TakeAnswered(first, pair.Now);
        Assert.Equal(2, pair.Edge.Stocked);

        pair.Grain.Adopt(Group("a b"), 2);
        pair.Edge.TakeAnswered(first with { News = GroupNews.None with { Snapshot = pair.Grain.Snapshot }, Stamp = pair.Grain.Snapshot.Stamp }, pair.Now);

        Assert.Equal(2, pair.Edge.Stocked);
        Assert.Same(pair.Grain.Snapshot, pair.Edge.Snapshot);
    }

    [Fact]
    public void A_new_epoch_voids_the_stock_and_a_pull_is_due()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 8));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Pick();
        Assert.Null(pair.Edge.NextPull(pair.Now));

        pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        pair.Waits();
        Assert.Equal((0, 0L), (pair.Edge.Stocked, pair.Edge.NextOffset));
        Assert.NotNull(pair.Edge.NextPull(pair.Now));
    }

    [Fact]
    public void Turns_of_an_epoch_that_is_over_are_dropped_on_arrival()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var take = pair.Edge.NextTake(2, pair.Now)!.Value;
        var late = pair.Grain.Take(take, pair.Now);
        pair.Grain.RaiseTo(new Epoch(8, 0), pair.Now);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        Assert.Null(pair.Edge.TakeAnswered(late, pair.Now));

        Assert.Equal(0, pair.Edge.Stocked);
        Assert.NotNull(pair.Edge.NextTake(2, pair.Now));
    }

    [Theory]
    [InlineData(7, 1)]
    [InlineData(7, 2)]
    [InlineData(6, 99)]
    public void A_snapshot_that_is_not_newer_changes_nothing(long epoch, long version)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 8));
        pair.Grain.Adopt(Group("a b c d"), 2);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);
        pair.Waits();
        pair.Take(waiting: 1);
        var before = pair.Edge.Snapshot;

        pair.Edge.Nudged(
            GroupNews.None with
            {
                Snapshot = pair.Grain.Snapshot with
                {
                    Stamp = new Stamp(new Epoch(epoch, 0), version), Members = Members("x"), Verdicts = [before!.Verdicts[0]], Ring = [0],
                },
            },
            pair.Now);

        Assert.Equal(0, pair.Edge.RepliesIgnored);
        Assert.Same(before, pair.Edge.Snapshot);
        Assert.Equal(9, pair.Edge.Stocked);
        Assert.Equal("a b c", pair.Picks(3));
    }

    [Fact]
    public void Turns_of_an_old_ring_keep_their_member()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 4));
        pair.Waits();
        pair.Take(waiting: 1);
        pair.Grain.Adopt(Group("c a b"), 2);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        Assert.Equal("a b c", pair.Picks(3));
        pair.Take(waiting: 0);
        Assert.Equal("a b c a", pair.Picks(4));
    }

    [Fact]
    public void Turns_that_come_after_a_new_ring_and_were_dealt_on_the_old_one_keep_their_member()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var late = pair.Grain.Take(pair.Edge.NextTake(3, pair.Now)!.Value, pair.Now);
        pair.Grain.Adopt(Group("b c"), 2);
        pair.Edge.Nudged(GroupNews.None with { Snapshot = pair.Grain.Snapshot }, pair.Now);

        pair.Edge.TakeAnswered(late, pair.Now);

        Assert.Equal(
            [("a", PickMode.Cluster), ("b", PickMode.Cluster), ("c", PickMode.Cluster)],
            Enumerable.Range(0, 3).Select(_ => pair.Pick()).Select(pick => (pick.Member, pick.Mode)));
    }

    [Fact]
    public void A_fenced_Take_is_sent_again_at_once_and_the_second_time_opens_the_circuit()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        var take = pair.Edge.NextTake(1, pair.Now);
        var fenced = new TakeReply(GroupStatus.Fenced, take!.Value.Seq, default, 0, 0, 0, GroupNews.None);

        Assert.Equal(take, pair.Edge.TakeAnswered(fenced, pair.Now));
        Assert.Null(pair.Edge.TakeAnswered(fenced, pair.Now));
        Assert.True(pair.Edge.IsDegraded);
    }

    [Fact]
    public void A_request_that_has_waited_too_long_goes_on_without_a_turn()
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c", lookahead: 0));
        pair.Waits();

        Assert.Equal(PickOutcome.Picked, pair.Edge.TryServeOverdue(pair.Now, out var pick));
        Assert.Equal((PickMode.Degraded, false), (pick.Mode, pick.HasSlot));
    }
}
