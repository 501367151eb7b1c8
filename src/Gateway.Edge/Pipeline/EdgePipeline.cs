using System.Diagnostics;
using Gateway.Core.Attempts;
using Gateway.Core.Routing;
using Gateway.Edge.Catalog;
using Gateway.Edge.Cluster;
using Gateway.Edge.Draining;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Mediation;
using Gateway.Edge.Soap;
using Gateway.Edge.Tracing;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Pipeline;

/// <summary>The steps of a request, in order: which API, may it be called so, which endpoint, what to answer if nobody did.</summary>
internal sealed class EdgePipeline
{
    private readonly CatalogActivation _catalogs;
    private readonly ApiEntrance _entrance;
    private readonly DebugHeaders? _debug;
    private readonly Mediations _mediations;
    private readonly GatewayInstruments _instruments;
    private readonly GatewayTraces _traces;
    private readonly EdgeNode _node;

    public EdgePipeline(
        CatalogActivation catalogs, ApiEntrance entrance, DebugHeaders? debug, Mediations mediations, GatewayInstruments instruments,
        GatewayTraces traces, EdgeNode node)
    {
        _traces = traces;
        _node = node;
        _mediations = mediations;
        _catalogs = catalogs;
        _entrance = entrance;
        _debug = debug;
        _instruments = instruments;
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        if (_node.IsDraining)
        {
            DrainedConnection.Close(http);
        }

        var request = new GatewayRequest(http, _catalogs.Current, RequestTarget.Of(http), started) { Trace = _traces.Begin(http) };
        var outcome = RequestOutcome.Fault;
        try
        {
            outcome = await AnswerAsync(request);
        }
        finally
        {
            request.Body?.Dispose();
            request.Mediation?.Restore();
            var total = Stopwatch.GetElapsedTime(started);
            var api = request.Route.Api?.Definition;
            _instruments.RequestEnded(
                api?.Name ?? "", api?.Version ?? "", http.Request.Method, http.Response.StatusCode, outcome, total.TotalSeconds,
                (total - request.BackendTime).TotalSeconds);
            request.Trace?.End(request, outcome);
        }
    }

    private async ValueTask<RequestOutcome> AnswerAsync(GatewayRequest request)
    {
        if (Admit(request, out var handler) is { } refusal)
        {
            await FaultWriter.WriteAsync(request, refusal, _debug);
            return RequestOutcome.Refused;
        }

        if (handler is null)
        {
            // It has been answered, with headers only.
            return RequestOutcome.Answered;
        }

        if (request.Route.Resource is not null && request.Route.Api!.HasOperations
            && await OperationChoice.ChooseAsync(request, request.Catalog!.Routes) is { } unknown)
        {
            await FaultWriter.WriteAsync(request, unknown, _debug);
            return RequestOutcome.Refused;
        }

        if (_mediations.Of(request) is { } mediation && await mediation.RunInAsync() is { } ended)
        {
            return ended;
        }

        var outcome = await (request.Mediation?.Chosen ?? handler).HandleAsync(request);
        if (outcome.HasAnswered)
        {
            return RequestOutcome.Answered;
        }

        if (outcome.End == AttemptEnd.ClientGone || request.Http.RequestAborted.IsCancellationRequested)
        {
            return RequestOutcome.Aborted;
        }

        if (request.Http.Response.HasStarted)
        {
            return RequestOutcome.Broken;
        }

        var fault = outcome.End == AttemptEnd.NoAddress ? request.Refusal ?? Fault.NoAddress : Fault.Of(outcome);
        if (request.Mediation is null || !await request.Mediation.RunFaultAsync(fault))
        {
            await FaultWriter.WriteAsync(request, fault, _debug);
        }

        return outcome.End == AttemptEnd.NoAddress ? RequestOutcome.Refused
            : ErrorCodes.IsOfGroup(outcome.ErrorCode) ? RequestOutcome.Unavailable
            : RequestOutcome.Failed;
    }

    /// <summary>The steps before anything of the request's body is read: its API, whether it may be called so, and who is to answer.</summary>
    /// <param name="request">The request; takes its route.</param>
    /// <param name="handler">Who is to answer; null without a refusal: the gateway has, with headers only.</param>
    /// <returns>Why it is refused; null: it is not.</returns>
    public Fault? Admit(GatewayRequest request, out IEndpointHandler? handler)
    {
        handler = null;
        return FindApi(request) ?? Refuse(request, out handler);
    }

    private Fault? FindApi(GatewayRequest request)
    {
        if (request.Catalog is not { } catalog)
        {
            return Fault.NotReady;
        }

        request.Route = catalog.Routes.Match(request.Target.Path, request.Target.Query, request.Http.Request.Method);
        return request.Route.Api is null ? Fault.NoApi : _entrance.Enter(request);
    }

    // Neither a refusal nor a handler: it has been answered.
    private Fault? Refuse(GatewayRequest request, out IEndpointHandler? handler)
    {
        handler = null;
        if (_entrance.TryAnswer(request))
        {
            return null;
        }

        if (ApiEntrance.Admit(request) is { } closed)
        {
            return closed;
        }

        var description = request.Catalog!.DescriptionFor(request);
        switch (description is null ? request.Route.Outcome : RouteOutcome.Found)
        {
            case RouteOutcome.NoResource:
                return Fault.NoResource;
            case RouteOutcome.MethodNotAllowed:
                return Fault.WrongMethod;
        }

        if (request.Route.Api!.Definition.Security == ApiSecurity.Required)
        {
            return Fault.NoCredentials;
        }

        handler = description ?? request.Catalog!.MockOf(request.Route);
        return handler is null ? _entrance.Choose(request, out handler) : null;
    }
}
