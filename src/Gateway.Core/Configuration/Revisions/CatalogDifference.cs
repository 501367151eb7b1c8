using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>What a change does to one thing.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is written otherwise.</summary>
    Changed,

    /// <summary>It is gone.</summary>
    Removed,
}

/// <summary>What becomes of an endpoint.</summary>
/// <param name="Change">What.</param>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, the new one where it changes, as written in <c>deployment.toml</c>.</param>
/// <param name="Keys">The keys that are written otherwise, when it is changed. Never their values: passwords may be among them.</param>
public sealed record EndpointChange(ChangeKind Change, string Name, string Type, ImmutableArray<string> Keys);

/// <summary>What becomes of an API.</summary>
/// <param name="Change">What.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Keys">The keys that are written otherwise, when it is changed.</param>
public sealed record ApiChange(ChangeKind Change, string Name, string Version, ImmutableArray<string> Keys);

/// <summary>What becomes of a file that the catalog names.</summary>
/// <param name="Change">What.</param>
/// <param name="Path">Its path.</param>
public sealed record FileChange(ChangeKind Change, string Path);

/// <summary>The way from one catalog to another.</summary>
/// <param name="Endpoints">Endpoints by name; those that stay as they are left out.</param>
/// <param name="Apis">APIs by name and version.</param>
/// <param name="Files">Files by path.</param>
/// <param name="Effects">What it does to live state, a sentence each, in the order of the groups' names.</param>
public sealed record CatalogDifference(
    ImmutableArray<EndpointChange> Endpoints, ImmutableArray<ApiChange> Apis, ImmutableArray<FileChange> Files, ImmutableArray<string> Effects)
{
    /// <summary>Whether both catalogs say the same.</summary>
    public bool IsEmpty => Endpoints.IsEmpty && Apis.IsEmpty && Files.IsEmpty;
}
