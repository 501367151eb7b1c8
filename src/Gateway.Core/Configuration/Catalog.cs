using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Endpoints;
using Gateway.Core.Mediation.Sequences;
using Gateway.Core.Routing;

namespace Gateway.Core.Configuration;

/// <summary>The cluster's part of a configuration: every endpoint and every API. Immutable; a change is a new catalog.</summary>
/// <param name="Endpoints">All endpoints by name, members written inline included.</param>
/// <param name="Apis">The APIs in the order written.</param>
/// <param name="Bundle">The text this catalog was read from, in its canonical form.</param>
public sealed record Catalog(FrozenDictionary<string, Endpoint> Endpoints, ImmutableArray<ApiDefinition> Apis, Bundle Bundle)
{
    /// <summary>The mediation flows of each API, in the order of the APIs; null for those that have none.</summary>
    public ImmutableArray<ApiSequences?> Sequences { get; init; } = [];

    /// <summary>
    /// The name of the key that its secrets are sealed with; empty: they are in clear. A sealed one can be looked at; to serve, change or compare it,
    /// open it first (<see cref="Sealing.CatalogSecrets.Open"/>).
    /// </summary>
    public string SealedWith { get; init; } = "";

    /// <summary>The files that they name, by path; their text is part of the bundle.</summary>
    public ImmutableArray<CatalogFile> Files { get; init; } = [];
}

/// <summary>
/// What travels through the cluster as one revision: the catalog's tables as canonical TOML (comments dropped, one form of
/// writing), so that two files that mean the same have the same hash wherever their nodes' own tables differ.
/// </summary>
/// <param name="Text">Canonical TOML, only <c>[[endpoint]]</c>, <c>[[api]]</c>, and a <c>[[file]]</c> for each file that they name.</param>
/// <param name="Hash">Lower-case hexadecimal SHA-256 of <paramref name="Text"/> in UTF-8.</param>
public sealed record Bundle(string Text, string Hash)
{
    /// <summary>Leaves the text out: passwords may stand in it.</summary>
    public override string ToString() => Hash;
}
