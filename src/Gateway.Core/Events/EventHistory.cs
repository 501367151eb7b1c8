using System.Collections.Immutable;

namespace Gateway.Core.Events;

/// <summary>The last events in the cluster's order. Grows at its end only, and forgets the oldest beyond its bound.</summary>
/// <param name="most">The most events kept.</param>
public sealed class EventHistory(int most = EventHistory.MostKept)
{
    /// <summary>How many events the cluster remembers.</summary>
    public const int MostKept = 1000;

    private readonly List<PlacedEvent> _events = new(most);

    /// <summary>How many there are.</summary>
    public int Count => _events.Count;

    /// <summary>The place of the newest ever added.</summary>
    public EventPosition Newest { get; private set; }

    /// <summary>The place of the newest that is forgotten: who has seen less has missed something. None: nothing is forgotten.</summary>
    public EventPosition Floor { get; private set; }

    /// <summary>Adds an event behind all others.</summary>
    /// <returns>False when it does not come later than the newest: it is known, or its time has gone by.</returns>
    public bool Add(PlacedEvent happened)
    {
        if (happened.Position <= Newest)
        {
            return false;
        }

        if (_events.Count == most)
        {
            Floor = _events[0].Position;
            _events.RemoveAt(0);
        }

        _events.Add(happened);
        Newest = happened.Position;
        return true;
    }

    /// <summary>Notes that events up to a place will not come any more.</summary>
    public void SkipTo(EventPosition floor)
    {
        if (floor > Newest)
        {
            _events.Clear();
            (Newest, Floor) = (floor, floor);
        }
    }

    /// <summary>The events behind a place, oldest first.</summary>
    /// <param name="position">The place; none: from the oldest.</param>
    /// <param name="atMost">How many at most.</param>
    public ImmutableArray<PlacedEvent> After(EventPosition position, int atMost = int.MaxValue) =>
        [.. _events.Skip(CountUpTo(position)).Take(atMost)];

    /// <summary>Whether nothing is missing behind a place: it is kept, or it is the last that is not.</summary>
    public bool Reaches(EventPosition position) =>
        position == Floor || (CountUpTo(position) is > 0 and var count && _events[count - 1].Position == position);

    /// <summary>The last events, oldest first.</summary>
    public ImmutableArray<PlacedEvent> Last(int count) => [.. _events.Skip(_events.Count - Math.Min(count, _events.Count))];

    private int CountUpTo(EventPosition position)
    {
        var (low, high) = (0, _events.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _events[middle].Position > position ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
