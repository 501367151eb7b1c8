using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>WSO2's address endpoint: a backend at a fixed address, whatever it speaks, in the format that its settings name.</summary>
public sealed record AddressEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place)
    : LeafEndpoint(Name, Url, Settings, Place);
