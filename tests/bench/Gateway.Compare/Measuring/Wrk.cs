using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Compare.Measuring;

/// <summary>What wrk reports of one run. Times in milliseconds.</summary>
internal sealed record WrkReport(long Requests, double PerSecond, double P50, double P99, IReadOnlyList<string> Errors);

/// <summary>Runs wrk and reads its report.</summary>
internal static partial class Wrk
{
    /// <param name="url">What it asks for.</param>
    /// <param name="body">What it sends with POST, as JSON; empty: it sends GET.</param>
    /// <param name="connections">How many it holds open.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<WrkReport> RunAsync(Uri url, string body, int connections, int seconds)
    {
        var file = InstalledPrograms.Find("wrk") ?? throw new InvalidOperationException("wrk is not installed: ./test installs it on Debian as root.");
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, body.Length == 0 ? "" : $"""
                wrk.method = "POST"
                wrk.headers["Content-Type"] = "application/json"
                wrk.body = [==[{body}]==]
                """);
            string[] arguments = ["-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "--timeout", "5s", "-s", script, url.ToString()];
            await using var wrk = ProgramProcess.Start("wrk", file, arguments);
            var code = await wrk.WaitForExitAsync(TimeSpan.FromSeconds(seconds + 30));
            return code == 0 ? Parse(wrk.Output) : throw new InvalidOperationException(wrk.Describe("failed"));
        }
        finally
        {
            File.Delete(script);
        }
    }

    /// <summary>Reads a report.</summary>
    /// <exception cref="FormatException">A figure is missing; the message quotes the report.</exception>
    public static WrkReport Parse(IReadOnlyList<string> lines)
    {
        var text = string.Join('\n', lines);
        var errors = lines.Where(line => line.Contains("Socket errors") || line.Contains("Non-2xx")).Select(line => line.Trim());
        return new WrkReport(
            long.Parse(Figure(RequestsLine(), text), CultureInfo.InvariantCulture),
            double.Parse(Figure(PerSecondLine(), text), CultureInfo.InvariantCulture),
            Milliseconds(Figure(P50Line(), text)),
            Milliseconds(Figure(P99Line(), text)),
            [.. errors]);
    }

    private static string Figure(Regex line, string text) => line.Match(text) is { Success: true } match
        ? match.Groups[1].Value
        : throw new FormatException($"wrk's report has no line like '{line}':\n{text}");

    private static double Milliseconds(string text)
    {
        var match = Duration().Match(text);
        var number = double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
        return match.Groups[2].Value switch
        {
            "us" => number / 1_000,
            "ms" => number,
            "s" => number * 1_000,
            "m" => number * 60_000,
            _ => throw new FormatException($"'{text}' is not a duration of wrk's"),
        };
    }

    [GeneratedRegex(@"^\s*(\d+) requests in ", RegexOptions.Multiline)]
    private static partial Regex RequestsLine();

    [GeneratedRegex(@"^Requests/sec:\s+([\d.]+)", RegexOptions.Multiline)]
    private static partial Regex PerSecondLine();

    [GeneratedRegex(@"^\s*50%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex P50Line();

    [GeneratedRegex(@"^\s*99%\s+(\S+)", RegexOptions.Multiline)]
    private static partial Regex P99Line();

    [GeneratedRegex(@"^([\d.]+)([a-z]+)$")]
    private static partial Regex Duration();
}
