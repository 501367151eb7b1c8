namespace Gateway.Core.Groups;

/// <summary>
/// Second opinions that are out: one edge after another is asked, a second apart, round and round while there is something to
/// ask. An edge is reminded with every answer until it has said what it sees.
/// </summary>
internal sealed class Opinions
{
    private static readonly TimeSpan NextAfter = TimeSpan.FromSeconds(1);

    private readonly List<(OpinionAsk Ask, Guid Edge)> _open = [];
    private Guid _last;
    private TimeSpan? _askedAt;

    public int Count => _open.Count;

    /// <summary>Asks the next edge if one is due.</summary>
    /// <param name="member">Of whom.</param>
    /// <param name="stage">What the opinion has to reach.</param>
    /// <param name="mayBeAsked">Which edges can tell.</param>
    /// <param name="bench">Who is there, and who is to be told.</param>
    /// <param name="now">The grain's clock.</param>
    public void Advance(MemberCase member, FailureStage stage, Func<RegisterEntry, bool> mayBeAsked, Bench bench, TimeSpan now)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i].Ask.Stage < stage || bench.Edges.Find(_open[i].Edge) is not { } asked || !EdgeRegister.IsRegistered(asked, now) || !mayBeAsked(asked))
            {
                _open.RemoveAt(i);
            }
        }

        if (_open.Count > 0 && now - _askedAt < NextAfter)
        {
            return;
        }

        if (Next(bench.Edges.Registered(now).Where(mayBeAsked)) is not { } next || (next == _last && now - _askedAt < NextAfter))
        {
            return;
        }

        (_last, _askedAt) = (next, now);
        if (!_open.Exists(open => open.Edge == next))
        {
            _open.Add((new OpinionAsk(bench.NextId(), member.Id, bench.Epoch, member.Gen, stage, member.Rules.HasProbeFor(stage)), next));
        }

        bench.Tell(next);
    }

    /// <summary>Adds what an edge still owes.</summary>
    public void AddOwed(Guid edge, ref List<OpinionAsk>? asks)
    {
        foreach (var (ask, asked) in _open)
        {
            if (asked == edge)
            {
                (asks ??= []).Add(ask);
            }
        }
    }

    /// <summary>Closes an ask with its answer.</summary>
    /// <returns>False when there is no such ask of this edge.</returns>
    public bool TryClose(long id, Guid edge) => _open.RemoveAll(open => open.Ask.Id == id && open.Edge == edge) > 0;

    /// <summary>Nothing is asked any more.</summary>
    public void Clear() => _open.Clear();

    public IEnumerable<Guid> Asked => _open.Select(open => open.Edge);

    private Guid? Next(IEnumerable<RegisterEntry> candidates)
    {
        Guid? next = null;
        Guid? first = null;
        foreach (var edge in candidates)
        {
            first = first is null || edge.Id.CompareTo(first.Value) < 0 ? edge.Id : first;
            next = edge.Id.CompareTo(_last) > 0 && (next is null || edge.Id.CompareTo(next.Value) < 0) ? edge.Id : next;
        }

        return next ?? first;
    }
}
