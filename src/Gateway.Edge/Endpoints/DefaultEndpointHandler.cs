using Gateway.Core.Attempts;
using Gateway.Core.Mediation;
using Gateway.Edge.Addresses;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's default endpoint: where the In sequence sends the request.</summary>
internal sealed class DefaultEndpointHandler(AddressCaller caller) : IEndpointHandler
{
    public bool IsLeaf => false;

    public ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        if (request.To is { Url.Length: > 0 } to)
        {
            return caller.CallAsync(request, to.IsComputed ? RoutingDecision.ToComputed(to.Url) : RoutingDecision.ToLiteral(to.Url));
        }

        // WSO2 suspends the endpoint for it. Nobody's health is to blame, and asking again later does not help.
        request.RetryAfter = TimeSpan.MaxValue;
        return new(new AttemptOutcome(AttemptEnd.NotSent, ErrorCodes.EndpointNotReady));
    }

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) =>
        throw new InvalidOperationException($"Group '{group}' has a member that is reached by no address of its own.");
}
