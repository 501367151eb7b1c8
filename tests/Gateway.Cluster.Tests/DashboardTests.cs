using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Cluster.Tests.Dashboards;
using Gateway.Testing;

namespace Gateway.Cluster.Tests;

/// <summary>What <c>deploy/prometheus</c> and <c>deploy/grafana</c> ask for is there when it should be.</summary>
public sealed partial class DashboardTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    // Queries that have nothing to say in a cluster that is merely in trouble, and why.
    private static readonly Dictionary<string, string> MayBeEmpty = new()
    {
        ["alert GatewayEventsDropped"] = "counted from the first event that a bounded queue has no room for",
    };

    // How many series a query has at least, where one is too few: there are two edges, one silo, three members.
    private static readonly Dictionary<string, int> AtLeast = new()
    {
        ["overview.json: Nodes that answer"] = 2,
        ["overview.json: variable api"] = 2,
        ["overview.json: Requests by outcome"] = 4,
        ["groups.json: Members"] = 3,
        ["groups.json: Tries by member"] = 3,
        ["groups.json: Trials"] = 2,
        ["nodes.json: variable instance"] = 3,
        ["nodes.json: Nodes"] = 3,
        ["nodes.json: Requests"] = 2,
        ["nodes.json: Catalog revision"] = 2,
        ["nodes.json: Processor"] = 3,
        ["nodes.json: Memory"] = 3,
        ["rule gateway:attempts_failed:ratio5m"] = 3,
        ["alert GatewaySnapshotOld"] = 2,
        ["alert GatewayReloadRefused"] = 2,
    };

    [RequiresFact(RedisProcess.Program, PrometheusProcess.Program)]
    public async Task Every_query_of_every_panel_rule_and_alert_has_the_series_it_should_in_a_real_Prometheus_under_a_fault()
    {
        await using var cluster = await ObservedCluster.StartAsync();
        await cluster.MisbehaveAsync();

        var queries = DashboardFiles.Queries().Concat(await RulesAsync(cluster.Prometheus)).Where(query => !MayBeEmpty.ContainsKey(query.Place)).ToList();
        var places = queries.Select(query => query.Place).ToHashSet();
        Assert.InRange(queries.Count, 60, 500);
        var found = new List<string>();
        var since = Stopwatch.GetTimestamp();
        while (queries.Count > 0 && Stopwatch.GetElapsedTime(since) < Patience)
        {
            await cluster.SendOddOnesAsync();
            foreach (var query in queries.ToArray())
            {
                var series = await cluster.Prometheus.QueryAsync(query.Query);
                if (series.Count(IsNumber) >= AtLeast.GetValueOrDefault(query.Place, 1))
                {
                    queries.Remove(query);
                    found.Add($"{series.Count,4} series  {query.Place}");
                }
            }
        }

        Assert.Empty(AtLeast.Keys.Except(places));
        output.WriteLine(string.Join('\n', found.Order()));
        output.WriteLine(string.Join('\n', MayBeEmpty.Select(entry => $"not asked: {entry.Key}: {entry.Value}")));
        Assert.Empty(queries);
        await AssertRulesAreWellAsync(cluster.Prometheus);
        await AssertMetricsAreThosePromisedAsync(cluster.Prometheus);
    }

    [RequiresFact("promtool")]
    public async Task Rules_and_alerts_check_out_and_each_alert_fires_when_it_should_and_only_then()
    {
        foreach (var arguments in new[] { "check rules rules.yml alerts.yml", "test rules tests.yml" })
        {
            await using var tool = ProgramProcess.Start(
                "promtool", InstalledPrograms.Find("promtool")!, arguments.Split(' '), workingDirectory: DashboardFiles.Prometheus);
            var code = await tool.WaitForExitAsync(TimeSpan.FromSeconds(60));
            Assert.True(code == 0, tool.Describe(arguments));
        }

        var alerts = AlertName().Matches(await File.ReadAllTextAsync(Path.Combine(DashboardFiles.Prometheus, "alerts.yml"))).Select(match => match.Groups[1].Value).ToArray();
        var tests = await File.ReadAllTextAsync(Path.Combine(DashboardFiles.Prometheus, "tests.yml"));
        var runbook = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "operations.md"));
        Assert.All(alerts, alert => Assert.Contains($"alertname: {alert}\n", tests, StringComparison.Ordinal));
        Assert.All(alerts, alert => Assert.Contains($"### {alert}\n", runbook, StringComparison.Ordinal));
    }

    [Fact]
    public void Panels_have_ids_of_their_own_fit_the_grid_and_ask_only_for_variables_that_their_dashboard_has()
    {
        var boards = DashboardFiles.Names.Select(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement).ToArray();
        Assert.Equal(["gateway-groups", "gateway-nodes", "gateway-overview"], boards.Select(board => board.GetProperty("uid").GetString()!).Order());
        foreach (var board in boards)
        {
            var panels = board.GetProperty("panels").EnumerateArray().ToArray();
            var known = board.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!).ToHashSet();
            Assert.Equal(panels.Length, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
            Assert.All(panels.Select(panel => panel.GetProperty("gridPos")), place => Assert.InRange(place.GetProperty("x").GetInt32() + place.GetProperty("w").GetInt32(), 1, 24));
            Assert.All(
                panels.SelectMany(panel => Variable().Matches(panel.GetRawText())).Select(match => match.Groups[1].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal)),
                name => Assert.Contains(name, known));
        }
    }

    private static bool IsNumber(JsonElement series) => series.GetProperty("value")[1].GetString() is not "NaN";

    // Recording rules as they are. Of alerts what they compare: it must be there while nothing is wrong, too.
    private static async Task<IEnumerable<(string Place, string Query)>> RulesAsync(PrometheusProcess prometheus)
    {
        var rules = await prometheus.GetAsync("rules");
        return from part in rules.GetProperty("groups").EnumerateArray()
               from rule in part.GetProperty("rules").EnumerateArray()
               let name = rule.GetProperty("name").GetString()!
               let query = rule.GetProperty("query").GetString()!
               select rule.GetProperty("type").GetString() == "alerting" ? ($"alert {name}", Compared(query)) : ($"rule {name}", query);
    }

    private static string Compared(string query) => Absent().Match(query) is { Success: true } absent
        ? absent.Groups[1].Value
        : Comparison().Match(query) is { Success: true } comparison
            ? comparison.Groups[1].Value
            : throw new InvalidOperationException($"An alert that compares with no number: {query}");

    private static async Task AssertRulesAreWellAsync(PrometheusProcess prometheus)
    {
        var rules = await prometheus.GetAsync("rules");
        Assert.All(
            rules.GetProperty("groups").EnumerateArray().SelectMany(part => part.GetProperty("rules").EnumerateArray()),
            rule => Assert.Equal("ok", rule.GetProperty("health").GetString()));
    }

    private async Task AssertMetricsAreThosePromisedAsync(PrometheusProcess prometheus)
    {
        var series = await prometheus.GetAsync("series?match[]=" + Uri.EscapeDataString("{__name__=~\"gateway_.+\"}"));
        var metrics = series.EnumerateArray()
            .Select(one => one.EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!))
            .Where(labels => !labels["__name__"].EndsWith("_created", StringComparison.Ordinal))
            .GroupBy(labels => Suffix().Replace(labels["__name__"], ""), labels => labels.Keys.Where(IsOurs))
            .ToDictionary(metric => metric.Key, metric => metric.ToArray());

        output.WriteLine(string.Join('\n', metrics.Select(metric => $"{metric.Key}: {string.Join(", ", metric.Value.SelectMany(one => one).Distinct())}").Order()));
        Assert.Empty(KnownMetrics.Promised.Keys.Except(metrics.Keys));
        foreach (var (name, all) in metrics)
        {
            var expected = KnownMetrics.Promised.GetValueOrDefault(name) ?? KnownMetrics.Further.GetValueOrDefault(name);
            Assert.True(expected is not null, $"{name} is in no list of metrics");
            Assert.All(all, labels => Assert.True(KnownMetrics.Fits(labels, expected), $"{name} has {string.Join(", ", labels)}, not {string.Join(", ", expected)}"));
        }
    }

    // What Prometheus and the exporter add.
    private static bool IsOurs(string label) =>
        label is not ("__name__" or "instance" or "job" or "le") && !label.StartsWith("otel_scope_", StringComparison.Ordinal);

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex(@"^absent\((.+)\)$", RegexOptions.Singleline)]
    private static partial Regex Absent();

    [GeneratedRegex("^(.+) (?:==|>|<) [0-9.]+$", RegexOptions.Singleline)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\$\{?(\w+)")]
    private static partial Regex Variable();

    [GeneratedRegex("- alert: (.+)")]
    private static partial Regex AlertName();
}
