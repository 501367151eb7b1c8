using Gateway.Core.Attempts;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Endpoints;

/// <summary>Brings a request to an endpoint of one kind: one handler per kind, named like its record.</summary>
internal interface IEndpointHandler
{
    /// <summary>As the endpoint that an API points at.</summary>
    ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request);

    /// <summary>As a member that a group has picked; the group keeps what it has to know of the member.</summary>
    /// <param name="request">The request.</param>
    /// <param name="group">The group's name.</param>
    ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group);

    /// <summary>Whether a failure is the member's own, or one that a group inside has noted already.</summary>
    bool IsLeaf { get; }
}
