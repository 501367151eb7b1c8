using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Soap;

namespace Gateway.Edge.Catalog;

/// <summary>A catalog made ready to serve. Immutable; replaced whole in one write.</summary>
internal sealed class RunningCatalog
{
    private readonly ImmutableArray<(IEndpointHandler? Production, IEndpointHandler? Sandbox)> _byApi;
    private readonly ImmutableArray<DescriptionHandler?> _descriptions;

    public RunningCatalog(
        long revision, Core.Configuration.Catalog catalog, FrozenDictionary<string, IEndpointHandler> handlers, ServedEnvironment environment)
    {
        Revision = revision;
        Catalog = catalog;
        Routes = RouteTable.Build(catalog.Apis);
        _byApi = [.. Routes.Apis.Select(api => (Find(handlers, api.Definition.Endpoint), Find(handlers, api.Definition.SandboxEndpoint)))];
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

    /// <summary>Whether that endpoint is a prototype's.</summary>
    public bool IsPrototype(ApiRoute api, bool sandbox) =>
        Prototypes.IsPrototype(sandbox ? api.Definition.SandboxEndpoint : api.Definition.Endpoint, Catalog.Endpoints);

    /// <summary>Whether anything of an API is a prototype's.</summary>
    public bool HasPrototypes(ApiRoute api) => IsPrototype(api, sandbox: false) || IsPrototype(api, sandbox: true);

    /// <summary>Who answers a request for the description of the API that its route leads to; null: it is no such request.</summary>
    public DescriptionHandler? DescriptionFor(GatewayRequest request) =>
        request.Route.Api is { } api && _descriptions[api.Index] is { } description && DescriptionHandler.IsAsked(request) ? description : null;

    private static IEndpointHandler? Find(FrozenDictionary<string, IEndpointHandler> handlers, string name) =>
        name.Length == 0 ? null : handlers[name];
}
