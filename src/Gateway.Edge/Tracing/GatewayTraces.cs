using System.Collections.Concurrent;
using System.Diagnostics;
using Gateway.Core.Groups;
using Gateway.Edge.Probes;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tracing;

/// <summary>
/// Spans of requests, tries and probes, named and described by OpenTelemetry's conventions for HTTP. While nobody listens nothing is made: a request
/// then costs one look.
/// </summary>
internal sealed class GatewayTraces : IDisposable
{
    private readonly ActivitySource _source = new(GatewayInstruments.MeterName);

    // The last try of each backend that failed by its fault. As many as there are endpoints in the catalogs of this process's life.
    private readonly ConcurrentDictionary<string, ActivityContext> _failures = new(StringComparer.Ordinal);

    /// <summary>Begins the span of a request; it goes on the client's trace, if there is one.</summary>
    /// <returns>Null: nobody listens.</returns>
    public RequestTrace? Begin(HttpContext http)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        var headers = http.Request.Headers;
        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var parent);
        var span = _source.StartActivity(http.Request.Method, ActivityKind.Server, parent);
        return span is null ? null : new RequestTrace(this, span, http);
    }

    /// <summary>Begins the span of a try.</summary>
    /// <param name="method">Its name: all that is known of bounded kind.</param>
    /// <param name="request">The request's span.</param>
    /// <param name="trialOf">The member that is on trial: the span points at the try by whose failure it came to that. Null: no trial.</param>
    public Activity? BeginAttempt(string method, Activity request, string? trialOf) =>
        _source.StartActivity(method, ActivityKind.Client, request.Context, tags: null, LinksTo(trialOf));

    /// <summary>Begins the span of a probe, in a trace of its own: no request has asked for it.</summary>
    public Activity? BeginProbe(ProbeTarget target, FailureStage stage)
    {
        if (!_source.HasListeners())
        {
            return null;
        }

        // Probes may be due just as a request ends: they are none of its business.
        Activity.Current = null;
        var span = _source.StartActivity("probe", ActivityKind.Client, default(ActivityContext), tags: null, LinksTo(target.Name));
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("gateway.member", target.Name);
            span.SetTag("gateway.probe.stage", stage.ToString().ToLowerInvariant());
            span.SetTag("server.address", target.Origin.IdnHost);
            span.SetTag("server.port", target.Origin.Port);
        }

        return span;
    }

    /// <summary>Remembers the try by which a backend failed.</summary>
    public void Failed(string member, ActivityContext span) => _failures[member] = span;

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();

    private IEnumerable<ActivityLink>? LinksTo(string? member) =>
        member is not null && _failures.TryGetValue(member, out var failure) ? [new ActivityLink(failure)] : null;
}
