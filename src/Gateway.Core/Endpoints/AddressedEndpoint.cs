using Gateway.Core.Addresses;
using Gateway.Core.Configuration;

namespace Gateway.Core.Endpoints;

/// <summary>
/// An endpoint that learns from each request where it goes. It is no member of a group, and the cluster keeps no state of it: each
/// address has one of its own.
/// </summary>
/// <param name="Name">Unique in the catalog.</param>
/// <param name="Settings">How addresses are called.</param>
/// <param name="AllowedHosts">What an address that was computed for a request may point at.</param>
/// <param name="Place">Where it is configured.</param>
public abstract record AddressedEndpoint(string Name, BackendSettings Settings, AllowedHosts AllowedHosts, SourcePlace Place)
    : Endpoint(Name, Place), ICalledEndpoint;
