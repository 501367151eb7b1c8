using Gateway.Simulation.Faults;
using Gateway.Simulation.Witnesses;
using Gateway.Simulation.World;

namespace Gateway.Simulation;

/// <summary>What came of one seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Broken">The promise that it broke; null: none.</param>
/// <param name="Message">How.</param>
/// <param name="Cases">The cases that it came to.</param>
/// <param name="Steps">Events.</param>
internal sealed record Verdict(int Seed, string? Broken, string Message, IReadOnlySet<Case> Cases, long Steps);

/// <summary>Runs seeds, and tells the story of one that breaks something.</summary>
internal static class Replay
{
    private const int LinesOfMessage = 40;

    public static Verdict Run(int seed, Plant? plant = null, Func<Scenario, Scenario>? adapt = null)
    {
        var scenario = Scenario.Draw(seed);
        var cluster = new SimulatedCluster(adapt?.Invoke(scenario) ?? scenario, plant);
        try
        {
            Course.Run(cluster);
            return new Verdict(seed, null, "", cluster.Cases, cluster.Time.Steps);
        }
        catch (BrokenPromiseException broken)
        {
            return new Verdict(seed, broken.Promise, broken.Message, cluster.Cases, cluster.Time.Steps);
        }
    }

    /// <summary>The whole story of a seed, and how it ended.</summary>
    public static (IReadOnlyList<string> Lines, string End) Tell(int seed, Plant? plant = null, Func<Scenario, Scenario>? adapt = null)
    {
        var cluster = new SimulatedCluster(adapt?.Invoke(Scenario.Draw(seed)) ?? Scenario.Draw(seed), plant, traced: true);
        try
        {
            Course.Run(cluster);
            return (cluster.Trace.Lines, "No promise was broken.");
        }
        catch (BrokenPromiseException broken)
        {
            return (cluster.Trace.Lines, broken.Message);
        }
    }

    /// <summary>A failure's message: the seed, how to see it again, and the last that happened.</summary>
    public static string Explain(int seed)
    {
        var (lines, end) = Tell(seed);
        return $"""
            Seed {seed}: {end}
            The whole story: dotnet run --project tests/Gateway.Simulation -c Release -- {seed}
            {string.Join('\n', lines.TakeLast(LinesOfMessage))}
            """;
    }
}
