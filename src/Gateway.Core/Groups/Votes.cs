using System.Collections.Immutable;
using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>One node's standing evidence against a member in its present gen.</summary>
/// <param name="Edge">The edge that saw it.</param>
/// <param name="ErrorCode">WSO2's code.</param>
/// <param name="Stage">How far the try came.</param>
/// <param name="At">When it was reported.</param>
/// <param name="IsOfChecks">It stands for a row of active checks that failed.</param>
/// <param name="WasShown">Its overlay has been seen in a Pull: when it is gone from a later one, the vote is over.</param>
internal readonly record struct Vote(Guid Edge, int ErrorCode, FailureStage Stage, TimeSpan At, bool IsOfChecks, bool WasShown);

/// <summary>
/// The evidence against one member: a node has one vote, however many of its processes or requests say the same. A node that has
/// been contradicted has none until a success of its own or the next gen.
/// </summary>
internal sealed class Votes
{
    private static readonly TimeSpan StandsFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, Vote> _votes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contradicted = new(StringComparer.Ordinal);

    public int Count => _votes.Count;

    /// <summary>Whether no node is known that has lost its vote.</summary>
    public bool NobodyContradicted => _contradicted.Count == 0;

    public IEnumerable<string> Contradicted => _contradicted;

    /// <summary>The deepest stage that any vote speaks of: an opinion has to reach it.</summary>
    public FailureStage DeepestStage => _votes.Values.Max(vote => vote.Stage);

    public bool HasVoted(string node) => _votes.ContainsKey(node);

    public bool IsContradicted(string node) => _contradicted.Contains(node);

    /// <summary>Notes a failure; the same node's earlier vote is renewed.</summary>
    /// <returns>Whether it is a vote: a node that has lost it has none to give.</returns>
    public bool Cast(string node, Vote vote)
    {
        if (_contradicted.Contains(node))
        {
            return false;
        }

        _votes[node] = vote with { WasShown = _votes.TryGetValue(node, out var before) && before.Edge == vote.Edge && before.WasShown };
        return true;
    }

    /// <summary>Notes a success of a node's own: it takes its vote back, and may vote again.</summary>
    public bool Withdraw(string node) => _votes.Remove(node) | _contradicted.Remove(node);

    /// <summary>Notes that a try of another node came as far as a stage and found nothing wrong: votes up to there are over.</summary>
    /// <returns>The nodes that lost their vote by it.</returns>
    public ImmutableArray<string> Contradict(FailureStage proved, string by)
    {
        var losers = _votes.Where(pair => pair.Value.Stage <= proved && pair.Key != by).Select(pair => pair.Key).ToImmutableArray();
        foreach (var node in losers)
        {
            _votes.Remove(node);
            _contradicted.Add(node);
        }

        return losers;
    }

    /// <summary>Notes that a node has lost its vote.</summary>
    public void Silence(string node)
    {
        _votes.Remove(node);
        _contradicted.Add(node);
    }

    /// <summary>Notes what an edge leaves alone, as its Pull says.</summary>
    /// <param name="edge">The edge.</param>
    /// <param name="node">Its node.</param>
    /// <param name="avoids">Whether it leaves the member alone.</param>
    /// <param name="mark">Errors that may only mark: their delay ends by itself, and the vote outlives it.</param>
    public void Shown(Guid edge, string node, bool avoids, MarkPolicy mark)
    {
        if (!_votes.TryGetValue(node, out var vote) || vote.Edge != edge)
        {
            return;
        }

        // A Pull that left before the report may come after it: only an overlay that was seen can be seen to be gone.
        if (avoids)
        {
            _votes[node] = vote with { WasShown = true };
        }
        else if (vote.WasShown && !mark.AppliesTo(vote.ErrorCode))
        {
            _votes.Remove(node);
        }
    }

    /// <summary>Ends votes that are too old or whose edge has gone.</summary>
    public void Expire(EdgeRegister edges, TimeSpan now)
    {
        foreach (var (node, vote) in _votes)
        {
            if (now - vote.At >= StandsFor || !edges.HoldsVote(vote.Edge, now))
            {
                _votes.Remove(node);
            }
        }
    }

    /// <summary>How many nodes must have seen a failure now.</summary>
    /// <param name="member">The member's id.</param>
    /// <param name="configured">The group's quorum; null: <c>auto</c>.</param>
    /// <param name="settling">In an activation's first two pull periods the register is not known yet: then there is no cap.</param>
    /// <param name="edges">Who counts.</param>
    /// <param name="now">The grain's clock.</param>
    public int Needed(string member, int? configured, bool settling, EdgeRegister edges, TimeSpan now)
    {
        var wanted = Math.Max(configured ?? 2, 1);
        if (settling || wanted == 1)
        {
            return wanted;
        }

        // Who has voted counts for as long as the vote does: one that leaves the register before would else make its own word enough.
        var nodes = new HashSet<string>(_votes.Keys, StringComparer.Ordinal);
        foreach (var edge in edges.Registered(now))
        {
            // Whoever leaves it alone privately has nothing to say of it either.
            if (!_contradicted.Contains(edge.Node) && !edge.HoldsPrivately(member))
            {
                nodes.Add(edge.Node);
            }
        }

        return Math.Clamp(nodes.Count, 1, wanted);
    }

    /// <summary>The votes that a condition holds for, oldest first.</summary>
    public Vote[] Of(Func<Vote, bool> condition) => [.. _votes.Values.Where(condition).OrderBy(vote => vote.At)];

    /// <summary>The evidence, for log and status page.</summary>
    public ImmutableArray<EvidenceEntry> Describe(TimeSpan now) =>
        [.. _votes.OrderBy(pair => pair.Value.At).Select(pair => new EvidenceEntry(
            pair.Key, pair.Value.ErrorCode, pair.Value.Stage, (long)(now - pair.Value.At).TotalMilliseconds))];

    /// <summary>The only voter; null when there are several or none.</summary>
    public (string Node, Vote Vote)? Single => _votes.Count == 1 ? _votes.Select(pair => (pair.Key, pair.Value)).First() : null;

    /// <summary>A new gen: evidence of the last one says nothing.</summary>
    public void Clear()
    {
        _votes.Clear();
        _contradicted.Clear();
    }
}
