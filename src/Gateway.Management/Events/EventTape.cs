using Gateway.Core.Events;

namespace Gateway.Management.Events;

/// <summary>One thing to be told to listeners.</summary>
/// <param name="Event">An event; null: a notice about the stream itself.</param>
/// <param name="Position">Its place in the cluster's order; none: this node's own view, which the cluster has not confirmed.</param>
/// <param name="View">Of a notice that the view has changed, the view from now on; else null.</param>
/// <param name="Missed">Of a notice that events are missing, how many; -1: not known how many. Else 0.</param>
internal sealed record TapeEntry(ClusterEvent? Event, EventPosition Position = default, string? View = null, long Missed = 0);

/// <summary>A place on the tape.</summary>
/// <param name="Entries">Entries before it.</param>
/// <param name="Events">Events among them.</param>
internal readonly record struct TapePlace(long Entries, long Events);

/// <summary>
/// What this node has to tell its listeners, in the order it came to know of it. It is every listener's queue: bounded, and who falls
/// behind its beginning is told how much that cost. Called under the feed's lock.
/// </summary>
internal sealed class EventTape
{
    /// <summary>How far a listener may fall behind.</summary>
    public const int MostKept = EventHistory.MostKept;

    private readonly Queue<(TapeEntry Entry, long Before)> _entries = new();
    private long _events;
    private TaskCompletionSource _pulse = NewPulse();

    /// <summary>The place behind the last entry.</summary>
    public TapePlace End { get; private set; }

    /// <summary>Whether nothing will come any more.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Ends when something has been added, or the tape is closed.</summary>
    public Task Pulse => _pulse.Task;

    public void Add(TapeEntry entry)
    {
        if (_entries.Count == MostKept)
        {
            _entries.Dequeue();
        }

        _entries.Enqueue((entry, _events));
        _events += entry.Event is null ? 0 : 1;
        End = new TapePlace(End.Entries + 1, _events);
        Beat();
    }

    public void Close()
    {
        IsClosed = true;
        Beat();
    }

    /// <summary>The entries from a place on.</summary>
    /// <param name="cursor">The place; moved behind what is returned.</param>
    /// <param name="missed">How many events are gone, -1 when only notices are; 0: nothing is.</param>
    public TapeEntry[] From(ref TapePlace cursor, out long missed)
    {
        var first = End.Entries - _entries.Count;
        var isBehind = cursor.Entries < first;
        var gone = isBehind ? _entries.Peek().Before - cursor.Events : 0;
        missed = isBehind && gone == 0 ? -1 : gone;
        var skipped = (int)Math.Max(cursor.Entries - first, 0);
        cursor = End;
        return [.. _entries.Skip(skipped).Select(kept => kept.Entry)];
    }

    private void Beat()
    {
        var pulse = _pulse;
        _pulse = IsClosed ? _pulse : NewPulse();
        pulse.TrySetResult();
    }

    // Listeners go on by themselves: whoever adds an entry does not write to their connections.
    private static TaskCompletionSource NewPulse() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
