using System.Collections.Concurrent;
using Gateway.Simulation.Faults;
using Gateway.Simulation.World;

namespace Gateway.Simulation;

/// <summary>Many seeds, on all processors. Each run is of one thread and knows nothing of the others.</summary>
internal static class Campaign
{
    /// <summary>Runs the seeds from <paramref name="first"/> up to and without <paramref name="end"/>.</summary>
    public static IReadOnlyCollection<Verdict> Run(int first, int end, Func<Plant>? plant = null, Func<Scenario, Scenario>? adapt = null)
    {
        var verdicts = new ConcurrentBag<Verdict>();
        Parallel.For(first, end, seed => verdicts.Add(Replay.Run(seed, plant?.Invoke(), adapt)));
        return verdicts;
    }
}
