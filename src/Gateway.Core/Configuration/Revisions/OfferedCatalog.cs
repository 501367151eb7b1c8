using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration.Revisions;

/// <summary>A catalog that an operator offers, read from a text.</summary>
/// <param name="Result">The catalog, or every problem at once.</param>
/// <param name="NotApplied">The tables of the text that are each node's own and change nothing here, in the order of the alphabet.</param>
public sealed record OfferedCatalog(ReadResult<Catalog> Result, ImmutableArray<string> NotApplied)
{
    private static readonly ImmutableArray<string> Known = ["api", "endpoint"];

    /// <summary>
    /// Reads the cluster's part of a whole <c>deployment.toml</c>, of a part of one, or of a bundle. What is a node's own in it is not
    /// looked at: it may well stand on the secrets of another machine.
    /// </summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">TOML.</param>
    /// <param name="files">The files that it may name.</param>
    /// <param name="strict">Whether warnings count as errors.</param>
    public static OfferedCatalog Read(string file, string text, ICatalogFiles files, bool strict = false)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList(strict);
        if (TomlTree.Read(file, text, problems) is not { } root)
        {
            return new OfferedCatalog(problems.Result<Catalog>(file, null), []);
        }

        var others = new List<string>();
        foreach (var (key, entry) in root.Entries)
        {
            if (Known.Contains(key) || key == BundledFiles.Key)
            {
                continue;
            }

            if (key == CatalogSecrets.Key)
            {
                problems.Error(entry.Place, "its secrets are sealed for one cluster's nodes", "Send the catalog as its author wrote it.");
            }

            if (!RootKeys.IsKnown(key) && Nearest.To(key, Known) is { } nearest)
            {
                problems.Error(entry.Place, $"unknown table '{key}'", $"Did you mean '{nearest}'?");
            }

            others.Add(key);
        }

        // A bundle brings its own files; a file that a user wrote does not hold others.
        var named = new NamedFiles(root.Find(BundledFiles.Key) is null ? files : new BundledFiles(root, problems), file);
        var none = FrozenDictionary<string, string>.Empty;
        var catalog = CatalogSection.Read(root, new Reading(problems, new Placeholders(root, none, none, problems), named));
        if (catalog is { Endpoints.Count: 0, Apis.IsEmpty: true })
        {
            problems.Error(new SourcePlace(file, 0, 0), "it has neither an [[endpoint]] nor an [[api]]",
                "To take every API out of service, move each through its life cycle. An empty catalog is taken for a mistake.");
        }

        return new OfferedCatalog(problems.Result(file, catalog), [.. others.Order(StringComparer.Ordinal)]);
    }
}
