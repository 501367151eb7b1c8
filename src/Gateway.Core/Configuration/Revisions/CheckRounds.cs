using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>What an edge says of a catalog that is about to become a revision.</summary>
/// <param name="Node">The edge.</param>
/// <param name="Problems">Why it cannot serve it; none: it can.</param>
[GenerateSerializer, Immutable, Alias("gateway.EdgeVerdict")]
public sealed record EdgeVerdict([property: Id(0)] string Node, [property: Id(1)] ImmutableArray<string> Problems);

/// <summary>
/// The catalogs that edges are looking at before they become revisions: one round for each, for half a minute. In memory: a round
/// that is lost with its activation is begun again by whoever began it.
/// </summary>
public sealed class CheckRounds
{
    /// <summary>The most rounds at once. Each holds a whole catalog.</summary>
    public const int MostRounds = 4;

    /// <summary>How long a round is kept.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(30);

    /// <summary>The most problems that are taken of one edge.</summary>
    public const int MostProblems = 20;

    /// <summary>How often edges are asked again that have not answered.</summary>
    public static readonly TimeSpan AsksEvery = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Round> _rounds = new(StringComparer.Ordinal);

    /// <summary>Begins a round; one that has begun goes on.</summary>
    /// <returns>False when there are too many.</returns>
    public bool Begin(string ticket, string text, TimeSpan now)
    {
        foreach (var (old, round) in _rounds)
        {
            if (now - round.At > KeptFor)
            {
                _rounds.Remove(old);
            }
        }

        return _rounds.ContainsKey(ticket) || (_rounds.Count < MostRounds && _rounds.TryAdd(ticket, new Round(text, now)));
    }

    /// <summary>Ends a round.</summary>
    public void End(string ticket) => _rounds.Remove(ticket);

    /// <summary>The catalog of a round; null when there is no such round.</summary>
    public string? TextOf(string ticket) => _rounds.GetValueOrDefault(ticket)?.Text;

    /// <summary>Takes an edge's verdict.</summary>
    public void Judge(string ticket, EdgeVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        if (_rounds.TryGetValue(ticket, out var round) && (round.Verdicts.Count < EdgeRoster.MostEdges || round.Verdicts.ContainsKey(verdict.Node)))
        {
            round.Verdicts[verdict.Node] = verdict with { Problems = [.. verdict.Problems.Take(MostProblems)] };
        }
    }

    /// <summary>The verdicts so far, by node; null when there is no such round.</summary>
    public ImmutableArray<EdgeVerdict>? VerdictsOf(string ticket) =>
        _rounds.TryGetValue(ticket, out var round) ? [.. round.Verdicts.Values.OrderBy(verdict => verdict.Node, StringComparer.Ordinal)] : null;

    /// <summary>Whether edges are to be asked again, which is then noted.</summary>
    public bool IsDue(string ticket, TimeSpan now)
    {
        if (!_rounds.TryGetValue(ticket, out var round) || now - round.AskedAt < AsksEvery)
        {
            return false;
        }

        round.AskedAt = now;
        return true;
    }

    private sealed class Round(string text, TimeSpan at)
    {
        public string Text { get; } = text;

        public TimeSpan At { get; } = at;

        public TimeSpan AskedAt { get; set; } = at;

        public Dictionary<string, EdgeVerdict> Verdicts { get; } = new(StringComparer.Ordinal);
    }
}
