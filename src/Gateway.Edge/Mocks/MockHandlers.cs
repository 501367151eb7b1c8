using System.Collections.Immutable;
using Gateway.Core.Mocks;
using Gateway.Core.Routing;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Mocks;

/// <summary>Makes handlers of the mocks of a catalog.</summary>
internal sealed class MockHandlers(ScriptSandbox sandbox, DebugHeaders? debug)
{
    /// <summary>The mocks of each API's resources; null where an API has none.</summary>
    public ImmutableArray<IEndpointHandler?[]?> Of(RouteTable routes) => [.. routes.Apis.Select(OfApi)];

    private IEndpointHandler?[]? OfApi(ApiRoute api) =>
        api.Definition.Resources.All(resource => resource.Mock is null) ? null : [.. api.Definition.Resources.Select(resource => Of(resource.Mock))];

    private IEndpointHandler? Of(MockDefinition? mock) => mock switch
    {
        ScriptMock script => new ScriptMockHandler(script, sandbox, debug),
        OpenApiMock examples => new OpenApiMockHandler(examples, debug),
        _ => null,
    };
}
