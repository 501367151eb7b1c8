using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Testing;

/// <summary>
/// Stands in for an OpenTelemetry collector: takes OTLP over HTTP (<c>http/protobuf</c>) and keeps what it is sent. It knows of
/// <c>opentelemetry/proto</c> only the fields that tests ask for.
/// </summary>
public sealed class OtlpCollector : IAsyncDisposable
{
    private readonly WebApplication _server;

    private OtlpCollector(WebApplication server) => _server = server;

    /// <summary>The spans so far.</summary>
    public ConcurrentQueue<OtlpSpan> Spans { get; } = new();

    /// <summary>Names of the metrics so far.</summary>
    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    /// <summary>Trace ids of the exemplars so far, by their metrics.</summary>
    public ConcurrentQueue<(string Metric, string TraceId)> Exemplars { get; } = new();

    /// <summary>Lines of the log so far.</summary>
    public ConcurrentQueue<string> Lines { get; } = new();

    /// <summary>Attributes of the resources so far, as <c>key=value</c>.</summary>
    public ConcurrentDictionary<string, bool> Resource { get; } = new();

    /// <summary>Where it listens.</summary>
    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    /// <summary>Starts one on a free port of loopback.</summary>
    public static async Task<OtlpCollector> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var collector = new OtlpCollector(server);
        server.Run(collector.TakeAsync);
        await server.StartAsync();
        return collector;
    }

    /// <summary>Waits until a span is there.</summary>
    /// <exception cref="TimeoutException">It did not come; the message has those that did.</exception>
    public async Task<OtlpSpan> WaitAsync(Func<OtlpSpan, bool> isWanted, TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within);
        while (true)
        {
            if (Spans.FirstOrDefault(isWanted) is { } span)
            {
                return span;
            }

            if (limit.IsCancellationRequested)
            {
                throw new TimeoutException($"No such span within {within.TotalSeconds:0} s. There are:\n{string.Join('\n', Spans.TakeLast(30))}");
            }

            await Task.Delay(20);
        }
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        foreach (var part in new ProtobufMessage(body.ToArray()).Messages(1))
        {
            foreach (var attribute in part.Messages(1).SelectMany(static resource => OtlpSpan.AttributesOf(resource, 1)))
            {
                Resource[$"{attribute.Key}={attribute.Value}"] = true;
            }

            foreach (var item in part.Messages(2).SelectMany(static scope => scope.Messages(2)))
            {
                Take(http.Request.Path.Value!, item);
            }
        }

        http.Response.ContentType = "application/x-protobuf";
    }

    private void Take(string path, ProtobufMessage item)
    {
        switch (path)
        {
            case "/v1/traces":
                Spans.Enqueue(OtlpSpan.Of(item));
                break;
            case "/v1/metrics":
                TakeMetric(item);
                break;
            case "/v1/logs":
                Lines.Enqueue(item.Messages(5).Select(static value => value.Text(1)).FirstOrDefault() ?? "");
                break;
        }
    }

    private void TakeMetric(ProtobufMessage metric)
    {
        var name = metric.Text(1);
        Metrics[name] = true;
        var exemplars = metric.Messages(9).SelectMany(static histogram => histogram.Messages(1)).SelectMany(static point => point.Messages(8));
        foreach (var exemplar in exemplars)
        {
            Exemplars.Enqueue((name, Convert.ToHexStringLower(exemplar.Bytes(5))));
        }
    }
}
