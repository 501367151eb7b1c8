using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>What the cases of a group's members share while they are judged.</summary>
internal sealed class Bench(Epoch epoch, EdgeRegister edges, FenceLease lease, TimeSpan settledAt)
{
    private const int EventsKept = 64;

    private readonly HashSet<Guid> _told = [];
    private readonly Queue<(GroupEvent Event, TimeSpan At)> _events = new();
    private readonly List<GroupEvent> _unsaid = [];
    private long _lastId;

    public Epoch Epoch { get; set; } = epoch;

    public EdgeRegister Edges => edges;

    public FenceLease Lease => lease;

    public GroupRules Rules { get; set; } = GroupRules.Default;

    /// <summary>The version that the next snapshot will have.</summary>
    public long NextVersion { get; set; }

    /// <summary>Whether there is something that a new snapshot has to show.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether another member may be suspended besides those that are.</summary>
    public required Func<MemberCase, bool> MaySuspend { get; init; }

    /// <summary>Whether the register is not known well enough yet to be counted on.</summary>
    public bool IsSettling(TimeSpan now) => now < settledAt;

    /// <summary>Whether the group has one edge and never another.</summary>
    public required bool IsAlone { get; init; }

    /// <summary>A number for a permit or an ask: never given twice.</summary>
    public long NextId() => ++_lastId;

    /// <summary>An edge is to be told at once.</summary>
    public void Tell(Guid edge) => _told.Add(edge);

    /// <summary>A node is to be told at once.</summary>
    public void Tell(string node, TimeSpan now)
    {
        foreach (var edge in edges.Registered(now))
        {
            if (edge.Node == node)
            {
                _told.Add(edge.Id);
            }
        }
    }

    /// <summary>Who is to be told something of its own since the last call.</summary>
    public Guid[] TakeTold()
    {
        if (_told.Count == 0)
        {
            return [];
        }

        Guid[] told = [.. _told];
        _told.Clear();
        return told;
    }

    /// <summary>Notes a transition.</summary>
    /// <param name="happened">The transition.</param>
    /// <param name="now">The grain's clock.</param>
    /// <param name="changes">Whether edges have to be shown it by a new snapshot.</param>
    public void Note(GroupEvent happened, TimeSpan now, bool changes = true)
    {
        IsChanged |= changes;
        _unsaid.Add(happened);
        _events.Enqueue((happened, now));
        if (_events.Count > EventsKept)
        {
            _events.Dequeue();
        }
    }

    /// <summary>The transitions since the last call, to be logged.</summary>
    public IReadOnlyList<GroupEvent> TakeEvents()
    {
        if (_unsaid.Count == 0)
        {
            return [];
        }

        GroupEvent[] said = [.. _unsaid];
        _unsaid.Clear();
        return said;
    }

    /// <summary>The last transitions, newest last.</summary>
    public ImmutableArray<GroupEvent> Events(TimeSpan now) =>
        [.. _events.Select(entry => entry.Event with { AgoMs = (long)(now - entry.At).TotalMilliseconds })];
}
