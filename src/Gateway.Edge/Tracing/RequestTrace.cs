using System.Diagnostics;
using Gateway.Core.Attempts;
using Gateway.Core.Groups;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tracing;

/// <summary>The spans of one request: its own, and one for each try. There is none while nobody listens.</summary>
internal sealed class RequestTrace
{
    private readonly GatewayTraces _traces;
    private readonly Activity _span;
    private Activity? _attempt;
    private string? _trialOf;

    public RequestTrace(GatewayTraces traces, Activity span, HttpContext http)
    {
        _traces = traces;
        _span = span;
        if (span.IsAllDataRequested)
        {
            span.SetTag("http.request.method", http.Request.Method);
            span.SetTag("url.scheme", http.Request.Scheme);

            // Without the query: it may carry keys.
            span.SetTag("url.path", http.Request.Path.Value);
            span.SetTag("network.protocol.version", http.Request.Protocol.StartsWith("HTTP/", StringComparison.Ordinal) ? http.Request.Protocol[5..] : null);
        }
    }

    /// <summary>What goes to a backend as <c>traceparent</c>: the try's span, or the request's where the try has none of its own.</summary>
    public string TraceParent => (_attempt ?? _span).Id!;

    /// <summary>Notes that a member was picked.</summary>
    public void Picked(in Pick pick) => _trialOf = pick.Routing.Permit != 0 ? pick.Member : null;

    /// <summary>Begins a try.</summary>
    public void BeginAttempt(GatewayRequest request, string member, string group, Uri address)
    {
        var method = request.SentMethod ?? request.Http.Request.Method;
        _attempt = _traces.BeginAttempt(method, _span, _trialOf);
        if (_attempt is not { IsAllDataRequested: true } span)
        {
            return;
        }

        span.SetTag("http.request.method", method);
        span.SetTag("server.address", address.IdnHost);
        span.SetTag("server.port", address.Port);
        span.SetTag("gateway.group", group);
        span.SetTag("gateway.member", member);
        if (request.Attempts > 1)
        {
            span.SetTag("http.request.resend_count", request.Attempts - 1);
        }

        if (_trialOf is not null)
        {
            span.SetTag("gateway.trial", true);
        }
    }

    /// <summary>Ends the try under way; does nothing when there is none.</summary>
    /// <param name="member">The backend.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="status">The status that it was answered with.</param>
    public void EndAttempt(string member, AttemptOutcome outcome, int status)
    {
        if (_attempt is not { } span)
        {
            return;
        }

        _attempt = null;
        var word = OutcomeWords.Of(outcome.End);
        if (outcome.HasAnswered)
        {
            span.SetTag("http.response.status_code", status);
        }

        if (outcome.End != AttemptEnd.Answered)
        {
            span.SetTag("error.type", word);
            span.SetStatus(ActivityStatusCode.Error, outcome.ErrorCode == 0 ? word : ErrorCodes.Describe(outcome.ErrorCode));
        }

        if (outcome.ErrorCode != 0)
        {
            span.SetTag("gateway.error.code", outcome.ErrorCode);
        }

        if (outcome.IsBackendFault)
        {
            _traces.Failed(member, span.Context);
        }

        span.Dispose();
    }

    /// <summary>Ends the request's span.</summary>
    public void End(GatewayRequest request, RequestOutcome outcome)
    {
        _attempt?.Dispose();
        if (_span.IsAllDataRequested)
        {
            Describe(request, outcome);
        }

        _span.Dispose();
    }

    private void Describe(GatewayRequest request, RequestOutcome outcome)
    {
        var status = request.Http.Response.StatusCode;
        _span.SetTag("http.response.status_code", status);
        _span.SetTag("gateway.outcome", outcome.ToString().ToLowerInvariant());
        if (request.Route.Api?.Definition is { } api)
        {
            var route = api.FullContext + request.Route.Resource?.Definition.Path;
            _span.DisplayName = $"{request.ClientMethod} {route}";
            _span.SetTag("http.route", route);
            _span.SetTag("gateway.api", api.Name);
            _span.SetTag("gateway.api.version", api.Version);
            _span.SetTag("gateway.endpoint", request.Endpoint);
        }

        if (request.FirstPick is { HasSlot: true } pick)
        {
            _span.SetTag("gateway.slot", $"{pick.Epoch}.{pick.Offset}");
        }

        // What a client did wrong is no error of the server's (semantic conventions for HTTP).
        if (status >= StatusCodes.Status500InternalServerError || outcome is RequestOutcome.Broken or RequestOutcome.Fault)
        {
            _span.SetTag("error.type", outcome == RequestOutcome.Answered ? $"{status}" : outcome.ToString().ToLowerInvariant());
            _span.SetStatus(ActivityStatusCode.Error);
        }
    }
}
