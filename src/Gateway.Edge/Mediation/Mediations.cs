using Gateway.Edge.Forwarding;
using Gateway.Edge.Pipeline;

namespace Gateway.Edge.Mediation;

/// <summary>Runs the sequences of APIs: what all runs share.</summary>
internal sealed class Mediations(TimeProvider clock, MediationLog log, DebugHeaders? debug)
{
    public TimeProvider Clock => clock;

    public MediationLog Log => log;

    public DebugHeaders? Debug => debug;

    /// <summary>The sequences of a request; null when its API has none, which is all that then happens.</summary>
    public RequestMediation? Of(GatewayRequest request) =>
        request.Catalog!.FlowsOf(request.Route) is { } flows ? request.Mediation = new RequestMediation(this, request, flows) : null;
}
