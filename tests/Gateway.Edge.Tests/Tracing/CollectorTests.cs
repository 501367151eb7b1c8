using System.Net;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Edge.Tracing;
using Gateway.Testing;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Tracing;

/// <summary>What a gateway sends to an OpenTelemetry collector, when one is named.</summary>
public sealed class CollectorTests : IDisposable
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string ClientSpan = "00f067aa0ba902b7";

    private static readonly string[] SomeOfEachMeter =
    [
        "gateway.request.duration", "gateway.attempts", "gateway.slots", "http.server.request.duration", "kestrel.active_connections",
        "http.client.request.duration", "dotnet.gc.collections", "orleans-catalog-activations",
    ];

    private readonly FreePorts _ports = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("gateway-traces-").FullName;

    public void Dispose()
    {
        _ports.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_request_is_one_server_span_and_a_client_span_for_each_try_and_what_tries_the_member_again_points_at_the_failure()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var good = await ScriptedBackend.StartAsync();
        await using var bad = await ScriptedBackend.StartAsync();
        await bad.RefuseAsync();
        var offset = _ports.NextOffset();
        await using var edge = NodeProcess.Start("src/Gateway.Edge", Write(offset, good.Url, bad.Url), [], Variables(collector.Address));
        var address = new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x");
        await edge.WaitForLineAsync("listening", Wait.Limit);

        // The turn is the cluster's: the bad one has the first or the second.
        using var client = new HttpClient();
        await SendAsync(client, address);
        await SendAsync(client, address);

        var failed = await collector.WaitAsync(span => span["gateway.member"] == "bad" && span["http.request.method"] == "GET", Wait.Limit);
        var server = await collector.WaitAsync(span => span.SpanId == failed.ParentId, Wait.Limit);
        var second = await collector.WaitAsync(span => span.ParentId == server.SpanId && span["gateway.member"] == "good", Wait.Limit);
        Assert.Equal((TraceId, ClientSpan, 2, "GET /pets/1/{id}"), (server.TraceId, server.ParentId, server.Kind, server.Name));
        Assert.Equal(("200", "answered", "/pets/1/{id}", "/pets/1/x", "Pets", "http"), (
            server["http.response.status_code"], server["gateway.outcome"], server["http.route"], server["url.path"], server["gateway.api"], server["url.scheme"]));
        Assert.False(server.IsError);
        Assert.Equal((TraceId, 3, "GET", "not_sent", "101503", ""), (
            failed.TraceId, failed.Kind, failed.Name, failed["error.type"], failed["gateway.error.code"], failed["http.request.resend_count"]));
        Assert.True(failed.IsError);
        Assert.Equal((TraceId, 3, "1", "pets", "200", ""), (
            second.TraceId, second.Kind, second["http.request.resend_count"], second["gateway.group"], second["http.response.status_code"], second["error.type"]));
        Assert.Equal(
            $"00-{TraceId}-{second.SpanId}-01",
            good.Requests.Select(request => request.Headers["traceparent"].ToString()).Single(value => value.Contains(second.SpanId, StringComparison.Ordinal)));

        // A second later somebody has to find out whether it is back.
        var probe = await collector.WaitAsync(span => span.Links.Contains(failed.SpanId), Wait.Limit);
        Assert.Equal("bad", probe["gateway.member"]);
        Assert.NotEqual(TraceId, probe.TraceId);
        Assert.Equal("", probe.ParentId);
        Assert.DoesNotContain(collector.Spans, span => span.Attributes.Values.Any(value => value.Contains("secret", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metrics_with_exemplars_the_log_and_who_the_node_is_are_sent_too()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var good = await ScriptedBackend.StartAsync();
        await using var bad = await ScriptedBackend.StartAsync();
        var offset = _ports.NextOffset();
        await using var edge = NodeProcess.Start("src/Gateway.Edge", Write(offset, good.Url, bad.Url), [], Variables(collector.Address));
        await edge.WaitForLineAsync("listening", Wait.Limit);
        using var client = new HttpClient();
        await SendAsync(client, new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"));
        await bad.RefuseAsync();
        await edge.WaitUntilAsync(
            async () =>
            {
                await SendAsync(client, new Uri($"http://127.0.0.1:{8280 + offset}/pets/1/x"));
                return SomeOfEachMeter.All(collector.Metrics.ContainsKey)
                    && collector.Exemplars.Any(found => found == ("gateway.request.duration", TraceId))
                    && collector.Lines.Any(line => line.StartsWith("Member bad of group pets is left alone", StringComparison.Ordinal));
            },
            "metrics of every meter, an exemplar and a line of the log", Wait.Limit);

        Assert.Contains("service.name=gateway-edge", collector.Resource.Keys);
        Assert.Contains("team=blue", collector.Resource.Keys);
        Assert.Contains(collector.Resource.Keys, entry => entry.StartsWith("service.instance.id=", StringComparison.Ordinal));
        Assert.Contains(collector.Resource.Keys, entry => entry.StartsWith("service.version=", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_collector_there_are_no_spans_and_asking_allocates_nothing()
    {
        using var traces = new GatewayTraces();
        var http = new DefaultHttpContext();
        Assert.Null(traces.Begin(http));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 0; number < 10_000; number++)
        {
            traces.Begin(http);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static async Task SendAsync(HttpClient client, Uri address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address + "?key=secret");
        request.Headers.Add("traceparent", $"00-{TraceId}-{ClientSpan}-01");
        using var answer = await client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static KeyValuePair<string, string?>[] Variables(string collector) =>
    [
        new("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
        new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
        new("OTEL_BSP_SCHEDULE_DELAY", "100"),
        new("OTEL_BLRP_SCHEDULE_DELAY", "100"),
        new("OTEL_METRIC_EXPORT_INTERVAL", "300"),
        new("OTEL_RESOURCE_ATTRIBUTES", "team=blue"),
    ];

    private string Write(int offset, string good, string bad)
    {
        var file = Path.Combine(_folder, "deployment.toml");
        File.WriteAllText(file, $$"""
            [server]
            offset = {{offset}}
            bind = "127.0.0.1"

            [management]
            listen = "127.0.0.1:{{_ports.Next()}}"

            [[endpoint]]
            name = "good"
            url = "{{good}}"

            [[endpoint]]
            name = "bad"
            url = "{{bad}}"
            suspend = { initial = "1s" }

            [[endpoint]]
            name = "pets"
            type = "load_balance"
            members = ["good", "bad"]

            [[api]]
            name = "Pets"
            context = "/pets"
            version = "1"
            endpoint = "pets"
            [[api.resource]]
            path = "/{id}"
            methods = ["GET"]
            """);
        return file;
    }
}
