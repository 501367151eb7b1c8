using Gateway.Core.Configuration;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Pipeline;

/// <summary>
/// What is asked of a request before anything of its API is used: whether the API is there for consumers, whether it may be called over
/// this listener, whether it is blocked; and which of its two endpoints it goes to.
/// </summary>
internal sealed class ApiEntrance
{
    private const string KeyTypeHeader = ForwardedHeaders.KeyType;

    private readonly EnvironmentType _environment;
    private readonly ForwardedHeaders _proxies;
    private readonly CorsStep _cors;

    public ApiEntrance(NodeSettings node, ForwardedHeaders proxies)
    {
        _environment = node.Environment.Type;
        _proxies = proxies;
        _cors = new CorsStep(node.Cors);
    }

    /// <summary>Whether the API can be seen and called at all. From here on its answers say what its consumers are to know.</summary>
    /// <param name="request">A request whose API is known.</param>
    /// <returns>Why not; null: it can.</returns>
    public Fault? Enter(GatewayRequest request)
    {
        var api = request.Route.Api!;
        if (api.Definition.Lifecycle == Lifecycle.Created && !request.Catalog!.HasPrototypes(api))
        {
            return Fault.NoApi;
        }

        _cors.Announce(request);
        if (api.Notice is { } notice)
        {
            ConsumerHeaders.Announce(notice, request.Http.Response);
        }

        var http = request.Http.Request;
        return (api.Definition.Transports & (http.IsHttps ? Transports.Https : Transports.Http)) == 0 ? Fault.WrongTransport(http.Scheme) : null;
    }

    /// <summary>Answers what the gateway answers in its APIs' stead: preflights. A blocked API's too, so that its pages may read why.</summary>
    /// <returns>False when it is none of those.</returns>
    public bool TryAnswer(GatewayRequest request) => _cors.TryAnswer(request);

    /// <summary>Whether the API's state lets the request through.</summary>
    /// <returns>Why not; null: it does.</returns>
    public static Fault? Admit(GatewayRequest request)
    {
        if (LifecycleRules.Admit(request.Route.Api!.Definition.Lifecycle, byPrototype: true) != Admission.Blocked)
        {
            return null;
        }

        // Nobody knows when an operator will lift it.
        request.RetryAfter = TimeSpan.MaxValue;
        return Fault.Blocked;
    }

    /// <summary>Chooses the endpoint.</summary>
    /// <param name="request">A request whose API is known.</param>
    /// <param name="handler">The endpoint; null when there is none.</param>
    /// <returns>Why there is none; null: there is.</returns>
    public Fault? Choose(GatewayRequest request, out IEndpointHandler? handler)
    {
        var (api, catalog) = (request.Route.Api!, request.Catalog!);
        var choice = KeyTypes.Choose(
            _environment, KeyOf(request.Http), catalog.HandlerOf(api, sandbox: false) is not null, catalog.HandlerOf(api, sandbox: true) is not null);
        handler = null;
        if (api.Definition.Lifecycle == Lifecycle.Created && !catalog.IsPrototype(api, sandbox: false) && !catalog.IsPrototype(api, sandbox: true))
        {
            // Only its mocks are there, and the request has gone to none.
            return Fault.NoApi;
        }

        switch (choice)
        {
            case EndpointChoice.NoProduction:
                return Fault.NoProductionEndpoint;
            case EndpointChoice.NoSandbox:
                return Fault.NoSandboxEndpoint;
            case EndpointChoice.SandboxKeyInProduction:
                return Fault.SandboxKeyInProduction;
            case EndpointChoice.ProductionKeyInSandbox:
                return Fault.ProductionKeyInSandbox;
        }

        var sandbox = choice == EndpointChoice.Sandbox;
        if (api.Definition.Lifecycle == Lifecycle.Created && !catalog.IsPrototype(api, sandbox))
        {
            return Fault.NoApi;
        }

        handler = catalog.HandlerOf(api, sandbox);
        request.Endpoint = sandbox ? api.Definition.SandboxEndpoint : api.Definition.Endpoint;
        return null;
    }

    // Only who has checked the key knows: a header of a client's own says nothing.
    private KeyType KeyOf(HttpContext http) =>
        !http.Request.Headers.TryGetValue(KeyTypeHeader, out var type) || !_proxies.Trusts(http) ? KeyType.None
        : type.ToString().Equals("SANDBOX", StringComparison.OrdinalIgnoreCase) ? KeyType.Sandbox
        : type.ToString().Equals("PRODUCTION", StringComparison.OrdinalIgnoreCase) ? KeyType.Production
        : KeyType.None;
}
