using System.Collections.Concurrent;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;
using Gateway.Management;

namespace Gateway.Edge.Catalog;

/// <summary>Looks at catalogs that are about to become revisions, and says whether this edge can serve them.</summary>
internal sealed class CandidateChecks(CatalogActivation catalogs, CatalogSealing sealing, NodeIdentity node)
{
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    /// <summary>Notes that a round has begun. More than there can be at once are not noted: they are asked for again.</summary>
    public void Ask(string ticket)
    {
        if (_asked.Count < CheckRounds.MostRounds)
        {
            _asked.TryAdd(ticket, true);
        }
    }

    /// <summary>Answers all rounds that have been noted.</summary>
    public async Task AnswerAsync(ICatalogGrain grain)
    {
        foreach (var ticket in _asked.Keys)
        {
            if (await grain.StagedAsync(ticket) is { } text)
            {
                await grain.JudgeAsync(ticket, Look(text));
            }

            _asked.TryRemove(ticket, out _);
        }
    }

    private EdgeVerdict Look(string text)
    {
        var read = sealing.Open("catalog", text);
        var problems = read.Value is { } catalog ? catalogs.Check(catalog) : read.Problems;
        return new EdgeVerdict(
            node.Id, [.. problems.Where(problem => problem.Severity == Severity.Error).Take(CheckRounds.MostProblems).Select(problem => problem.ToString())]);
    }
}
