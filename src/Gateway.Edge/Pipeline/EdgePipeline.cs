using System.Diagnostics;
using Gateway.Core.Attempts;
using Gateway.Core.Configuration;
using Gateway.Core.Routing;
using Gateway.Edge.Catalog;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Soap;
using Gateway.Management.Telemetry;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Pipeline;

/// <summary>The steps of a request, in order: which API, may it be called so, which endpoint, what to answer if nobody did.</summary>
internal sealed class EdgePipeline
{
    private const string KeyTypeHeader = "X-Gateway-Key-Type";

    private readonly CatalogActivation _catalogs;
    private readonly EnvironmentType _environment;
    private readonly ForwardedHeaders _proxies;
    private readonly DebugHeaders? _debug;
    private readonly GatewayInstruments _instruments;

    public EdgePipeline(
        CatalogActivation catalogs, NodeSettings node, ForwardedHeaders proxies, DebugHeaders? debug, GatewayInstruments instruments)
    {
        _catalogs = catalogs;
        _environment = node.Environment.Type;
        _proxies = proxies;
        _debug = debug;
        _instruments = instruments;
    }

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var started = Stopwatch.GetTimestamp();
        var request = new GatewayRequest(http, _catalogs.Current, RequestTarget.Of(http), started);
        var outcome = RequestOutcome.Fault;
        try
        {
            outcome = await AnswerAsync(request);
        }
        finally
        {
            request.Body?.Dispose();
            var total = Stopwatch.GetElapsedTime(started);
            var api = request.Route.Api?.Definition;
            _instruments.RequestEnded(
                api?.Name ?? "", api?.Version ?? "", http.Request.Method, http.Response.StatusCode, outcome, total.TotalSeconds,
                (total - request.BackendTime).TotalSeconds);
        }
    }

    private async ValueTask<RequestOutcome> AnswerAsync(GatewayRequest request)
    {
        if (Refuse(request, out var handler) is { } refusal)
        {
            await FaultWriter.WriteAsync(request, refusal, _debug);
            return RequestOutcome.Refused;
        }

        if (request.Route.Resource is not null && request.Route.Api!.HasOperations
            && await OperationChoice.ChooseAsync(request, request.Catalog!.Routes) is { } unknown)
        {
            await FaultWriter.WriteAsync(request, unknown, _debug);
            return RequestOutcome.Refused;
        }

        var outcome = await handler!.HandleAsync(request);
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

        await FaultWriter.WriteAsync(request, outcome.End == AttemptEnd.NoAddress ? request.Refusal ?? Fault.NoAddress : Fault.Of(outcome), _debug);
        return outcome.End == AttemptEnd.NoAddress ? RequestOutcome.Refused
            : ErrorCodes.IsOfGroup(outcome.ErrorCode) ? RequestOutcome.Unavailable
            : RequestOutcome.Failed;
    }

    private Fault? Refuse(GatewayRequest request, out IEndpointHandler? handler)
    {
        handler = null;
        if (request.Catalog is not { } catalog)
        {
            return Fault.NotReady;
        }

        var http = request.Http;
        var route = request.Route = catalog.Routes.Match(request.Target.Path, request.Target.Query, http.Request.Method);
        var description = catalog.DescriptionFor(request);
        switch (description is null ? route.Outcome : RouteOutcome.Found)
        {
            case RouteOutcome.NoApi:
                return Fault.NoApi;
            case RouteOutcome.NoResource:
                return Fault.NoResource;
            case RouteOutcome.MethodNotAllowed:
                return Fault.WrongMethod;
        }

        var api = route.Api!;
        if ((api.Definition.Transports & (http.Request.IsHttps ? Transports.Https : Transports.Http)) == 0)
        {
            return Fault.WrongTransport(http.Request.Scheme);
        }

        if (api.Definition.Security == ApiSecurity.Required)
        {
            return Fault.NoCredentials;
        }

        if (description is not null)
        {
            handler = description;
            return null;
        }

        var sandbox = IsSandbox(http);
        handler = catalog.HandlerOf(api, sandbox);
        request.Endpoint = sandbox ? api.Definition.SandboxEndpoint : api.Definition.Endpoint;
        return handler is not null ? null : sandbox ? Fault.NoSandboxEndpoint : Fault.NoProductionEndpoint;
    }

    private bool IsSandbox(HttpContext http) => _environment switch
    {
        EnvironmentType.Production => false,
        EnvironmentType.Sandbox => true,
        _ => http.Request.Headers.TryGetValue(KeyTypeHeader, out var type) && _proxies.Trusts(http)
            && type.ToString().Equals("SANDBOX", StringComparison.OrdinalIgnoreCase),
    };
}
