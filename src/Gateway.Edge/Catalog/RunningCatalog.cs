using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;

namespace Gateway.Edge.Catalog;

/// <summary>A catalog made ready to serve. Immutable; replaced whole in one write.</summary>
internal sealed class RunningCatalog
{
    private readonly ImmutableArray<(IEndpointHandler? Production, IEndpointHandler? Sandbox)> _byApi;

    private readonly ImmutableArray<(bool Production, bool Sandbox)> _trials;

    public RunningCatalog(long revision, Core.Configuration.Catalog catalog, FrozenDictionary<string, IEndpointHandler> handlers)
    {
        Revision = revision;
        Catalog = catalog;
        Routes = RouteTable.Build(catalog.Apis);
        _byApi = [.. Routes.Apis.Select(api => (Find(handlers, api.Definition.Endpoint), Find(handlers, api.Definition.SandboxEndpoint)))];
        _trials = [.. Routes.Apis.Select(api => TrialsOf(api.Definition))];
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

    /// <summary>Whether that endpoint of an API that is only created is a prototype's.</summary>
    public bool IsPrototype(ApiRoute api, bool sandbox) => sandbox ? _trials[api.Index].Sandbox : _trials[api.Index].Production;

    /// <summary>Whether anything of an API that is only created is a prototype's.</summary>
    public bool HasPrototypes(ApiRoute api) => IsPrototype(api, sandbox: false) || IsPrototype(api, sandbox: true);

    private (bool Production, bool Sandbox) TrialsOf(ApiDefinition api) => api.Lifecycle == Lifecycle.Created
        ? (Prototypes.IsPrototype(api.Endpoint, Catalog.Endpoints), Prototypes.IsPrototype(api.SandboxEndpoint, Catalog.Endpoints))
        : default;

    private static IEndpointHandler? Find(FrozenDictionary<string, IEndpointHandler> handlers, string name) =>
        name.Length == 0 ? null : handlers[name];
}
