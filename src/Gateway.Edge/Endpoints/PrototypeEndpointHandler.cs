using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;

namespace Gateway.Edge.Endpoints;

/// <summary>A backend of an API that is not in service yet; called as any other HTTP backend.</summary>
internal sealed class PrototypeEndpointHandler(Backend backend, BackendForwarder forwarder, GroupShell? self, MemberLog log)
    : LeafEndpointHandler(backend, forwarder, self, log);
