using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;
using Gateway.Core.Routing;

namespace Gateway.Core.Groups;

/// <summary>What the catalog says of a group: the part of it that decides whose turn it is.</summary>
/// <param name="Name">The endpoint's name, and the key of its grain.</param>
/// <param name="Kind">The endpoint's type as it is written in <c>deployment.toml</c>.</param>
/// <param name="Members">The members in the order written; a leaf endpoint is a group of itself.</param>
public sealed record GroupDefinition(string Name, string Kind, ImmutableArray<GroupMember> Members)
{
    /// <summary>How its members are judged.</summary>
    public GroupRules Rules { get; init; } = GroupRules.Default;

    /// <summary>Finds a group in a catalog.</summary>
    /// <returns>Null when the catalog has no endpoint of that name.</returns>
    public static GroupDefinition? Find(Catalog catalog, string name) => catalog.Endpoints.GetValueOrDefault(name) switch
    {
        LoadBalanceEndpoint group => Of(catalog, name, "load_balance", group.Members, group.Settings, failover: null),
        FailoverEndpoint group =>
            Of(catalog, name, "failover", group.Members, group.Settings, new FailoverRules(group.Order, group.ReturnToPrimary)),
        HttpEndpoint => Of(catalog, name, "http", [name], GroupSettings.OfLoadBalance, failover: null),
        PrototypeEndpoint => Of(catalog, name, "prototype", [name], GroupSettings.OfLoadBalance, failover: null),
        AddressEndpoint => Of(catalog, name, "address", [name], GroupSettings.OfLoadBalance, failover: null),
        SoapEndpoint => Of(catalog, name, "soap", [name], GroupSettings.OfLoadBalance, failover: null),
        WsdlEndpoint => Of(catalog, name, "wsdl", [name], GroupSettings.OfLoadBalance, failover: null),
        _ => null,
    };

    private static GroupDefinition Of(
        Catalog catalog, string name, string kind, ImmutableArray<string> members, GroupSettings settings, FailoverRules? failover) =>
        new(name, kind, [.. members.Select(id => new GroupMember(id, WeightOf(catalog, id)))])
        {
            Rules = new GroupRules(
                settings.Quorum, settings.MaxSuspended, settings.WhenAllSuspended, settings.SlowStart, failover,
                members.Select(id => catalog.Endpoints[id]).OfType<LeafEndpoint>().ToFrozenDictionary(leaf => leaf.Name, RulesOf)),
        };

    private static MemberRules RulesOf(LeafEndpoint leaf) =>
        new(leaf.Settings.Suspend, leaf.Settings.Mark, leaf.Settings.ConnectTimeout + leaf.Settings.Timeout, leaf.Settings.Health)
        {
            HasAddress = BackendAddressRules.HasFixedAuthority(leaf.Url),
        };

    private static int WeightOf(Catalog catalog, string member) => catalog.Endpoints[member] switch
    {
        LeafEndpoint leaf => leaf.Settings.Weight,
        GroupEndpoint group => group.Weight,
        _ => 1,
    };
}

/// <summary>One member of a group.</summary>
/// <param name="Id">Name of a leaf endpoint or of another group.</param>
/// <param name="Weight">Turns per ring, at least 1.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupMember")]
public readonly record struct GroupMember([property: Id(0)] string Id, [property: Id(1)] int Weight);
