using System.Text.Json;
using Gateway.Management.Telemetry;
using Gateway.Management.Traffic;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Management.Tests;

public sealed class TrafficTests
{
    [Fact]
    public async Task What_the_data_plane_counts_is_told_by_steps_of_two_seconds()
    {
        var clock = new FakeTimeProvider();
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        var instruments = node.Services.GetRequiredService<GatewayInstruments>();
        instruments.RequestEnded("Pets", "1.0.0", "GET", 200, RequestOutcome.Answered, 0.004, 0.0001);
        instruments.RequestEnded("Pets", "1.0.0", "GET", 503, RequestOutcome.Answered, 0.004, 0.0001);
        instruments.RequestEnded("Pets", "1.0.0", "GET", 503, RequestOutcome.Unavailable, 0.0001, 0.0001);
        instruments.RequestEnded("", "", "GET", 404, RequestOutcome.Refused, 0.0001, 0.0001);
        await StepAsync(node, clock);
        instruments.RequestEnded("Pets", "1.0.0", "GET", 0, RequestOutcome.Broken, 0.004, 0.0001);
        await StepAsync(node, clock);

        var told = JsonDocument.Parse((await node.GetAsync("/v1/traffic")).Body).RootElement;

        Assert.Equal(("local", "edge-1", 2000), (told.GetProperty("view").GetString(), told.GetProperty("node").GetString(), told.GetProperty("stepMs").GetInt32()));
        Assert.Equal(2, told.GetProperty("known").GetInt32());
        Assert.Equal([0, 4, 1], Last(told, "requests"));
        Assert.Equal([0, 1, 1], Last(told, "failed"));
        Assert.Equal([0, 1, 0], Last(told, "backendErrors"));
        Assert.Equal(CountHistory.Steps, told.GetProperty("columns").GetProperty("p50Ms").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("columns").GetProperty("p50Ms")[0].ValueKind);
        Assert.InRange(told.GetProperty("columns").GetProperty("p95Ms")[CountHistory.Steps - 1].GetDouble(), 3.2, 4.8);
        Assert.InRange(told.GetProperty("columns").GetProperty("overheadP95Ms")[CountHistory.Steps - 1].GetDouble(), 0.08, 0.12);
    }

    [Fact]
    public async Task An_edges_sign_of_life_tells_what_it_has_carried_in_the_last_ten_seconds()
    {
        var clock = new FakeTimeProvider();
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        var instruments = node.Services.GetRequiredService<GatewayInstruments>();
        for (var request = 0; request < 24; request++)
        {
            instruments.RequestEnded("Pets", "1.0.0", "GET", 200, RequestOutcome.Answered, 0.004, 0.0001);
        }

        instruments.RequestEnded("Pets", "1.0.0", "GET", 502, RequestOutcome.Failed, 0.004, 0.0001);
        await StepAsync(node, clock);

        Assert.Equal((2.5, 0.1), await RatesAsync(node));
        for (var step = 0; step < 5; step++)
        {
            await StepAsync(node, clock);
        }

        Assert.Equal((0, 0), await RatesAsync(node));
    }

    [Fact]
    public async Task Tries_are_told_by_member_and_a_client_that_has_gone_is_no_failure_of_the_member()
    {
        var clock = new FakeTimeProvider();
        await using var node = await TestNode.StartAsync(configure: services => services.AddSingleton<TimeProvider>(clock));
        var instruments = node.Services.GetRequiredService<GatewayInstruments>();
        instruments.AttemptEnded("pets", "pets-b", "answered", 0);
        instruments.AttemptEnded("pets", "pets-b", "client_gone", 0);
        instruments.AttemptEnded("pets", "pets-a", "not_sent", 101503);
        instruments.AttemptEnded("others", "pets-a", "answered", 0);
        await StepAsync(node, clock);

        var told = JsonDocument.Parse((await node.GetAsync("/v1/groups/pets/traffic")).Body).RootElement;

        Assert.Equal(
            [("pets-a", 1, 1), ("pets-b", 2, 0)],
            told.GetProperty("members").EnumerateArray().Select(member => (
                member.GetProperty("id").GetString()!, member.GetProperty("tries")[CountHistory.Steps - 1].GetInt32(),
                member.GetProperty("failed")[CountHistory.Steps - 1].GetInt32())));
        Assert.Equal(404, (await node.GetAsync("/v1/groups/nobody/traffic")).Status);
    }

    [Fact]
    public void A_step_that_comes_late_is_spread_over_the_steps_that_have_passed()
    {
        var history = new CountHistory(counters: 1, stripes: 4);
        Count(history, 7);
        history.Advance(3);
        Count(history, 1);
        history.Advance(1);

        Assert.Equal([0, 2, 2, 3, 1], Enumerable.Range(CountHistory.Steps - 5, 5).Select(step => history.At(0, step)));
    }

    [Fact]
    public void Only_the_last_ten_minutes_are_kept()
    {
        var history = new CountHistory(counters: 2, stripes: 1);
        for (var step = 0; step < CountHistory.Steps + 2; step++)
        {
            Count(history, step);
            history.Advance(1);
        }

        Assert.Equal((2, CountHistory.Steps + 1, 0), (history.At(0, 0), history.At(0, CountHistory.Steps - 1), history.At(1, 5)));
        history.Advance(int.MaxValue);
        Assert.All(Enumerable.Range(0, CountHistory.Steps), step => Assert.Equal(0, history.At(0, step)));
    }

    [Fact]
    public void What_many_threads_count_at_once_is_all_counted()
    {
        var history = new CountHistory(counters: 3, stripes: 1);

        Parallel.For(0, 8, _ => Count(history, 10_000, counter: 2));
        history.Advance(1);

        Assert.Equal(80_000, history.At(2, CountHistory.Steps - 1));
    }

    [Fact]
    public void Members_beyond_the_bound_are_not_kept_and_harm_nobody()
    {
        var history = new TrafficHistory();
        for (var member = 0; member < TrafficHistory.MostMembers + 10; member++)
        {
            history.TryEnded("pets", $"pets-{member}", failed: false);
        }

        history.TryEnded("pets", "pets-0", failed: true);
        history.Advance(1);

        var told = history.ReadGroup("pets");
        Assert.Equal(TrafficHistory.MostMembers, told.Length);
        Assert.Equal((2, 1), (told[0].Tries[^1], told[0].Failed[^1]));
    }

    [Fact]
    public void A_member_that_nobody_has_asked_for_ten_minutes_gives_its_place_to_another()
    {
        var history = new TrafficHistory();
        for (var member = 0; member < TrafficHistory.MostMembers; member++)
        {
            history.TryEnded("pets", $"pets-{member}", failed: false);
        }

        history.Advance(1);
        history.TryEnded("pets", "pets-7", failed: true);
        history.Advance(CountHistory.Steps - 1);
        Assert.Equal(TrafficHistory.MostMembers, history.ReadGroup("pets").Length);

        history.Advance(1);
        Assert.Equal("pets-7", Assert.Single(history.ReadGroup("pets")).Id);
        for (var member = 0; member < TrafficHistory.MostMembers + 10; member++)
        {
            history.TryEnded("cats", $"cats-{member}", failed: false);
        }

        history.Advance(1);
        Assert.Equal(TrafficHistory.MostMembers - 1, history.ReadGroup("cats").Length);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(1)]
    public void A_quantile_is_right_to_a_fifth(double share)
    {
        var random = new Random(4711);
        var times = Enumerable.Range(0, 5000).Select(_ => 0.0002 * Math.Exp(random.NextDouble() * 9)).Order().ToArray();
        var counts = new int[LatencyBuckets.Count];
        foreach (var time in times)
        {
            counts[LatencyBuckets.Of(time)]++;
        }

        var exact = times[(int)Math.Ceiling(share * times.Length) - 1] * 1000;
        Assert.InRange(LatencyBuckets.Quantile(counts, share)!.Value, exact * 0.8, exact * 1.25);
    }

    [Theory]
    [InlineData(0, 0.05)]
    [InlineData(0.00005, 0.05)]
    [InlineData(3600, 48_573)]
    public void The_least_and_the_longest_times_have_a_place(double seconds, double most)
    {
        var counts = new int[LatencyBuckets.Count];
        counts[LatencyBuckets.Of(seconds)]++;

        Assert.InRange(LatencyBuckets.Quantile(counts, 1)!.Value, 0, most);
        Assert.Null(LatencyBuckets.Quantile(new int[LatencyBuckets.Count], 0.5));
    }

    private static async Task<(double Requests, double Failed)> RatesAsync(TestNode node)
    {
        var traffic = node.Services.GetRequiredService<Nodes.OwnReport>().Now().Traffic!;
        var told = JsonDocument.Parse((await node.GetAsync("/v1/nodes")).Body).RootElement.GetProperty("nodes")[0].GetProperty("traffic");
        Assert.Equal(traffic.RequestsPerSecond, told.GetProperty("requestsPerSecond").GetDouble());
        return (traffic.RequestsPerSecond, traffic.FailedPerSecond);
    }

    private static void Count(CountHistory history, int times, int counter = 0)
    {
        for (var i = 0; i < times; i++)
        {
            history.Count(counter);
        }
    }

    private static int[] Last(JsonElement told, string column) =>
        [.. told.GetProperty("columns").GetProperty(column).EnumerateArray().TakeLast(3).Select(value => value.GetInt32())];

    // The meter's loop has told a step when the history has moved on: its newest step then holds what was counted.
    private static async Task StepAsync(TestNode node, FakeTimeProvider clock)
    {
        var meter = node.Services.GetRequiredService<TrafficMeter>();
        var before = meter.StepsTold;
        clock.Advance(TrafficMeter.Step);
        for (var tries = 0; meter.StepsTold == before; tries++)
        {
            Assert.InRange(tries, 0, 5000);
            await Task.Delay(2);
        }
    }
}
