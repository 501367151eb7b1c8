using System.Diagnostics;
using Gateway.Core.Groups;

namespace Gateway.Simulation.Scale;

/// <summary>1,000 edges, 100 silos and 10,000 groups, each edge using 100 of them: so ten edges a group on average. The table of docs/scale.md.</summary>
internal static class ScaleTable
{
    private const int Groups = 10_000;
    private const int Silos = 100;
    private const int AllEdges = 1_000;
    private const int Sample = 40;
    private static readonly TimeSpan Detection = TimeSpan.FromSeconds(3);

    public static void Write(TextWriter to)
    {
        to.WriteLine("One group of five members (simulated):");
        to.WriteLine();
        to.WriteLine("| edges | requests/s each | Takes/s | Pulls/s | requests a Take | waited for a turn | skew, turns | verdict, ms | known to all, ms | failed tries | nudges |");
        to.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var typical = new Dictionary<double, ScaleResult>();
        foreach (var rate in new[] { 0.5, 5, 50, 500 })
        {
            var sampled = Sampled(rate);
            typical[rate] = sampled;
            Row(to, "10 on average", sampled);
        }

        foreach (var rate in new[] { 0.5, 5, 50 })
        {
            Row(to, "1,000", ScaleRun.Run(1, AllEdges, rate, rate > 10 ? 4 : 10, Detection));
        }

        to.WriteLine();
        to.WriteLine("The cluster (extrapolated: the sampled group times 10,000, shared by 100 silos):");
        to.WriteLine();
        to.WriteLine("| requests/s, edge and group | requests/s of the cluster | Takes/s of the cluster | Pulls/s | calls/s a silo |");
        to.WriteLine("| --- | --- | --- | --- | --- |");
        foreach (var (rate, one) in typical)
        {
            to.WriteLine(
                $"| {rate} | {one.Requests * Groups:N0} | {one.Takes * Groups:N0} | {one.Pulls * Groups:N0} | {(one.Takes + one.Pulls) * Groups / Silos:N0} |");
        }

        var lost = typical[50];
        to.WriteLine();
        to.WriteLine(
            $"A lost silo, found out after {Detection.TotalSeconds} s (simulated for the sampled groups, 1 of {Silos} of which live there): no request waited longer than "
            + $"{lost.LossLongestWaitMs:F0} ms, and no edge was degraded for longer than {lost.LossDegradedS:F1} s.");
        to.WriteLine();
        to.WriteLine($"The machine alone, on this computer and one core: {MachineSpeed():N0} Takes/s, {PullSpeed(10):N0} Pulls/s of 10 edges, {PullSpeed(AllEdges):N0} of 1,000.");
    }

    // Who uses a group is drawn: each of 1,000 edges uses 100 of 10,000 groups.
    private static ScaleResult Sampled(double rate)
    {
        var results = new ScaleResult[Sample];
        Parallel.For(0, Sample, seed =>
        {
            var random = new Random(seed);
            var edges = Math.Max(2, Enumerable.Range(0, AllEdges).Count(_ => random.Next(Groups / 100) == 0));
            results[seed] = ScaleRun.Run(seed, edges, rate, rate > 100 ? 5 : 20, Detection);
        });
        return new ScaleResult(
            (int)results.Average(one => one.Edges), rate, results.Average(one => one.Takes), results.Average(one => one.Pulls),
            results.Average(one => one.Requests), results.Average(one => one.WaitedShare), results.Max(one => one.Skew), results.Max(one => one.Outstanding),
            Median(results.Select(one => one.VerdictMs)), Median(results.Select(one => one.KnownMs)), (int)Median(results.Select(one => (double)one.FailedTries)),
            (long)Median(results.Select(one => (double)one.Nudges)), results.Max(one => one.LossLongestWaitMs), results.Max(one => one.LossDegradedS));
    }

    private static double Median(IEnumerable<double> values)
    {
        var known = values.Where(value => !double.IsNaN(value)).Order().ToArray();
        return known.Length == 0 ? double.NaN : known[known.Length / 2];
    }

    private static void Row(TextWriter to, string edges, ScaleResult one) => to.WriteLine(
        $"| {edges} | {one.Rate} | {one.Takes:F1} | {one.Pulls:F1} | {one.Requests / Math.Max(one.Takes, 0.001):F1} | {one.WaitedShare:P1} | "
        + $"{one.Skew} of {one.Outstanding} outstanding | {one.VerdictMs:F1} | {one.KnownMs:F1} | {one.FailedTries} | {one.Nudges} |");

    private static double MachineSpeed()
    {
        var machine = Machine();
        var edge = Guid.NewGuid();
        var clock = Stopwatch.StartNew();
        const int Calls = 2_000_000;
        for (var seq = 1; seq <= Calls; seq++)
        {
            machine.Take(new TakeRequest(edge, seq, 10, machine.Snapshot.Stamp, 1), clock.Elapsed);
        }

        return Calls / clock.Elapsed.TotalSeconds;
    }

    private static double PullSpeed(int edges)
    {
        var machine = Machine();
        var known = Enumerable.Range(1, edges).Select(edge => new Guid(edge, 0, 0, new byte[8])).ToArray();
        var clock = Stopwatch.StartNew();
        var calls = 0;
        for (; clock.Elapsed < TimeSpan.FromSeconds(2); calls++)
        {
            var edge = known[calls % edges];
            machine.Pull(new PullRequest(edge, $"node{calls % edges}", machine.Snapshot.Stamp, 1, 1000, [], []), clock.Elapsed);
        }

        return calls / clock.Elapsed.TotalSeconds;
    }

    private static GroupMachine Machine()
    {
        var machine = new GroupMachine(new Epoch(1, 1), new GroupRecord());
        machine.Adopt(new GroupDefinition("group", "load_balance", [new("a", 1), new("b", 1), new("c", 1)]), 1);
        return machine;
    }
}
