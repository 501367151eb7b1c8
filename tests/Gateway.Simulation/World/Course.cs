using Gateway.Simulation.Faults;

namespace Gateway.Simulation.World;

/// <summary>The course of one run: trouble for a while, then everything is mended and one last member falls; at the end all must be well.</summary>
internal static class Course
{
    // Those that suspend at once, however often an endpoint may err before.
    private static readonly Ailment[] LastAilments = [Ailment.Refuses, Ailment.BreaksTls, Ailment.Errs];

    /// <summary>Runs a scenario to its end.</summary>
    /// <exception cref="Witnesses.BrokenPromiseException">A promise was broken.</exception>
    public static SimulatedCluster Run(Scenario scenario, Plant? plant = null, Action<SimulatedCluster>? prepare = null)
    {
        var cluster = new SimulatedCluster(scenario, plant);
        Run(cluster, prepare);
        return cluster;
    }

    public static void Run(SimulatedCluster cluster, Action<SimulatedCluster>? prepare = null)
    {
        var scenario = cluster.Scenario;
        var time = cluster.Time;
        var mended = time.Now + scenario.Trouble;
        var end = mended + scenario.Quiet;
        var idle = end - TimeSpan.FromSeconds(1.5);
        cluster.Network = (scenario.Lost, scenario.Doubled, scenario.Slow);
        prepare?.Invoke(cluster);
        time.Every(TimeSpan.FromMilliseconds(scenario.BurstPeriodMs), () =>
        {
            Burst(cluster);
            return time.Now + TimeSpan.FromMilliseconds(scenario.BurstPeriodMs) < idle;
        });
        if (scenario.TroublePeriodMs > 0)
        {
            time.Every(TimeSpan.FromMilliseconds(scenario.TroublePeriodMs), () =>
            {
                Trouble.Make(cluster);
                return time.Now + TimeSpan.FromMilliseconds(scenario.TroublePeriodMs) < mended;
            });
        }

        time.RunUntil(mended);
        cluster.Repair();
        if (scenario.TroublePeriodMs > 0)
        {
            time.After(time.Between(6500, 8000), () => LastFall(cluster));
        }

        time.RunUntil(end);
        cluster.Witnesses.End();
    }

    private static void LastFall(SimulatedCluster cluster)
    {
        var members = cluster.NewestCatalog.Definition.Members;
        Trouble.Fall(cluster, members[cluster.Time.Random.Next(members.Length)].Id, LastAilments[cluster.Time.Random.Next(LastAilments.Length)], cluster.Time.Between(2000, 4000));
    }

    // A load tester's burst: as many requests at once, each for an edge drawn at random.
    private static void Burst(SimulatedCluster cluster)
    {
        var (time, scenario) = (cluster.Time, cluster.Scenario);
        var busy = cluster.Edges.Where(edge => edge.HasTraffic).ToArray();
        for (var i = 0; i < scenario.BurstSize && busy.Length > 0; i++)
        {
            busy[time.Random.Next(busy.Length)].Arrive(!time.Chance(scenario.Once));
        }
    }
}
