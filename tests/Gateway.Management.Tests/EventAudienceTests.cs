using Gateway.Core.Events;
using Gateway.Management.Events;

namespace Gateway.Management.Tests;

/// <summary>Who listens, without a connection: what a slow listener is told.</summary>
public sealed class EventAudienceTests
{
    private readonly EventAudience _audience = new();
    private long _last;

    [Fact]
    public void A_listener_that_falls_behind_is_told_how_many_events_that_cost_and_whose_view_it_is()
    {
        Happen(1);
        using var slow = _audience.TryOpen(after: null, last: 0)!;
        slow.Read();
        Happen(1040);

        var (entries, missed, _, _) = slow.Read();

        Assert.Equal((40L, EventTape.MostKept + 1), (missed, entries.Count));
        Assert.Equal("cluster", entries[0].View);
        Assert.Equal(new EventPosition(5, 42), entries[1].Position);
        Assert.Equal(0, slow.Read().Missed);
    }

    [Fact]
    public void A_change_of_view_that_is_gone_from_the_tape_is_told_and_is_no_event()
    {
        using var slow = _audience.TryOpen(after: null, last: 0)!;
        Assert.Equal("local", Assert.Single(slow.Read().Entries).View);
        Happen(EventTape.MostKept);

        var (entries, missed, _, _) = slow.Read();

        Assert.Equal((0L, "cluster", EventTape.MostKept + 1), (missed, entries[0].View, entries.Count));
    }

    [Fact]
    public void A_listener_that_keeps_up_is_told_each_once()
    {
        using var listener = _audience.TryOpen(after: null, last: 0)!;
        listener.Read();
        var heard = new List<long>();
        for (var i = 0; i < 3000; i++)
        {
            Happen(1);
            heard.AddRange(listener.Read().Entries.Where(entry => entry.Event is not null).Select(entry => entry.Position.Number));
        }

        Assert.Equal(Enumerable.Range(1, 3000).Select(number => (long)number), heard);
    }

    [Fact]
    public void News_that_do_not_follow_what_is_known_are_not_taken()
    {
        Happen(3);

        Assert.False(_audience.TryTake(new EventNews(new EventPosition(5, 4), [Placed(5)])));
        Assert.True(_audience.TryTake(new EventNews(new EventPosition(5, 3), [Placed(4)])));
        Assert.True(_audience.TryTake(new EventNews(new EventPosition(5, 2), [Placed(3), Placed(4), Placed(5)])));

        Assert.Equal(new EventPosition(5, 5), _audience.Newest);
    }

    [Fact]
    public void A_node_that_has_missed_more_than_is_kept_says_how_many()
    {
        Happen(10);
        using var listener = _audience.TryOpen(after: null, last: 0)!;
        listener.Read();

        _audience.Take(new FollowReply(true, new EventPosition(5, 2000), new EventPosition(5, 1000), [Placed(1001)], false));

        Assert.Equal([990L, 0L], listener.Read().Entries.Select(entry => entry.Missed));
    }

    private static PlacedEvent Placed(long number) => new(
        new EventPosition(5, number), ClusterEvent.Of(EventKind.RevisionAdopted, "n") with { Id = $"x-{number}" });

    private void Happen(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _last++;
            _audience.Take(new FollowReply(true, new EventPosition(5, _last), default, [Placed(_last)], false));
        }
    }
}
