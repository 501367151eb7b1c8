using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration.Files;

/// <summary>The files of a bundle: its <c>[[file]]</c> tables. Users do not write them; they are how files travel.</summary>
internal sealed class BundledFiles : ICatalogFiles
{
    public const string Key = "file";

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <param name="root">The bundle.</param>
    /// <param name="problems">Where problems go.</param>
    public BundledFiles(TableNode root, ProblemList problems)
    {
        foreach (var table in (root.Find(Key) as ArrayNode)?.Items.OfType<TableNode>() ?? [])
        {
            if (table.Find("path") is ScalarNode { Kind: ScalarKind.Text } path && table.Find("text") is ScalarNode { Kind: ScalarKind.Text } text
                && _texts.TryAdd(path.Text, text.Text))
            {
                continue;
            }

            problems.Error(table.Place, "a [[file]] needs a path of its own and a text", "");
        }
    }

    public CatalogFileText Read(string path) => _texts.TryGetValue(path, out var text)
        ? CatalogFileText.Of(text)
        : new CatalogFileText(null, "the bundle does not hold it", "");

    /// <summary>Writes a file into a bundle.</summary>
    public static void Write(CatalogFile file, CanonicalToml toml)
    {
        toml.Header(Key);
        toml.Text("path", file.Path);
        toml.Text("text", file.Text);
    }
}
