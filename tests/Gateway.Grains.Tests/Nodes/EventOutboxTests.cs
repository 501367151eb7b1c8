using Gateway.Core.Events;
using Gateway.Grains.Nodes;

namespace Gateway.Grains.Tests.Nodes;

public sealed class EventOutboxTests : IDisposable
{
    private readonly EventMeter _meter = new();
    private readonly EventOutbox _outbox;

    public EventOutboxTests() => _outbox = new EventOutbox(_meter, TimeProvider.System);

    public void Dispose()
    {
        _outbox.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public void Each_event_has_a_name_of_its_own_and_waits_until_it_is_taken()
    {
        Note(3);

        var batch = _outbox.Next("n")!;
        Assert.Equal((0L, 1L, 3), (batch.After, batch.First, batch.Events.Length));
        Assert.Equal(Enumerable.Range(1, 3).Select(number => $"{batch.Origin}-{number}"), batch.Events.Select(happened => happened.Id));
        Assert.Equal(batch.Events.AsEnumerable(), _outbox.Next("n")!.Events);

        Note(1);
        _outbox.Taken(batch);
        var next = _outbox.Next("n")!;
        Assert.Equal((3L, 4L, 1), (next.After, next.First, next.Events.Length));
        _outbox.Taken(next);
        Assert.Null(_outbox.Next("n"));
    }

    [Fact]
    public void Beyond_its_bound_the_oldest_go_and_the_numbers_tell_how_many()
    {
        Note(EventOutbox.MostKept + 40);

        var batch = _outbox.Next("n")!;

        Assert.Equal(EventOutbox.MostKept, _outbox.Count);
        Assert.Equal((0L, 41L, EventBatch.MostEvents), (batch.After, batch.First, batch.Events.Length));
    }

    [Fact]
    public void A_batch_whose_beginning_was_dropped_meanwhile_is_taken_all_the_same()
    {
        Note(2);
        var batch = _outbox.Next("n")!;
        Note(EventOutbox.MostKept - 1);

        _outbox.Taken(batch);

        Assert.Equal((2L, 3L), (_outbox.Next("n")!.After, _outbox.Next("n")!.First));
        Assert.Equal(EventOutbox.MostKept - 1, _outbox.Count);
    }

    private void Note(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _outbox.Note(ClusterEvent.Of(EventKind.RevisionAdopted, "n"));
        }
    }
}
