using Gateway.Core.Addresses;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>WSO2's default endpoint: it goes where the API's In sequence has set the header <c>To</c>.</summary>
public sealed record DefaultEndpoint(string Name, BackendSettings Settings, AllowedHosts AllowedHosts, SourcePlace Place)
    : AddressedEndpoint(Name, Settings, AllowedHosts, Place);
