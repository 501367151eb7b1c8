using Gateway.Compare.Contenders;

namespace Gateway.Compare.Measuring;

/// <summary>One contender's figures in one round. Times in milliseconds, CPU in microseconds, memory in MiB.</summary>
internal sealed record Measurement(string Contender, int Round, double PerSecond, double P50, double P99, double CpuPerRequest, double PeakMemory)
{
    public static async Task<Measurement> TakeAsync(RunningProxy proxy, int round, CompareOptions options, List<string> faults)
    {
        var before = ProcessCost.CpuMicroseconds(proxy.ProcessIds);
        var report = await Wrk.RunAsync(proxy.Url, proxy.Body, options.Connections, options.Seconds);
        proxy.ThrowIfEnded();
        var after = ProcessCost.CpuMicroseconds(proxy.ProcessIds);
        faults.AddRange(report.Errors.Select(error => $"{proxy.Name}, round {round}: {error}"));
        if (await proxy.FindFaultAsync() is { } fault)
        {
            faults.Add($"{proxy.Name}, round {round}: {fault}");
        }

        return new Measurement(
            proxy.Name,
            round,
            report.PerSecond,
            report.P50,
            report.P99,
            (after - before) / Math.Max(1, report.Requests),
            ProcessCost.PeakMemory(proxy.ProcessIds));
    }
}
