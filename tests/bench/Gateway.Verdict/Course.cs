using System.Text;

namespace Gateway.Verdict;

/// <summary>One outage after another, under load.</summary>
internal sealed class Course
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(8);

    private readonly Outage _cold;
    private readonly List<Outage> _outages = [];
    private long _sent;
    private long _failed;

    private Course(Outage cold) => _cold = cold;

    public static async Task<Course> RunAsync(Ground ground, VerdictOptions options)
    {
        await using var load = new Load(ground.Urls, options.Rate);

        // Trials are dealt from 5 s after the group's activation on.
        await Task.Delay(Settle);
        var details = options.Details ? Console.Out : null;
        var course = new Course(await Outage.MakeAsync(ground, 0, details));
        Tell(0, course._cold);
        await Outage.EndAsync(ground, 0);
        for (var i = 1; i <= options.Outages; i++)
        {
            await Task.Delay(Random.Shared.Next(100, 500));
            var outage = await Outage.MakeAsync(ground, i % ground.Backends.Count, details);
            course._outages.Add(outage);
            Tell(i, outage);
            await Outage.EndAsync(ground, i % ground.Backends.Count);
        }

        (course._sent, course._failed) = (load.Sent, load.Failed);
        return course;
    }

    /// <summary>Whether the gate is kept and no client saw an error.</summary>
    public bool Passes(VerdictOptions options) => P(0.99, outage => outage.ToAll) <= options.Gate && _failed == 0;

    public string Report(VerdictOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine();
        text.AppendLine($"{_outages.Count} outages, {options.Edges} edges, {options.Rate} requests/s in all, {Environment.ProcessorCount} processors");
        text.AppendLine($"first failure to the grain's verdict:   p50 {P(0.5, o => o.ToVerdict):0} ms, p99 {P(0.99, o => o.ToVerdict):0} ms");
        text.AppendLine(
            $"first failure to in force on all edges: p50 {P(0.5, o => o.ToAll):0} ms, p99 {P(0.99, o => o.ToAll):0} ms, longest {_outages.Max(o => o.ToAll):0} ms"
            + $" (gate {options.Gate} ms)");
        text.AppendLine($"the first outage of the nodes' lives:   {_cold.ToVerdict:0} ms, {_cold.ToAll:0} ms");
        text.AppendLine($"edges with a failed try of their own:   {_outages.Average(o => o.Finders):0.0} of {options.Edges} on average");
        text.Append($"{_sent} requests, {_failed} not answered 200");
        return text.ToString();
    }

    private static void Tell(int number, Outage outage) => Console.WriteLine(
        $"outage {number,3}: found out after {outage.ToFirst,4:0} ms; from there verdict {outage.ToVerdict,4:0} ms, in force on all {outage.ToAll,4:0} ms; {outage.Finders} edges failed");

    private double P(double share, Func<Outage, double> value)
    {
        var values = _outages.Select(value).Order().ToArray();
        return values[(int)Math.Ceiling(share * values.Length) - 1];
    }
}
