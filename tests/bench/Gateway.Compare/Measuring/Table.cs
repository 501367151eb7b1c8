using System.Text;

namespace Gateway.Compare.Measuring;

/// <summary>The standings as a markdown table.</summary>
internal static class Table
{
    public static string Markdown(IEnumerable<Standing> standings)
    {
        var text = new StringBuilder();
        text.AppendLine("| contender          | requests/s |   × | p50 ms |   × | p99 ms |   × | CPU µs/request |   × | × by round  | peak MiB |   × |");
        text.AppendLine("| ------------------ | ---------: | --: | -----: | --: | -----: | --: | -------------: | --: | ----------: | -------: | --: |");
        foreach (var s in standings)
        {
            text.AppendLine(string.Concat(
                $"| {s.Contender,-18} | {s.PerSecond.Median,10:0} | {s.PerSecond.Ratio:0.00} | {s.P50.Median,6:0.00} | {s.P50.Ratio:0.00} ",
                $"| {s.P99.Median,6:0.00} | {s.P99.Ratio:0.00} | {s.CpuPerRequest.Median,14:0.0} | {s.CpuPerRequest.Ratio:0.00} ",
                $"| {s.CpuPerRequest.Lowest:0.00} … {s.CpuPerRequest.Highest:0.00} | {s.PeakMemory.Median,8:0} | {s.PeakMemory.Ratio:0.00} |"));
        }

        return text.ToString();
    }
}
