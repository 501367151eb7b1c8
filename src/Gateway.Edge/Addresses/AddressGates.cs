using System.Collections.Concurrent;
using System.Collections.Immutable;
using Gateway.Core.Addresses;
using Gateway.Core.Endpoints;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Addresses;

/// <summary>The gates of all endpoints that learn their address from requests: they outlive a reload, as groups do.</summary>
internal sealed class AddressGates(AddressLog log, GatewayInstruments instruments, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, AddressGate> _gates = new(StringComparer.Ordinal);

    /// <summary>The gate of an endpoint of the catalog that is being put in force.</summary>
    public AddressGate Of(AddressedEndpoint endpoint)
    {
        var gate = _gates.GetOrAdd(endpoint.Name, _ => new AddressGate(endpoint, log, instruments, clock));
        gate.Adopt(endpoint.Settings);
        return gate;
    }

    /// <summary>Forgets the endpoints that a catalog no longer has.</summary>
    public void Retain(Core.Configuration.Catalog catalog)
    {
        foreach (var name in _gates.Keys)
        {
            if (catalog.Endpoints.GetValueOrDefault(name) is not AddressedEndpoint)
            {
                _gates.TryRemove(name, out _);
            }
        }
    }

    /// <summary>The addresses of an endpoint that are not simply in use, on this edge.</summary>
    public ImmutableArray<AddressStanding> LeftAlone(string endpoint) => _gates.TryGetValue(endpoint, out var gate) ? gate.LeftAlone() : [];
}
