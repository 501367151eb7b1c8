using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>WSO2's WSDL endpoint: address and format stand in a port of a WSDL 1.1 document.</summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Url">The port's address.</param>
/// <param name="Settings">How it is called; the format is the port's.</param>
/// <param name="Place">Where it is configured.</param>
public sealed record WsdlEndpoint(string Name, string Url, BackendSettings Settings, SourcePlace Place)
    : LeafEndpoint(Name, Url, Settings, Place)
{
    /// <summary>The document's path in the bundle.</summary>
    public required string Wsdl { get; init; }

    /// <summary>Local name of the service in it.</summary>
    public required string Service { get; init; }

    /// <summary>Name of the service's port.</summary>
    public required string Port { get; init; }
}
