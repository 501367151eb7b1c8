using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Events;

/// <summary>One order for the cluster's events, over lost messages and lost silos.</summary>
public class EventRingTests
{
    private const long Utc = 1_764_000_000_000;
    private static readonly Guid One = new(1, 0, 0, new byte[8]);
    private static readonly Guid Two = new(2, 0, 0, new byte[8]);

    private TimeSpan _now = TimeSpan.FromSeconds(50);

    [Fact]
    public void Events_are_numbered_in_the_order_in_which_they_come()
    {
        var ring = Settled();

        Assert.True(ring.Tell(Batch("p", 0, 1, "a", "b"), At));
        Assert.True(ring.Tell(Batch("q", 0, 1, "c"), At));

        var reply = ring.Follow(Follow("n", One, known: true), At);
        Assert.Equal(["1 a", "2 b", "3 c"], reply.Events.Select(placed => $"{placed.Position.Number} {placed.Event.Node}"));
        Assert.All(reply.Events, placed => Assert.Equal(Utc + 52_000, placed.Position.Epoch));
    }

    [Fact]
    public void A_batch_that_comes_again_is_taken_once()
    {
        var ring = Settled();

        Assert.True(ring.Tell(Batch("p", 0, 1, "a", "b"), At));
        Assert.True(ring.Tell(Batch("p", 0, 1, "a", "b", "c"), At));

        Assert.Equal(["a", "b", "c"], Nodes(ring));
    }

    [Fact]
    public void What_an_outbox_had_no_room_for_is_told_as_lost_with_its_number()
    {
        var ring = Settled();
        ring.Tell(Batch("p", 0, 1, "a"), At);

        ring.Tell(Batch("p", 1, 41, "z"), At);

        var lost = ring.Follow(Follow("n", One, known: true), At).Events[1].Event;
        Assert.Equal((EventKind.EventsLost, 39L), (lost.Kind, lost.Number));
        Assert.Equal(["a", "node", "z"], Nodes(ring));
    }

    [Theory]
    [InlineData(-1, 1, 1)]
    [InlineData(5, 5, 1)]
    [InlineData(5, 2, 1)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, EventBatch.MostEvents + 1)]
    public void A_batch_that_cannot_be_is_not_taken(long after, long first, int count)
    {
        var ring = Settled();

        Assert.False(ring.Tell(Batch("p", after, first, [.. Enumerable.Repeat("a", count)]), At));

        Assert.Empty(Nodes(ring));
    }

    [Fact]
    public void News_say_what_they_follow()
    {
        var ring = Settled();
        ring.Tell(Batch("p", 0, 1, "a"), At);
        var first = ring.TakeNews()!;
        ring.Tell(Batch("p", 1, 2, "b", "c"), At);
        var second = ring.TakeNews()!;

        Assert.Equal(default, first.After);
        Assert.Equal(first.Events[^1].Position, second.After);
        Assert.Equal(2, second.Events.Length);
        Assert.Null(ring.TakeNews());
    }

    [Fact]
    public void A_new_activation_gathers_what_the_nodes_know_and_goes_on_behind_it()
    {
        var ring = new EventRing("ring", _now);
        Assert.False(ring.Tell(Batch("old", 3, 4, "d"), At));
        var ahead = new EventPosition(Utc * 2, 3);
        var asked = ring.Follow(Follow("n", One, ahead, known: true), At);
        Assert.Equal((false, true), (asked.IsSettled, asked.Wants));
        Assert.False(ring.Follow(Follow("m", Two, ahead, known: true), At).Wants);
        ring.Seed([.. Enumerable.Range(1, 3).Select(number => EventHistoryTests.At(Utc * 2, number))], At);

        Pass(2000);
        Assert.True(ring.Tell(Batch("old", 2, 3, "again", "d"), At));

        var reply = ring.Follow(Follow("m", Two, ahead, known: true), At);
        Assert.True(reply.IsSettled);
        Assert.Equal(["d"], reply.Events.Select(placed => placed.Event.Node));
        Assert.Equal(new EventPosition((Utc * 2) + 1, 1), reply.Newest);
    }

    [Fact]
    public void What_is_gathered_too_late_changes_nothing()
    {
        var ring = Settled();
        ring.Tell(Batch("p", 0, 1, "a"), At);

        ring.Seed([EventHistoryTests.At(Utc * 2, 1)], At);

        Assert.Equal(["a"], Nodes(ring));
    }

    [Fact]
    public void Numbers_stay_behind_what_any_node_has_heard()
    {
        var ring = Settled();
        ring.Follow(Follow("n", One, new EventPosition(Utc * 2, 9), known: true), At);

        ring.Tell(Batch("p", 0, 1, "a"), At);

        Assert.Equal(new EventPosition((Utc * 2) + 1, 1), ring.TakeNews()!.Events[0].Position);
    }

    [Fact]
    public void A_node_joins_once_drains_once_and_leaves_once()
    {
        var ring = Settled();
        ring.Follow(Follow("n", One), At);
        ring.Follow(Follow("n", One, known: true), At);
        ring.Follow(Follow("n", One, known: true, draining: true), At);
        ring.Follow(Follow("n", One, known: true, draining: true), At);
        Pass(2999);
        ring.Tick(At);
        Assert.Equal(["NodeJoined n edge", "NodeDraining n edge"], Told(ring));

        Pass(1);
        ring.Tick(At);
        ring.Tick(At);
        Assert.Equal(["NodeLeft n stopped"], Told(ring));
    }

    [Fact]
    public void A_node_that_falls_silent_has_left_after_ten_seconds_and_joins_again_when_it_is_back()
    {
        var ring = Settled();
        ring.Follow(Follow("n", One), At);
        Pass(9999);
        ring.Tick(At);
        Pass(1);
        ring.Tick(At);
        ring.Follow(Follow("n", One, known: true), At);

        Assert.Equal(["NodeJoined n edge", "NodeLeft n silent for 10 s", "NodeJoined n edge"], Told(ring));
    }

    [Fact]
    public void A_node_that_was_started_again_has_left_and_joined()
    {
        var ring = Settled();
        ring.Follow(Follow("n", One), At);
        ring.Follow(Follow("n", Two), At);

        Assert.Equal(["NodeJoined n edge", "NodeLeft n started again", "NodeJoined n edge"], Told(ring));
    }

    [Fact]
    public void A_new_activation_tells_nobodys_joining_again_but_misses_those_who_went_with_the_old_one()
    {
        var ring = new EventRing("ring", _now);
        ring.Follow(Follow("n", One, known: true), At);
        ring.Follow(Follow("new", Two), At);
        ring.Seed([EventHistoryTests.At(5, 1) with { Event = ClusterEvent.Of(EventKind.NodeJoined, "gone") with { Id = "r-1" } }], At);

        Pass(2000);
        ring.Tick(At);
        Assert.Equal(["NodeJoined new edge"], Told(ring));
        ring.Follow(Follow("n", One, known: true), At);
        ring.Follow(Follow("new", Two, known: true), At);
        Pass(10_000);
        ring.Follow(Follow("n", One, known: true), At);
        ring.Follow(Follow("new", Two, known: true), At);
        ring.Tick(At);

        Assert.Equal(["NodeLeft gone silent for 10 s"], Told(ring));
    }

    [Theory]
    [InlineData(true, true, "")]
    [InlineData(false, true, "")]
    [InlineData(true, false, "NodeLeft n started again, NodeJoined n edge")]
    [InlineData(false, false, "NodeJoined n edge")]
    public void Whether_a_node_asks_before_its_joining_is_recalled_or_after_makes_no_second_joining_of_it(bool recalledFirst, bool known, string told)
    {
        var ring = new EventRing("ring", _now);
        ImmutableArray<PlacedEvent> joining = [EventHistoryTests.At(5, 1) with { Event = ClusterEvent.Of(EventKind.NodeJoined, "n") with { Id = "r-1" } }];
        if (recalledFirst)
        {
            ring.Seed(joining, At);
        }

        ring.Follow(Follow("n", One, known: known), At);
        if (!recalledFirst)
        {
            ring.Seed(joining, At);
        }

        Pass(2000);
        ring.Tick(At);

        Assert.Equal(told, string.Join(", ", Told(ring)));
    }

    [Fact]
    public void A_node_that_was_told_as_gone_and_is_still_there_joins_again_though_the_activation_is_another()
    {
        var ring = new EventRing("ring", _now);
        ring.Seed([EventHistoryTests.At(5, 1) with { Event = ClusterEvent.Of(EventKind.NodeLeft, "n") with { Id = "r-1" } }], At);
        ring.Follow(Follow("n", One, known: true), At);

        Pass(2000);
        ring.Tick(At);

        Assert.Equal(["NodeJoined n edge"], Told(ring));
    }

    [Theory]
    [InlineData(EventKind.NodeDraining, new string[0])]
    [InlineData(EventKind.NodeJoined, new[] { "NodeDraining n edge" })]
    public void That_a_node_is_about_to_go_is_not_told_again_because_it_asked_before_the_history_came(EventKind last, string[] told)
    {
        var ring = new EventRing("ring", _now);
        ring.Follow(Follow("n", One, known: true, draining: true), At);
        ring.Seed([EventHistoryTests.At(5, 1) with { Event = ClusterEvent.Of(last, "n") with { Id = "r-1" } }], At);

        Pass(2000);
        ring.Tick(At);

        Assert.Equal(told, Told(ring));
    }

    [Fact]
    public void A_node_that_has_missed_too_much_is_told_where_memory_begins()
    {
        var ring = Settled();
        for (var first = 1; first <= 1100; first += 100)
        {
            ring.Tell(Batch("p", first - 1, first, [.. Enumerable.Repeat("a", 100)]), At);
        }

        var reply = ring.Follow(Follow("n", One, new EventPosition(Utc + 52_000, 5), known: true), At);

        Assert.Equal((100L, 1100L, 101L, EventBatch.MostEvents), (reply.Floor.Number, reply.Newest.Number, reply.Events[0].Position.Number, reply.Events.Length));
    }

    private GrainTime At => new(_now, Utc + (long)_now.TotalMilliseconds);

    private static FollowRequest Follow(string node, Guid instance, EventPosition seen = default, bool known = false, bool draining = false) =>
        new(node, "edge", instance, seen, known, draining);

    private static EventBatch Batch(string origin, long after, long first, params string[] nodes) => new(
        origin, "node", after, first,
        [.. nodes.Select((node, i) => ClusterEvent.Of(EventKind.RevisionAdopted, node) with { Id = $"{origin}-{first + i}" })]);

    private static string[] Told(EventRing ring) =>
        [.. (ring.TakeNews()?.Events ?? ImmutableArray<PlacedEvent>.Empty).Select(placed => $"{placed.Event.Kind} {placed.Event.Node} {placed.Event.Detail}")];

    private string[] Nodes(EventRing ring) => [.. ring.Follow(Follow("n", One, known: true), At).Events.Select(placed => placed.Event.Node)];

    private void Pass(double milliseconds) => _now += TimeSpan.FromMilliseconds(milliseconds);

    private EventRing Settled()
    {
        var ring = new EventRing("ring", _now);
        Pass(2000);
        ring.Tick(At);
        return ring;
    }
}
