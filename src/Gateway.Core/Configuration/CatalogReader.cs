using System.Collections.Frozen;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Reads a catalog from a <see cref="Bundle"/>'s text, as it travels through the cluster.</summary>
public static class CatalogReader
{
    /// <summary>The catalog, or every problem at once.</summary>
    /// <param name="file">What to call the text in problems and places.</param>
    /// <param name="text">TOML with <c>[[endpoint]]</c>, <c>[[api]]</c> and <c>[[file]]</c> only. One with sealed secrets is read as it is.</param>
    public static ReadResult<Catalog> Read(string file, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new ProblemList(strict: false);
        if (TomlTree.Read(file, text, problems) is not { } root)
        {
            return problems.Result<Catalog>(file, null);
        }

        var sealedWith = root.Find(CatalogSecrets.Key) is ScalarNode { Kind: ScalarKind.Text } name ? name.Text.Split(' ') : [];
        var isSealed = sealedWith is [{ Length: > 0 }, { Length: > 0 }];
        foreach (var (key, entry) in root.Entries)
        {
            if ((key != CatalogSecrets.Key || !isSealed) && key is not ("endpoint" or "api" or BundledFiles.Key))
            {
                problems.Error(entry.Place, $"'{key}' does not belong in a catalog", "It holds [[endpoint]], [[api]] and [[file]] only; everything else is each node's own.");
            }
        }

        var none = FrozenDictionary<string, string>.Empty;
        var files = new NamedFiles(new BundledFiles(root, problems), file: "");
        var catalog = CatalogSection.Read(root, new Reading(problems, new Placeholders(root, none, none, problems), files));

        // What is sealed has the hash of what was sealed; whoever opens it looks whether that is true.
        return problems.Result(file, catalog is null || !isSealed ? catalog
            : catalog with { SealedWith = sealedWith[0], Bundle = new Bundle(text, sealedWith[1]) });
    }
}
