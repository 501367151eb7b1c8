using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Cluster.Tests.Dashboards;

/// <summary>The queries in <c>deploy/grafana</c>, and where they stand.</summary>
internal static partial class DashboardFiles
{
    public static string Prometheus => Path.Combine(Repository.Root, "deploy", "prometheus");

    public static IReadOnlyList<string> Names => [.. Directory.GetFiles(Path.Combine(Repository.Root, "deploy", "grafana"), "*.json").Order()];

    /// <summary>Every query of every panel and of every variable, with variables as Grafana fills them in when all is chosen.</summary>
    public static IEnumerable<(string Place, string Query)> Queries() =>
        from file in Names
        let board = JsonDocument.Parse(File.ReadAllText(file)).RootElement
        from query in PanelsOf(board).Concat(VariablesOf(board))
        select ($"{Path.GetFileName(file)}: {query.Place}", Filled(query.Query));

    private static IEnumerable<(string Place, string Query)> PanelsOf(JsonElement board) =>
        from panel in board.GetProperty("panels").EnumerateArray()
        where panel.TryGetProperty("targets", out _)
        from target in panel.GetProperty("targets").EnumerateArray()
        select (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!);

    // label_values(METRIC, LABEL) asks for the values that a label has on the metric's series.
    private static IEnumerable<(string Place, string Query)> VariablesOf(JsonElement board) =>
        from variable in board.GetProperty("templating").GetProperty("list").EnumerateArray()
        where variable.GetProperty("type").GetString() == "query"
        let asked = LabelValues().Match(variable.GetProperty("query").GetString()!)
        select ($"variable {variable.GetProperty("name").GetString()}", $"count by ({asked.Groups[2].Value}) ({asked.Groups[1].Value})");

    private static string Filled(string query) => Variable().Replace(query.Replace("$__rate_interval", "1m").Replace("$__range", "1m"), ".*");

    [GeneratedRegex(@"^label_values\((.+), *(\w+)\)$")]
    private static partial Regex LabelValues();

    [GeneratedRegex(@"\$\{?\w+(:\w+)?\}?")]
    private static partial Regex Variable();
}
