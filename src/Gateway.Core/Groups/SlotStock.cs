namespace Gateway.Core.Groups;

/// <summary>Turns dealt to an edge and not used yet, oldest first. They do not expire by age; a new epoch voids them.</summary>
internal sealed class SlotStock
{
    private readonly Queue<Range> _ranges = new();
    private Range _current;

    private readonly record struct Range(long Start, int Count, RingView? Ring);

    /// <summary>How many turns are left.</summary>
    public int Count { get; private set; }

    /// <summary>Puts a dealt range behind the others.</summary>
    /// <param name="start">Its first offset.</param>
    /// <param name="count">How many.</param>
    /// <param name="ring">The ring it was dealt on; null when this edge no longer knows it.</param>
    public void Add(long start, int count, RingView? ring)
    {
        _ranges.Enqueue(new Range(start, count, ring));
        Count += count;
    }

    /// <summary>Takes the next turn.</summary>
    public bool TryTake(out long offset, out MemberView? member)
    {
        while (_current.Count == 0)
        {
            if (!_ranges.TryDequeue(out _current))
            {
                (offset, member) = (0, null);
                return false;
            }
        }

        offset = _current.Start;
        member = _current.Ring?.MemberOf(offset);
        _current = _current with { Start = offset + 1, Count = _current.Count - 1 };
        Count--;
        return true;
    }

    /// <summary>The next turn, which stays.</summary>
    public bool TryPeek(out long offset, out MemberView? member)
    {
        var range = _current;
        if (range.Count == 0 && !_ranges.TryPeek(out range))
        {
            (offset, member) = (0, null);
            return false;
        }

        (offset, member) = (range.Start, range.Ring?.MemberOf(range.Start));
        return true;
    }

    /// <summary>Voids everything: these turns belong to an epoch that is over.</summary>
    public void Clear()
    {
        _ranges.Clear();
        _current = default;
        Count = 0;
    }

    /// <summary>Resolves the rings again, after the edge's catalog changed.</summary>
    public void Resolve(Func<string, MemberView?> find)
    {
        _current = _current with { Ring = _current.Ring?.Over(find) };
        for (var i = _ranges.Count; i > 0; i--)
        {
            var range = _ranges.Dequeue();
            _ranges.Enqueue(range with { Ring = range.Ring?.Over(find) });
        }
    }
}
