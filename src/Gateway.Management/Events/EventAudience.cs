using System.Collections.Immutable;
using Gateway.Core.Events;
using Gateway.Management.Views;

namespace Gateway.Management.Events;

/// <summary>The events that this node knows, and those who listen to them here. Safe from any thread; nothing waits under its lock.</summary>
internal sealed class EventAudience
{
    /// <summary>How many may listen at once on one node.</summary>
    public const int MostListeners = 32;

    private const int MostUnconfirmed = 1024;

    private readonly Lock _gate = new();
    private readonly EventHistory _history = new();
    private readonly EventTape _tape = new();
    private readonly OrderedDictionary<string, ClusterEvent> _unconfirmed = new(StringComparer.Ordinal);
    private bool _isLocal = true;
    private int _listeners;

    /// <summary>The newest event in the cluster's order that this node has.</summary>
    public EventPosition Newest
    {
        get
        {
            lock (_gate)
            {
                return _history.Newest;
            }
        }
    }

    /// <summary>The events behind a place.</summary>
    public ImmutableArray<PlacedEvent> After(EventPosition position)
    {
        lock (_gate)
        {
            return _history.After(position);
        }
    }

    /// <summary>Takes the cluster's answer: from here on the view is the cluster's.</summary>
    public void Take(FollowReply reply)
    {
        lock (_gate)
        {
            if (_isLocal)
            {
                _isLocal = false;
                _tape.Add(new TapeEntry(null, View: AnswerView.Cluster));
            }

            var seen = _history.Newest;
            if (reply.Floor > seen)
            {
                _history.SkipTo(reply.Floor);

                // Who has only just started has missed nothing.
                if (seen != default)
                {
                    _tape.Add(new TapeEntry(null, Missed: MissedBetween(seen, reply.Floor)));
                }
            }

            foreach (var placed in reply.Events)
            {
                Take(placed);
            }
        }
    }

    /// <summary>Takes news that came unasked.</summary>
    /// <returns>False when something is missing before it: ask.</returns>
    public bool TryTake(EventNews news)
    {
        lock (_gate)
        {
            if (news.After > _history.Newest || _isLocal)
            {
                return false;
            }

            foreach (var placed in news.Events)
            {
                Take(placed);
            }

            return true;
        }
    }

    /// <summary>Notes that the cluster is out of reach: what happens on this node is told at once, marked.</summary>
    /// <param name="waiting">What has happened here and the cluster has not heard of yet.</param>
    public void GoLocal(IEnumerable<ClusterEvent> waiting)
    {
        lock (_gate)
        {
            if (_isLocal)
            {
                return;
            }

            _isLocal = true;
            _tape.Add(new TapeEntry(null, View: AnswerView.Local));
            foreach (var happened in waiting)
            {
                TellOwn(happened);
            }
        }
    }

    /// <summary>Notes an event of this node's own. With the cluster in reach it comes round by its order.</summary>
    public void TakeOwn(ClusterEvent happened)
    {
        lock (_gate)
        {
            if (_isLocal)
            {
                TellOwn(happened);
            }
        }
    }

    /// <summary>Nobody will be told anything any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _tape.Close();
        }
    }

    /// <summary>Lets somebody listen.</summary>
    /// <param name="after">Go on behind this event; null: from now on.</param>
    /// <param name="last">Without <paramref name="after"/>: so many of the last events first.</param>
    /// <returns>Null when there are too many already.</returns>
    public EventListener? TryOpen(EventPosition? after, int last)
    {
        lock (_gate)
        {
            if (_listeners >= MostListeners)
            {
                return null;
            }

            _listeners++;
            var first = new List<TapeEntry> { View };
            if (after is { } seen && _history.Newest != default && !_history.Reaches(seen))
            {
                // Forgotten, or of an order that went with all its nodes: what comes later is told, or all there is.
                first.Add(new TapeEntry(null, Missed: seen < _history.Floor ? MissedBetween(seen, _history.Floor) : -1));
                after = seen > _history.Newest ? default(EventPosition) : seen;
            }

            var known = after is { } from ? _history.After(from) : _history.Last(last);
            first.AddRange(known.Select(placed => new TapeEntry(placed.Event, placed.Position)));
            if (after is not null || last > 0)
            {
                first.AddRange(_unconfirmed.Values.Select(happened => new TapeEntry(happened)));
            }

            return new EventListener(this, first, after ?? default, _tape.End);
        }
    }

    /// <summary>What there is for a listener, and what to wait for when there is nothing.</summary>
    public (TapeEntry[] Entries, long Missed, bool IsClosed, Task Pulse) Read(ref TapePlace cursor)
    {
        lock (_gate)
        {
            var entries = _tape.From(ref cursor, out var missed);

            // Among what is gone there may have been a change of view.
            return (missed == 0 ? entries : [View, .. entries], Math.Max(missed, 0), _tape.IsClosed, _tape.Pulse);
        }
    }

    /// <summary>Somebody listens no more.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _listeners--;
        }
    }

    private TapeEntry View => new(null, View: _isLocal ? AnswerView.Local : AnswerView.Cluster);

    private static long MissedBetween(EventPosition seen, EventPosition floor) => seen.Epoch == floor.Epoch ? floor.Number - seen.Number : -1;

    private void Take(PlacedEvent placed)
    {
        // What was told as this node's own view is not told again when the cluster has it.
        if (_history.Add(placed) && !_unconfirmed.Remove(placed.Event.Id))
        {
            _tape.Add(new TapeEntry(placed.Event, placed.Position));
        }
    }

    private void TellOwn(ClusterEvent happened)
    {
        if (!_unconfirmed.TryAdd(happened.Id, happened))
        {
            return;
        }

        if (_unconfirmed.Count > MostUnconfirmed)
        {
            _unconfirmed.RemoveAt(0);
        }

        _tape.Add(new TapeEntry(happened));
    }
}
