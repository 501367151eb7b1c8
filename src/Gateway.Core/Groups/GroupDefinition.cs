using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Endpoints;

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
        LoadBalanceEndpoint group => new(name, "load_balance", [.. group.Members.Select(id => new GroupMember(id, WeightOf(catalog, id)))]),
        HttpEndpoint => new(name, "http", [new GroupMember(name, 1)]),
        AddressEndpoint => new(name, "address", [new GroupMember(name, 1)]),
        _ => null,
    };

    private static int WeightOf(Catalog catalog, string member) => catalog.Endpoints[member] switch
    {
        LeafEndpoint leaf => leaf.Settings.Weight,
        LoadBalanceEndpoint group => group.Weight,
        _ => 1,
    };
}

/// <summary>One member of a group.</summary>
/// <param name="Id">Name of a leaf endpoint or of another group.</param>
/// <param name="Weight">Turns per ring, at least 1.</param>
[GenerateSerializer, Immutable, Alias("gateway.GroupMember")]
public readonly record struct GroupMember([property: Id(0)] string Id, [property: Id(1)] int Weight);
