using System.Collections.Frozen;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Rules;
using Gateway.Edge.Addresses;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Endpoints;

/// <summary>Chooses an endpoint, or an address, for each request. What is chosen keeps its own turns and health.</summary>
internal sealed class DynamicEndpointHandler : IEndpointHandler
{
    private readonly RouteRules _rules;
    private readonly RoutingDecision _default;
    private readonly long _bodyLimit;
    private readonly AddressCaller _caller;
    private readonly ReplayFiles _files;
    private FrozenDictionary<string, IEndpointHandler> _targets = FrozenDictionary<string, IEndpointHandler>.Empty;

    public DynamicEndpointHandler(DynamicEndpoint endpoint, AddressCaller caller, ReplayFiles files)
    {
        _rules = RouteRules.Compile(endpoint.Routes, endpoint.Namespaces);
        _default = endpoint.Default.Length > 0 ? RoutingDecision.ToEndpoint(endpoint.Default) : RoutingDecision.None;
        _bodyLimit = endpoint.BodyLimit;
        _caller = caller;
        _files = files;
    }

    public bool IsLeaf => false;

    /// <summary>Names the endpoints that can be chosen, once, while the catalog is made ready.</summary>
    public void Connect(IEnumerable<KeyValuePair<string, IEndpointHandler>> targets) =>
        _targets = targets.ToFrozenDictionary(StringComparer.Ordinal);

    public ValueTask<AttemptOutcome> HandleAsync(GatewayRequest request)
    {
        var subject = new RequestSubject(request);
        return _rules.TryDecide(subject, body: null, out var decision) ? GoAsync(request, decision) : DecideByBodyAsync(request, subject);
    }

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) =>
        throw new InvalidOperationException($"Group '{group}' has a member that is reached by no address of its own.");

    private async ValueTask<AttemptOutcome> DecideByBodyAsync(GatewayRequest request, RequestSubject subject)
    {
        await FairShare.LeaveAsync();
        if (await WholeBody.ReadAsync(request, _bodyLimit, _files) is not { } bytes)
        {
            return AttemptOutcome.Of(request.Refusal is null ? AttemptFact.ClientGone : AttemptFact.NoAddress);
        }

        RoutingDecision decision;
        using (var body = new RouteBody(bytes))
        {
            _rules.TryDecide(subject, body, out decision);
        }

        return await GoAsync(request, decision);
    }

    private ValueTask<AttemptOutcome> GoAsync(GatewayRequest request, RoutingDecision decision)
    {
        decision = decision.Target == RoutingTarget.None ? _default : decision;
        switch (decision.Target)
        {
            case RoutingTarget.Endpoint when _targets.TryGetValue(decision.Value, out var target):
                return target.HandleAsync(request);
            case RoutingTarget.Literal or RoutingTarget.Computed:
                return _caller.CallAsync(request, decision);
            default:
                request.Refusal = Fault.NoRoute;
                return new(AttemptOutcome.Of(AttemptFact.NoAddress));
        }
    }
}
