using System.Collections.Frozen;
using Gateway.Core.Endpoints;

namespace Gateway.Edge.Tests.Fixtures;

/// <summary>Changes to a catalog, one endpoint at a time.</summary>
internal static class Changes
{
    /// <summary>Changes what groups have in common.</summary>
    public static Core.Configuration.Catalog Group(this Core.Configuration.Catalog catalog, string name, Func<GroupSettings, GroupSettings> change) =>
        catalog.With(name, endpoint => endpoint is LoadBalanceEndpoint group ? group with { Settings = change(group.Settings) } : endpoint);

    /// <summary>Changes how backends are called.</summary>
    public static Core.Configuration.Catalog Leaves(
        this Core.Configuration.Catalog catalog, Func<BackendSettings, BackendSettings> change, params string[] names) =>
        names.Aggregate(catalog, (all, name) => all.With(name, endpoint => endpoint switch
        {
            HttpEndpoint http => http with { Settings = change(http.Settings) },
            AddressEndpoint address => address with { Settings = change(address.Settings) },
            _ => endpoint,
        }));

    private static Core.Configuration.Catalog With(this Core.Configuration.Catalog catalog, string name, Func<Endpoint, Endpoint> change)
    {
        var endpoints = catalog.Endpoints.ToDictionary(StringComparer.Ordinal);
        endpoints[name] = change(endpoints[name]);
        return catalog with { Endpoints = endpoints.ToFrozenDictionary(StringComparer.Ordinal) };
    }
}
