using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>The edges that a group's grain knows: who is there, what each was last answered, whom to tell of news.</summary>
internal sealed class EdgeRegister
{
    private static readonly TimeSpan RegisteredFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan VoteOutlives = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);
    private const int MostRemembered = 10_000;

    private readonly Dictionary<Guid, RegisterEntry> _edges = [];
    private TimeSpan _lastSweep;

    /// <summary>Notes a call.</summary>
    public RegisterEntry Touch(Guid id, TimeSpan now)
    {
        if (!_edges.TryGetValue(id, out var edge))
        {
            Sweep(now);
            _edges[id] = edge = new RegisterEntry(id);
        }

        edge.LastCall = now;
        return edge;
    }

    /// <summary>What is known of an edge; null: nothing.</summary>
    public RegisterEntry? Find(Guid id) => _edges.GetValueOrDefault(id);

    /// <summary>Whether an edge counts: it has named its node, and has called within 3 s.</summary>
    public static bool IsRegistered(RegisterEntry edge, TimeSpan now) => edge.Node.Length > 0 && now - edge.LastCall <= RegisteredFor;

    /// <summary>Whether an edge is still close enough for its vote to stand: up to 1 s after it left the register.</summary>
    public bool HoldsVote(Guid id, TimeSpan now) => _edges.TryGetValue(id, out var edge) && now - edge.LastCall <= RegisteredFor + VoteOutlives;

    /// <summary>The edges that count.</summary>
    public IEnumerable<RegisterEntry> Registered(TimeSpan now) => _edges.Values.Where(edge => IsRegistered(edge, now));

    /// <summary>The place of an edge among those that listen.</summary>
    public (int Ordinal, int Count) PhaseOf(Guid id, TimeSpan now)
    {
        var ordinal = 0;
        var count = 0;
        foreach (var (other, edge) in _edges)
        {
            if (Listens(edge, now))
            {
                count++;
                ordinal += other.CompareTo(id) < 0 ? 1 : 0;
            }
        }

        return (ordinal, Math.Max(count, 1));
    }

    /// <summary>Edges that pulled within three of their own periods.</summary>
    public IEnumerable<RegisterEntry> Listening(TimeSpan now) => _edges.Values.Where(edge => Listens(edge, now));

    /// <summary>The edges that listen, by node.</summary>
    public ImmutableArray<RegisteredEdge> Describe(Stamp newest, TimeSpan now) =>
        [.. Listening(now).OrderBy(edge => edge.Node, StringComparer.Ordinal).Select(edge => new RegisteredEdge(
            edge.Node, (long)(now - edge.LastCall).TotalMilliseconds, edge.Seen < newest, [.. edge.Overlays.Select(entry => entry.Member)])
        {
            IsRegistered = IsRegistered(edge, now),
            Private = [.. edge.Overlays.Where(entry => entry.IsPrivate).Select(entry => entry.Member)],
            Mode = edge.Mode,
            IsUnfenced = edge.IsUnfenced,
            SnapshotAgeMs = edge.CurrentAt is { } at ? (long)(now - at).TotalMilliseconds : -1,
        })];

    /// <summary>Forgets the answers of an epoch that is over.</summary>
    public void ForgetAnswers()
    {
        foreach (var edge in _edges.Values)
        {
            (edge.LastTake, edge.LastReport) = (null, null);
        }
    }

    private static bool Listens(RegisterEntry edge, TimeSpan now) =>
        edge.Period > TimeSpan.Zero && now - edge.LastCall <= edge.Period * 3;

    private void Sweep(TimeSpan now)
    {
        if (_edges.Count < MostRemembered && now - _lastSweep < RememberedFor)
        {
            return;
        }

        _lastSweep = now;
        foreach (var (id, edge) in _edges)
        {
            if (now - edge.LastCall > RememberedFor)
            {
                _edges.Remove(id);
            }
        }

        while (_edges.Count >= MostRemembered)
        {
            _edges.Remove(_edges.MinBy(pair => pair.Value.LastCall).Key);
        }
    }
}
