using System.Collections.Immutable;

namespace Gateway.Core.Groups;

/// <summary>The edges that a group's grain knows: who is there, what each was last answered, whom to tell of news.</summary>
internal sealed class EdgeRegister
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(10);
    private const int MostRemembered = 10_000;

    private readonly Dictionary<Guid, Edge> _edges = [];
    private TimeSpan _lastSweep;

    /// <summary>What is known of one edge.</summary>
    public sealed class Edge
    {
        /// <summary>The last answer to a Take: repeated word for word when its Seq comes again.</summary>
        public TakeReply? LastTake { get; set; }

        /// <summary>The node's name; empty until the first Pull.</summary>
        public string Node { get; set; } = "";

        /// <summary>The stamp it named in its last Pull.</summary>
        public Stamp Seen { get; set; }

        /// <summary>What it leaves alone by itself.</summary>
        public ImmutableArray<OverlayEntry> Overlays { get; set; } = [];

        /// <summary>How often it pulls; zero until the first Pull.</summary>
        public TimeSpan Period { get; set; }

        /// <summary>Its last call.</summary>
        public TimeSpan LastCall { get; set; }
    }

    /// <summary>Notes a call.</summary>
    public Edge Touch(Guid id, TimeSpan now)
    {
        if (!_edges.TryGetValue(id, out var edge))
        {
            Sweep(now);
            _edges[id] = edge = new Edge();
        }

        edge.LastCall = now;
        return edge;
    }

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
    public IEnumerable<Guid> Listening(TimeSpan now) =>
        _edges.Where(pair => Listens(pair.Value, now)).Select(pair => pair.Key);

    /// <summary>The edges that listen, by node.</summary>
    public ImmutableArray<RegisteredEdge> Describe(Stamp newest, TimeSpan now) =>
        [.. _edges.Values.Where(edge => Listens(edge, now)).OrderBy(edge => edge.Node, StringComparer.Ordinal)
            .Select(edge => new RegisteredEdge(
                edge.Node, (long)(now - edge.LastCall).TotalMilliseconds, edge.Seen < newest, [.. edge.Overlays.Select(entry => entry.Member)]))];

    /// <summary>Forgets the answers of an epoch that is over.</summary>
    public void ForgetTakes()
    {
        foreach (var edge in _edges.Values)
        {
            edge.LastTake = null;
        }
    }

    private static bool Listens(Edge edge, TimeSpan now) =>
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
