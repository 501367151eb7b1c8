using Microsoft.AspNetCore.Routing;

namespace Gateway.Management.Listener;

/// <summary>
/// Some requests of the management listener. Every implementation registered with the node is mapped. The rules of access hold
/// for all of them before they are called: who looks has been let in, who changes something is an operator.
/// </summary>
public interface IManagementRoutes
{
    /// <summary>Maps the requests.</summary>
    void Map(IEndpointRouteBuilder routes);
}
