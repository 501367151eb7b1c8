using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>WSO2's HTTP endpoint: a REST backend at an RFC 6570 template.</summary>
public sealed record HttpEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place)
    : LeafEndpoint(Name, Url, Settings, Place);
