using System.Collections.Frozen;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation;
using Gateway.Core.Mediation.Rules;
using Gateway.Edge.Addresses;
using Gateway.Edge.Catalog;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;
using Gateway.Edge.Scripting;

namespace Gateway.Edge.Endpoints;

/// <summary>Chooses an endpoint, or an address, for each request. What is chosen keeps its own turns and health.</summary>
internal sealed class DynamicEndpointHandler : IEndpointHandler
{
    private readonly RouteRules _rules;
    private readonly RoutingDecision _default;
    private readonly RouteChooser? _script;
    private readonly long _bodyLimit;
    private readonly AddressCaller _caller;
    private readonly ReplayFiles _files;
    private FrozenDictionary<string, IEndpointHandler> _targets = FrozenDictionary<string, IEndpointHandler>.Empty;

    public DynamicEndpointHandler(DynamicEndpoint endpoint, RouteChoice choice, AddressCaller caller, ReplayFiles files)
    {
        _rules = choice.Rules;
        _default = endpoint.Default.Length > 0 ? RoutingDecision.ToEndpoint(endpoint.Default) : RoutingDecision.None;
        _script = choice.Script;
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
        return _rules.TryDecide(subject, body: null, out var decision) && (decision.Target != RoutingTarget.None || _script is null)
            ? GoAsync(request, decision)
            : DecideAsync(request, subject);
    }

    public ValueTask<AttemptOutcome> TryAsync(GatewayRequest request, string group) =>
        throw new InvalidOperationException($"Group '{group}' has a member that is reached by no address of its own.");

    // The rules wait for the body, or have nothing to say and the script is asked.
    private async ValueTask<AttemptOutcome> DecideAsync(GatewayRequest request, RequestSubject subject)
    {
        await FairShare.LeaveAsync();
        ReadOnlyMemory<byte>? bytes = null;
        if (!_rules.TryDecide(subject, body: null, out var decision))
        {
            bytes = await WholeBody.ReadAsync(request, _bodyLimit, _files);
            if (bytes is null)
            {
                return Refused(request);
            }

            using var body = new RouteBody(bytes.Value);
            _rules.TryDecide(subject, body, out decision);
        }

        if (decision.Target == RoutingTarget.None && _script is not null)
        {
            if (bytes is null && _script.ReadsBody && request.HasBody)
            {
                bytes = await WholeBody.ReadAsync(request, _bodyLimit, _files);
                if (bytes is null)
                {
                    return Refused(request);
                }
            }

            if (await _script.ChooseAsync(request, bytes ?? default) is not { } choice)
            {
                return Refused(request);
            }

            decision = choice;
        }

        return await GoAsync(request, decision);
    }

    private static AttemptOutcome Refused(GatewayRequest request) =>
        AttemptOutcome.Of(request.Refusal is null ? AttemptFact.ClientGone : AttemptFact.NoAddress);

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
                request.Refusal = decision.Target == RoutingTarget.None ? Fault.NoRoute : Fault.NoSuchTarget;
                return new(AttemptOutcome.Of(AttemptFact.NoAddress));
        }
    }
}
