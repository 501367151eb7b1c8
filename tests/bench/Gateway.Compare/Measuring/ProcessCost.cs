using System.Globalization;

namespace Gateway.Compare.Measuring;

/// <summary>What processes have cost since they started, by /proc.</summary>
internal static class ProcessCost
{
    // The kernel counts for user space in hundredths of a second, on every architecture that .NET runs on.
    private const double MicrosecondsPerTick = 10_000;

    /// <summary>User and system time of all processes, in microseconds.</summary>
    public static double CpuMicroseconds(IEnumerable<int> processIds) => processIds.Sum(id =>
    {
        // The second field is the name in parentheses and may hold spaces; user and system time are fields 14 and 15.
        var stat = File.ReadAllText($"/proc/{id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * MicrosecondsPerTick;
    });

    /// <summary>Peak resident memory of all processes added up, in MiB.</summary>
    public static double PeakMemory(IEnumerable<int> processIds) => processIds.Sum(id =>
    {
        var line = File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024.0;
    });
}
