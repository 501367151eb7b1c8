using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;

namespace Gateway.Edge.Endpoints;

/// <summary>A SOAP service at a fixed address.</summary>
internal sealed class SoapEndpointHandler(Backend backend, BackendForwarder forwarder, GroupShell? self, MemberLog log)
    : LeafEndpointHandler(backend, forwarder, self, log);
