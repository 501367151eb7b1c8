namespace Gateway.Verdict;

/// <summary>One death of a backend, by the logs.</summary>
/// <param name="ToFirst">From the kill to the first edge's failed try, in milliseconds.</param>
/// <param name="ToVerdict">From that failure to the grain's verdict.</param>
/// <param name="ToAll">From that failure until the verdict was in force on the last edge.</param>
/// <param name="Finders">Edges that had a failed try of their own.</param>
internal sealed record Outage(double ToFirst, double ToVerdict, double ToAll, int Finders)
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(100);

    /// <summary>Kills a backend and waits for what comes of it.</summary>
    public static async Task<Outage> MakeAsync(Ground ground, int victim, TextWriter? details)
    {
        var member = Ground.Member(victim);
        var since = Now();
        await ground.Backends[victim].KillAsync();
        var inForce = await Task.WhenAll(ground.Edges.Select(edge => edge.FirstAsync($"Member {member} of group all is out of use", since)));

        // Lines of other processes may still be on their way through their pipes.
        await Task.Delay(Late);
        var failures = ground.Edges.SelectMany(edge => edge.Since(since, $"Member {member} of group all is left alone")).ToArray();
        var verdicts = ground.SiloLogs.SelectMany(silo => silo.Since(since, $"Member {member} of group all: Active to Suspended")).ToArray();
        if (failures.Length == 0 || verdicts.Length == 0)
        {
            throw new InvalidOperationException($"{failures.Length} edges and {verdicts.Length} silos tell of the death of {member} in their logs.");
        }

        var first = failures.Min(failure => failure.At);
        if (details is not null)
        {
            foreach (var (at, line) in ground.Edges.Concat(ground.SiloLogs)
                .SelectMany(node => node.Since(since, $"Member {member} of").Select(entry => (entry.At, $"{node.Name} {entry.Line}"))).OrderBy(entry => entry.At))
            {
                await details.WriteLineAsync($"    {(at - first).TotalMilliseconds,7:0} ms  {line}");
            }
        }

        return new Outage(
            (first - since).TotalMilliseconds, (verdicts.Min(verdict => verdict.At) - first).TotalMilliseconds,
            (inForce.Max() - first).TotalMilliseconds, failures.Length);
    }

    /// <summary>Starts the backend again and waits until every edge uses it.</summary>
    public static async Task EndAsync(Ground ground, int victim)
    {
        var since = Now();
        await ground.Backends[victim].StartAgainAsync();
        await Task.WhenAll(ground.Edges.Select(edge => edge.FirstAsync($"Member {Ground.Member(victim)} of group all is in use again", since)));
    }

    // Log lines carry whole milliseconds.
    private static DateTime Now() => new(DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
}
