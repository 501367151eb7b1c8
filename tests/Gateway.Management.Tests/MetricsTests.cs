using System.Diagnostics;
using System.Text.RegularExpressions;
using Gateway.Management.Telemetry;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Gateway.Management.Tests;

public sealed partial class MetricsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_metric_has_the_name_that_dashboards_know()
    {
        await using var node = await TestNode.StartAsync();
        node.Groups.Views["pets"] = new GroupView(
            "pets", GroupMode.Degraded, 1, 1, 1, [new MemberView("pets-a", MemberState.Suspended, 0, 0, 1, [])], 1500, []);
        RecordAll(node.Services.GetRequiredService<GatewayInstruments>());

        var (status, text) = await node.GetAsync("/metrics");

        Assert.Equal(200, status);
        var ours = text.Split('\n').Where(line => line.StartsWith("gateway_", StringComparison.Ordinal)).Select(Plain).Where(Matters).ToArray();
        Assert.Equal(Expected.Split('\n', StringSplitOptions.TrimEntries), ours.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_node_says_who_it_is()
    {
        await using var node = await TestNode.StartAsync();

        var (_, text) = await node.GetAsync("/metrics");

        var info = text.Split('\n').Single(line => line.StartsWith("target_info{", StringComparison.Ordinal));
        Assert.Contains("service_name=\"gateway-edge\"", info, StringComparison.Ordinal);
        Assert.Contains("service_instance_id=\"edge-1\"", info, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Buckets_are_those_chosen_for_each_histogram()
    {
        await using var node = await TestNode.StartAsync();
        RecordAll(node.Services.GetRequiredService<GatewayInstruments>());

        var (_, text) = await node.GetAsync("/metrics");

        Assert.Equal("0.0005 0.001 0.0025 0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10 30 60 120 +Inf", BoundsOf("gateway_request_duration_seconds"));
        Assert.Equal("2.5E-05 5E-05 0.0001 0.00025 0.0005 0.001 0.0025 0.005 0.01 0.025 0.1 0.5 +Inf", BoundsOf("gateway_request_overhead_seconds"));
        Assert.Equal("2.5E-05 0.0001 0.00025 0.0005 0.001 0.0025 0.005 0.01 0.025 0.05 0.15 0.3 +Inf", BoundsOf("gateway_acquire_duration_seconds"));

        string BoundsOf(string name) => string.Join(
            ' ', Bound().Matches(string.Join('\n', text.Split('\n').Where(line => line.StartsWith(name + "_bucket", StringComparison.Ordinal))))
                .Select(match => match.Groups[1].Value));
    }

    [Fact]
    public async Task A_backends_address_is_no_label_and_a_scrape_is_no_request()
    {
        await using var node = await TestNode.StartAsync();
        await node.GetAsync("/health/live");

        var (_, text) = await node.GetAsync("/metrics");

        var lines = text.Split('\n').Where(line => line.StartsWith("http_", StringComparison.Ordinal)).ToArray();
        Assert.Contains(lines, line => line.StartsWith("http_client_request_duration_seconds_count{", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("127.0.0.1", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("http_server_request_duration_seconds_count", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Methods_and_statuses_are_bounded_whatever_clients_send()
    {
        await using var node = await TestNode.StartAsync();
        var instruments = node.Services.GetRequiredService<GatewayInstruments>();
        for (var number = 0; number < 100; number++)
        {
            instruments.RequestEnded("a", "1", $"METHOD{number}", 1000 + number, RequestOutcome.Refused, 0.1, 0.1);
        }

        var (_, text) = await node.GetAsync("/metrics");

        var line = Assert.Single(text.Split('\n'), line => line.StartsWith("gateway_request_duration_seconds_count", StringComparison.Ordinal));
        Assert.Contains("http_request_method=\"_OTHER\",http_response_status_code=\"0\",outcome=\"refused\"", line, StringComparison.Ordinal);
        Assert.Equal("100", line.Split(' ')[1]);
    }

    [Fact]
    public async Task Several_scrapers_at_once_all_get_an_answer()
    {
        await using var node = await TestNode.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => node.GetAsync("/metrics")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }

    [Fact]
    public async Task Recording_a_request_allocates_nothing()
    {
        await using var node = await TestNode.StartAsync();
        var instruments = node.Services.GetRequiredService<GatewayInstruments>();
        RecordRequests(instruments, 10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        RecordRequests(instruments, 200_000);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        output.WriteLine($"{elapsed.TotalNanoseconds / 200_000:F0} ns for all metrics of one request");
        Assert.Equal(0, allocated);
    }

    private static void RecordRequests(GatewayInstruments instruments, int count)
    {
        for (var number = 0; number < count; number++)
        {
            instruments.SlotUsed("pets", SlotMode.Cluster);
            instruments.Acquired(0.00001);
            instruments.AttemptEnded("pets", "pets-a", "answered", 0);
            instruments.RequestEnded("PetStore", "1.0.0", "GET", 200, RequestOutcome.Answered, 0.002, 0.0001);
        }
    }

    private static void RecordAll(GatewayInstruments instruments)
    {
        RecordRequests(instruments, 1);
        instruments.AttemptEnded("pets", "pets-b", "refused", 101503);
        instruments.FailedOver("pets");
        instruments.ReplayRefused("body");
        instruments.Reloaded(ReloadOutcome.Refused);
    }

    private static string Plain(string line) => Scope().Replace(line, "");

    private static bool Matters(string line) => !line.Contains("_bucket{", StringComparison.Ordinal) && !line.Contains("_sum", StringComparison.Ordinal);

    [GeneratedRegex("otel_scope_[a-z_]+=\"[^\"]*\",?")]
    private static partial Regex Scope();

    [GeneratedRegex("le=\"([^\"]+)\"")]
    private static partial Regex Bound();

    private const string Expected =
        """
        gateway_acquire_duration_seconds_count{} 1
        gateway_attempts_total{error_code="101503",group="pets",member="pets-b",outcome="refused"} 1
        gateway_attempts_total{group="pets",member="pets-a",outcome="answered"} 1
        gateway_config_reloads_total{outcome="applied"} 0
        gateway_config_reloads_total{outcome="refused"} 1
        gateway_config_reloads_total{outcome="unchanged"} 0
        gateway_config_revision{} 7
        gateway_failovers_total{group="pets"} 1
        gateway_group_degraded{group="pets"} 1
        gateway_member_state{group="pets",member="pets-a",state="active"} 0
        gateway_member_state{group="pets",member="pets-a",state="draining"} 0
        gateway_member_state{group="pets",member="pets-a",state="off"} 0
        gateway_member_state{group="pets",member="pets-a",state="suspended"} 1
        gateway_member_state{group="pets",member="pets-a",state="timeout"} 0
        gateway_member_state{group="pets",member="pets-a",state="trial"} 0
        gateway_replay_refused_total{reason="body"} 1
        gateway_replies_ignored_total{group="pets"} 0
        gateway_reports_dropped_total{group="pets"} 0
        gateway_request_duration_seconds_count{api="PetStore",api_version="1.0.0",http_request_method="GET",http_response_status_code="200",outcome="answered"} 1
        gateway_request_overhead_seconds_count{} 1
        gateway_slots_total{group="pets",mode="cluster"} 1
        gateway_snapshot_age_seconds{group="pets"} 1.5
        """;
}
