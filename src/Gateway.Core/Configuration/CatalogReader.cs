using System.Collections.Frozen;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Reads a catalog from a <see cref="Bundle"/>'s text, as it travels through the cluster.</summary>
public static class CatalogReader
{
    /// <summary>The catalog, or every problem at once.</summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">TOML with <c>[[endpoint]]</c>, <c>[[api]]</c> and <c>[[file]]</c> only.</param>
    public static ReadResult<Catalog> Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList(strict: false);
        if (TomlTree.Read(file, text, problems) is not { } root)
        {
            return problems.Result<Catalog>(file, null);
        }

        foreach (var (key, entry) in root.Entries)
        {
            if (key is not ("endpoint" or "api" or BundledFiles.Key))
            {
                problems.Error(entry.Place, $"'{key}' does not belong in a catalog", "It holds [[endpoint]], [[api]] and [[file]] only; everything else is each node's own.");
            }
        }

        var none = FrozenDictionary<string, string>.Empty;
        var files = new NamedFiles(new BundledFiles(root, problems), file: "");
        return problems.Result(file, CatalogSection.Read(root, new Reading(problems, new Placeholders(root, none, none, problems), files)));
    }
}
