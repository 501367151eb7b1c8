using System.Diagnostics.Metrics;
using Gateway.Management.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Gateway.Management.Tests;

public sealed class ActiveCountTests
{
    private readonly ActiveCount _count = new(["method", "scheme"]);

    [Fact]
    public void Steps_of_one_series_add_up_whatever_their_other_tags_and_their_order()
    {
        _count.Add(1, [new("method", "GET"), new("server.address", "a"), new("scheme", "http")]);
        _count.Add(1, [new("scheme", "http"), new("method", "GET"), new("server.address", "b")]);
        _count.Add(-1, [new("method", "GET"), new("scheme", "http")]);

        Assert.Equal(["method=GET scheme=http: 1"], Read());
    }

    [Fact]
    public void Other_values_and_missing_ones_are_series_of_their_own()
    {
        _count.Add(1, [new("method", "GET"), new("scheme", "http")]);
        _count.Add(2, [new("method", "PUT"), new("scheme", "http")]);
        _count.Add(3, [new("method", "GET")]);

        Assert.Equal(["method=GET scheme=http: 1", "method=PUT scheme=http: 2", "method=GET: 3"], Read());
    }

    [Fact]
    public void Beyond_64_series_the_rest_is_one()
    {
        for (var number = 0; number < 100; number++)
        {
            _count.Add(1, [new("method", $"M{number}"), new("scheme", "http")]);
        }

        var read = Read();
        Assert.Equal(65, read.Length);
        Assert.Equal(": 36", read[^1]);
    }

    [Fact]
    public void Threads_that_count_at_once_lose_nothing()
    {
        Parallel.For(0, 8, _ =>
        {
            for (var number = 0; number < 10_000; number++)
            {
                _count.Add(1, [new("method", "GET"), new("scheme", number % 2 == 0 ? "http" : "https")]);
            }
        });

        Assert.Equal(["method=GET scheme=http: 40000", "method=GET scheme=https: 40000"], Read().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_platforms_counter_is_read_under_its_own_name_and_scope_once()
    {
        using var meter = new Meter("Microsoft.AspNetCore.Hosting");
        var kept = new Kept();
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter("Microsoft.AspNetCore.Hosting").AddView(MetricBounds.ViewOf)
            .AddInstrumentation(static () => new ActiveCounts())
            .AddReader(new BaseExportingMetricReader(kept)).Build();
        var requests = meter.CreateUpDownCounter<long>("http.server.active_requests", "{request}");

        requests.Add(1, new("http.request.method", "LINK"), new("url.scheme", "http"), new("server.address", "a"));
        requests.Add(1, new("http.request.method", "LINK"), new("url.scheme", "http"), new("server.address", "b"));
        provider.ForceFlush();

        Assert.Equal(["Microsoft.AspNetCore.Hosting http.server.active_requests {request}: 2"], kept.Sums);
    }

    private string[] Read() =>
        [.. _count.Read().Select(value => string.Join(' ', value.Tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}")) + $": {value.Value}")];

    // Another test's host may count in this process too: only this method is looked at.
    private sealed class Kept : BaseExporter<Metric>
    {
        public List<string> Sums { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    foreach (var tag in point.Tags)
                    {
                        if (tag is { Key: "http.request.method", Value: "LINK" })
                        {
                            Sums.Add($"{metric.MeterName} {metric.Name} {metric.Unit}: {point.GetSumLong()}");
                        }
                    }
                }
            }

            return ExportResult.Success;
        }
    }
}
