using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Simulation.Witnesses;
using Gateway.Simulation.World;

namespace Gateway.Simulation.Scale;

/// <summary>What one group costs and takes at a given number of edges and rate.</summary>
internal sealed record ScaleResult(
    int Edges, double Rate, double Takes, double Pulls, double Requests, double WaitedShare, int Skew, int Outstanding, double VerdictMs, double KnownMs,
    int FailedTries, long Nudges, double LossLongestWaitMs, double LossDegradedS);

/// <summary>One group in a calm cluster: some seconds of traffic, then a member falls, then the silo of its grain is lost.</summary>
internal static class ScaleRun
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    /// <summary>Runs one group.</summary>
    /// <param name="seed">Seed.</param>
    /// <param name="edges">Edges that use the group.</param>
    /// <param name="rate">Requests a second at each of them, on average.</param>
    /// <param name="seconds">How long it is measured.</param>
    /// <param name="detection">How long a lost silo goes unnoticed.</param>
    public static ScaleResult Run(int seed, int edges, double rate, double seconds, TimeSpan detection)
    {
        var scenario = new Scenario
        {
            Seed = seed, Edges = edges, Silos = 3, Members = "a b c d e", Rules = Rules, BurstSize = 1, BurstPeriodMs = 1000 / rate, Cancelled = 0, Once = 0,
        };
        var cluster = new SimulatedCluster(
            scenario, witnesses: world => new WitnessStand(world.Trace, new LoadMeter(world), new BoundedSkew(world), new NeverInTheWay(world)));
        var meter = cluster.Witnesses.Find<LoadMeter>();
        foreach (var edge in cluster.Edges)
        {
            Arrivals(cluster, edge, rate);
        }

        cluster.Time.RunUntil(cluster.Time.Now + WarmUp);
        meter.Forget();
        cluster.Time.RunUntil(cluster.Time.Now + TimeSpan.FromSeconds(seconds));
        var steady = (meter.Takes / seconds, meter.Pulls / seconds, meter.Requests / seconds, meter.Waited / (double)Math.Max(meter.Requests, 1));
        var skew = cluster.Witnesses.Find<BoundedSkew>().Worst;

        meter.Forget();
        meter.Falls("b");
        cluster.Backends.Fall("b", Ailment.Refuses);
        cluster.Time.RunUntil(cluster.Time.Now + TimeSpan.FromSeconds(4));
        var (tries, nudges) = (meter.FailedTries, meter.Nudges);

        cluster.Backends.Recover("b");
        meter.ForgetWaits();
        Lose(cluster, detection);
        cluster.Time.RunUntil(cluster.Time.Now + detection + TimeSpan.FromSeconds(12));
        return new ScaleResult(
            edges, rate, steady.Item1, steady.Item2, steady.Item3, steady.Item4, skew.Distance, skew.Outstanding,
            meter.VerdictAfter?.TotalMilliseconds ?? double.NaN, meter.KnownToAllAfter?.TotalMilliseconds ?? double.NaN, tries, nudges,
            meter.LongestWaitMs, meter.LongestDegraded.TotalSeconds);
    }

    private static MemberRules Rules { get; } = MemberRules.Default with
    {
        Suspend = SuspensionPolicy.Default with { Initial = TimeSpan.FromSeconds(3) },
        Health = new HealthCheck(HealthCheckKind.Http, "/healthz", TimeSpan.Zero, TimeSpan.FromSeconds(1), [new StatusRange(200, 200)], 2, 3),
    };

    // The silo says nothing from now on; the directory finds out when the failure detection does.
    private static void Lose(SimulatedCluster cluster, TimeSpan detection)
    {
        var silo = cluster.Current!.Silo;
        silo.Hang(detection + TimeSpan.FromHours(1));
        cluster.Time.After(detection, () => cluster.Crash(silo, TimeSpan.FromHours(1)));
    }

    // A Poisson process at each edge.
    private static void Arrivals(SimulatedCluster cluster, SimulatedEdge edge, double rate)
    {
        cluster.Time.After(TimeSpan.FromSeconds(-Math.Log(1 - cluster.Time.Random.NextDouble()) / rate), () =>
        {
            edge.Arrive(maySendOn: true);
            Arrivals(cluster, edge, rate);
        });
    }
}
