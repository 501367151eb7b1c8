using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>A SOAP service at a fixed address: WSO2's address endpoint with a SOAP format.</summary>
public sealed record SoapEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place)
    : LeafEndpoint(Name, Url, Settings, Place);
