using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>
/// The edges that the catalog's grain has heard of, and what each serves. Kept in memory: a new activation knows all of them again
/// when each has said a word, which is when it <see cref="IsSettled"/>.
/// </summary>
/// <param name="started">When the activation began, by the grain's clock.</param>
/// <param name="isAlone">There is one edge and never another.</param>
public sealed class EdgeRoster(TimeSpan started, bool isAlone)
{
    /// <summary>How often an edge says what it serves, at least.</summary>
    public static readonly TimeSpan AttendsEvery = TimeSpan.FromSeconds(5);

    /// <summary>For how long after its last word an edge counts as there: two words may be lost.</summary>
    public static readonly TimeSpan HereFor = TimeSpan.FromSeconds(12);

    /// <summary>For how long an edge that has not said goodbye is told as missing.</summary>
    public static readonly TimeSpan MissedFor = TimeSpan.FromMinutes(10);

    /// <summary>The most edges that are remembered.</summary>
    public const int MostEdges = 1000;

    private static readonly TimeSpan SettlesAfter = AttendsEvery + TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, (EdgeAttendance Word, TimeSpan At)> _edges = new(StringComparer.Ordinal);

    /// <summary>Takes an edge's word. One edge more than are remembered is not taken.</summary>
    public void Attend(EdgeAttendance word, TimeSpan now)
    {
        ArgumentNullException.ThrowIfNull(word);
        if (_edges.ContainsKey(word.Node) || _edges.Count < MostEdges)
        {
            _edges[word.Node] = (word, now);
        }
    }

    /// <summary>An edge says goodbye. One that has started anew meanwhile stays.</summary>
    public void Leave(string node, Guid ear)
    {
        if (_edges.TryGetValue(node, out var known) && known.Word.Ear == ear)
        {
            _edges.Remove(node);
        }
    }

    /// <summary>Whether every edge has had the time to say a word to this activation.</summary>
    public bool IsSettled(TimeSpan now) => isAlone ? _edges.Count > 0 : now - started >= SettlesAfter;

    /// <summary>The edges by name.</summary>
    public ImmutableArray<EdgeStanding> List(TimeSpan now)
    {
        foreach (var (node, (_, at)) in _edges)
        {
            if (now - at > MissedFor)
            {
                _edges.Remove(node);
            }
        }

        return [.. _edges.Values.OrderBy(edge => edge.Word.Node, StringComparer.Ordinal)
            .Select(edge => new EdgeStanding(edge.Word.Node, edge.Word.Revision, edge.Word.Fault, (long)(now - edge.At).TotalMilliseconds))];
    }
}
