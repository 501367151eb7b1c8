using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Soap;

namespace Gateway.Edge.Catalog;

/// <summary>A catalog made ready to serve. Immutable; replaced whole in one write.</summary>
internal sealed class RunningCatalog
{
    private readonly ImmutableArray<(IEndpointHandler? Production, IEndpointHandler? Sandbox)> _byApi;
    private readonly ImmutableArray<(bool Production, bool Sandbox)> _trials;
    private readonly FrozenDictionary<string, IEndpointHandler> _handlers;
    private readonly ImmutableArray<DescriptionHandler?> _descriptions;

    private readonly ImmutableArray<IEndpointHandler?[]?> _mocks;

    public RunningCatalog(
        long revision, Core.Configuration.Catalog catalog, PreparedCatalog ready, FrozenDictionary<string, IEndpointHandler> handlers,
        ServedEnvironment environment)
    {
        Revision = revision;
        Catalog = catalog;
        Routes = ready.Routes;
        _handlers = handlers;
        _mocks = ready.Mocks;
        _byApi = [.. Routes.Apis.Select(api => (Find(handlers, api.Definition.Endpoint), Find(handlers, api.Definition.SandboxEndpoint)))];
        _trials = [.. Routes.Apis.Select(api => TrialsOf(api.Definition))];
        _descriptions =
        [
            .. Routes.Apis.Select(api => api.Definition.Wsdl.Length > 0 ? new DescriptionHandler(catalog, api.Definition, environment) : null),
        ];
    }

    /// <summary>Number in the cluster; 0 while the cluster has not numbered it.</summary>
    public long Revision { get; }

    public Core.Configuration.Catalog Catalog { get; }

    public RouteTable Routes { get; }

    /// <summary>The endpoint that an API sends requests to.</summary>
    /// <param name="api">The API.</param>
    /// <param name="sandbox">Whether the sandbox is meant.</param>
    /// <returns>Null when the API has none for that key type.</returns>
    public IEndpointHandler? HandlerOf(ApiRoute api, bool sandbox) => sandbox ? _byApi[api.Index].Sandbox : _byApi[api.Index].Production;

    /// <summary>What answers a resource in place of its API's endpoint; null when nothing does.</summary>
    public IEndpointHandler? MockOf(in RouteMatch route) =>
        _mocks[route.Api!.Index] is { } mocks && route.Resource is { Index: >= 0 } resource ? mocks[resource.Index] : null;

    /// <summary>An endpoint by its name; null: there is none.</summary>
    public IEndpointHandler? HandlerNamed(string name) => _handlers.GetValueOrDefault(name);

    /// <summary>The mediation flows of a request; null: it has none.</summary>
    public Flows? FlowsOf(RouteMatch route)
    {
        var sequences = Catalog.Sequences;
        return sequences.IsEmpty || sequences[route.Api!.Index] is not { } own || own.Of(route.Resource?.Index ?? -1) is not { IsEmpty: false } flows ? null : flows;
    }

    /// <summary>Whether that endpoint of an API that is only created is a prototype's.</summary>
    public bool IsPrototype(ApiRoute api, bool sandbox) => sandbox ? _trials[api.Index].Sandbox : _trials[api.Index].Production;

    /// <summary>Whether anything of an API that is only created is a prototype's.</summary>
    public bool HasPrototypes(ApiRoute api) => _mocks[api.Index] is not null || IsPrototype(api, sandbox: false) || IsPrototype(api, sandbox: true);

    /// <summary>Who answers a request for the description of the API that its route leads to; null: it is no such request.</summary>
    public DescriptionHandler? DescriptionFor(GatewayRequest request) =>
        request.Route.Api is { } api && _descriptions[api.Index] is { } description && DescriptionHandler.IsAsked(request) ? description : null;

    private (bool Production, bool Sandbox) TrialsOf(ApiDefinition api) => api.Lifecycle == Lifecycle.Created
        ? (Prototypes.IsPrototype(api.Endpoint, Catalog.Endpoints), Prototypes.IsPrototype(api.SandboxEndpoint, Catalog.Endpoints))
        : default;

    private static IEndpointHandler? Find(FrozenDictionary<string, IEndpointHandler> handlers, string name) =>
        name.Length == 0 ? null : handlers[name];
}
