using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;

namespace Gateway.Edge.Endpoints;

/// <summary>WSO2's address endpoint.</summary>
internal sealed class AddressEndpointHandler(Backend backend, BackendForwarder forwarder, GroupShell? self, MemberLog log)
    : LeafEndpointHandler(backend, forwarder, self, log);
