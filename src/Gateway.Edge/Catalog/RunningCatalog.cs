using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Mocks;

namespace Gateway.Edge.Catalog;

/// <summary>A catalog made ready to serve. Immutable; replaced whole in one write.</summary>
internal sealed class RunningCatalog
{
    private readonly ImmutableArray<(IEndpointHandler? Production, IEndpointHandler? Sandbox)> _byApi;

    private readonly ImmutableArray<IEndpointHandler?[]?> _mocks;

    public RunningCatalog(
        long revision, Core.Configuration.Catalog catalog, FrozenDictionary<string, IEndpointHandler> handlers, MockHandlers mocks)
    {
        Revision = revision;
        Catalog = catalog;
        Routes = RouteTable.Build(catalog.Apis);
        _mocks = mocks.Of(Routes);
        _byApi = [.. Routes.Apis.Select(api => (Find(handlers, api.Definition.Endpoint), Find(handlers, api.Definition.SandboxEndpoint)))];
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
    public IEndpointHandler? MockOf(in RouteMatch route) => _mocks[route.Api!.Index] is { } mocks ? mocks[route.Resource!.Index] : null;

    private static IEndpointHandler? Find(FrozenDictionary<string, IEndpointHandler> handlers, string name) =>
        name.Length == 0 ? null : handlers[name];
}
