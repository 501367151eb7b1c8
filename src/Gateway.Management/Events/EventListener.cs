using Gateway.Core.Events;

namespace Gateway.Management.Events;

/// <summary>One who listens: where it is on the tape.</summary>
internal sealed class EventListener(EventAudience audience, List<TapeEntry> first, EventPosition after, TapePlace cursor) : IDisposable
{
    private List<TapeEntry>? _first = first;
    private TapePlace _cursor = cursor;
    private bool _isGone;

    /// <summary>What there is to be told now; empty: wait for the pulse.</summary>
    public (IReadOnlyList<TapeEntry> Entries, long Missed, bool IsClosed, Task Pulse) Read()
    {
        if (_first is { } opening)
        {
            _first = null;
            return (opening, 0, false, Task.CompletedTask);
        }

        // A node that has only just started hears of old events too: what the listener has seen elsewhere is left out.
        var (entries, missed, isClosed, pulse) = audience.Read(ref _cursor);
        return (Array.Exists(entries, IsKnown) ? Array.FindAll(entries, entry => !IsKnown(entry)) : entries, missed, isClosed, pulse);
    }

    private bool IsKnown(TapeEntry entry) => entry.Position != default && entry.Position <= after;

    public void Dispose()
    {
        if (!_isGone)
        {
            _isGone = true;
            audience.Leave();
        }
    }
}
