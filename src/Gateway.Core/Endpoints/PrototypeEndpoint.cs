using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>An HTTP backend of an API that is not in service yet: it serves APIs that are CREATED or PROTOTYPED, and no others.</summary>
public sealed record PrototypeEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place)
    : LeafEndpoint(Name, Url, Settings, Place);
