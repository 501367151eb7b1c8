using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Edge.Addresses;
using Gateway.Edge.Endpoints;
using Gateway.Edge.Forwarding;
using Gateway.Edge.Groups;
using Gateway.Edge.Sessions;
using Gateway.Management.Telemetry;

namespace Gateway.Edge.Catalog;

/// <summary>Makes catalogs ready and puts them in force: requests in flight finish on the one they began with.</summary>
internal sealed class CatalogActivation
{
    private readonly EdgeGroups _groups;
    private readonly BackendClients _clients;
    private readonly BackendForwarder _forwarder;
    private readonly MemberLog _log;
    private readonly GatewayInstruments _instruments;
    private readonly ReplayFiles _files;
    private readonly GroupAffinities _affinities;
    private readonly AddressGates _gates;
    private readonly CatalogPreparation _preparation;
    private readonly ServedEnvironment _environment;
    private volatile RunningCatalog? _current;

    public CatalogActivation(
        EdgeGroups groups, BackendClients clients, BackendForwarder forwarder, MemberLog log, GatewayInstruments instruments,
        ReplayFiles files, GroupAffinities affinities, AddressGates gates, NodeSettings node, CatalogPreparation preparation)
    {
        _preparation = preparation;
        _gates = gates;
        _groups = groups;
        _clients = clients;
        _forwarder = forwarder;
        _log = log;
        _instruments = instruments;
        _files = files;
        _affinities = affinities;
        _environment = node.Environment;
    }

    /// <summary>The catalog in force; null before the first.</summary>
    public RunningCatalog? Current => _current;

    /// <summary>What keeps this node from serving a catalog, and what of it would not work here.</summary>
    public ImmutableArray<Problem> Check(Core.Configuration.Catalog catalog) => _preparation.Prepare(catalog, out var problems)?.Faults ?? problems;

    /// <summary>Puts a catalog in force. Called by one at a time.</summary>
    /// <param name="revision">Its number in the cluster; 0 while it has none.</param>
    /// <param name="catalog">A catalog that checks out.</param>
    /// <exception cref="CatalogUnusableException">It cannot be served by this node. What runs goes on.</exception>
    public void Activate(long revision, Core.Configuration.Catalog catalog)
    {
        if (_preparation.Prepare(catalog, out var problems) is not { } ready)
        {
            throw new CatalogUnusableException(problems);
        }

        var groups = _groups.Replan(revision, catalog);
        var handlers = new Dictionary<string, IEndpointHandler>(StringComparer.Ordinal);
        foreach (var endpoint in catalog.Endpoints.Values)
        {
            // A group that no API leads to has nobody to ask it.
            if (endpoint is not GroupEndpoint || groups.ContainsKey(endpoint.Name))
            {
                handlers[endpoint.Name] = Create(catalog, ready, endpoint, groups);
            }
        }

        foreach (var (name, handler) in handlers)
        {
            if (catalog.Endpoints[name] is GroupEndpoint group)
            {
                ((GroupEndpointHandler)handler).Connect(
                    group.Members.Select(member => KeyValuePair.Create(member, handlers[member])), ThrowsAway(catalog, name));
            }
            else if (catalog.Endpoints[name] is DynamicEndpoint dynamic)
            {
                // One that no API leads to may name groups that nobody else reaches.
                ((DynamicEndpointHandler)handler).Connect(
                    dynamic.Targets(handlers.ContainsKey).Where(handlers.ContainsKey).Select(target => KeyValuePair.Create(target, handlers[target])));
            }
        }

        _gates.Retain(catalog);
        _current = new RunningCatalog(revision, catalog, ready, handlers.ToFrozenDictionary(), _environment);
    }

    private IEndpointHandler Create(
        Core.Configuration.Catalog catalog, PreparedCatalog ready, Endpoint endpoint, FrozenDictionary<string, GroupShell> groups) => endpoint switch
    {
        HttpEndpoint http => new HttpEndpointHandler(
            new Backend(http, _clients), _forwarder, groups.GetValueOrDefault(http.Name), _log),
        PrototypeEndpoint prototype => new PrototypeEndpointHandler(
            new Backend(prototype, _clients), _forwarder, groups.GetValueOrDefault(prototype.Name), _log),
        AddressEndpoint address => new AddressEndpointHandler(
            new Backend(address, _clients), _forwarder, groups.GetValueOrDefault(address.Name), _log),
        SoapEndpoint soap => new SoapEndpointHandler(
            new Backend(soap, _clients), _forwarder, groups.GetValueOrDefault(soap.Name), _log),
        WsdlEndpoint wsdl => new WsdlEndpointHandler(
            new Backend(wsdl, _clients), _forwarder, groups.GetValueOrDefault(wsdl.Name), _log),
        LoadBalanceEndpoint group => new LoadBalanceEndpointHandler(
            groups[group.Name], group.Settings, _log, _instruments, _files, _affinities.Of(catalog, group)),
        FailoverEndpoint group => new FailoverEndpointHandler(
            groups[group.Name], group.Settings, _log, _instruments, _files, _affinities.Of(catalog, group)),
        DefaultEndpoint unaddressed => new DefaultEndpointHandler(CallerOf(unaddressed)),
        DynamicEndpoint dynamic => new DynamicEndpointHandler(dynamic, ready.Choices[dynamic.Name], CallerOf(dynamic), _files),
        _ => throw new InvalidOperationException($"No handler for endpoints of type {endpoint.GetType().Name}."),
    };

    private AddressCaller CallerOf(AddressedEndpoint endpoint) => new(endpoint, _clients, _forwarder, _gates.Of(endpoint));

    private static bool ThrowsAway(Core.Configuration.Catalog catalog, string name) => catalog.Endpoints[name] switch
    {
        LeafEndpoint leaf => !leaf.Settings.FailureStatuses.IsEmpty,
        GroupEndpoint group => group.Members.Any(member => ThrowsAway(catalog, member)),
        _ => false,
    };
}
