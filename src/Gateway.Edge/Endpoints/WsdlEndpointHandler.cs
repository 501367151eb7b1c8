using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's WSDL endpoint: a port of a WSDL.</summary>
internal sealed class WsdlEndpointHandler(Backend backend, BackendForwarder forwarder, GroupShell? self, MemberLog log)
    : LeafEndpointHandler(backend, forwarder, self, log);
