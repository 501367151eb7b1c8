using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

/// <summary>Imports texts, and reads what comes of it as a node would.</summary>
internal static class Importing
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Configuration", "Import", "Fixtures");

    public static string Fixture(string name) => File.ReadAllText(Path.Combine(Fixtures, name));

    public static string FixturePath(string name) => Path.Combine(Fixtures, name);

    /// <summary>Imports one file.</summary>
    public static ImportResult Single(string text, string name = "orders.yaml", ImportOptions? options = null) =>
        Importer.Import(new ImportSource(name, [new ImportFile(name, text, name)], IsProject: false), options ?? new ImportOptions());

    /// <summary>Imports a project of files by path.</summary>
    public static ImportResult Project(ImportOptions? options, params IEnumerable<(string Path, string Text)> files) => Importer.Import(
        new ImportSource("project", [.. files.Select(file => new ImportFile(file.Path, file.Text, $"project/{file.Path}"))], IsProject: true), options ?? new ImportOptions());

    /// <summary>An import that must be good: its TOML.</summary>
    public static string Toml(ImportResult result)
    {
        Assert.Empty(result.Problems);
        return result.Value!.Toml;
    }

    /// <summary>A line of the report.</summary>
    public static ImportLine Line(ImportResult result, string key) => Assert.Single(result.Report, line => line.Key == key);

    /// <summary>Reads what was imported as a node would.</summary>
    public static ReadResult<Deployment> Read(Imported imported) => DeploymentReader.Read(
        new DeploymentSource("imported.toml", "/base", imported.Toml, NodeKind.Edge, new Dictionary<string, string>(), [], Strict: false) { Files = new Texts(imported.Files) });

    private sealed class Texts(ImmutableArray<ImportFile> files) : ICatalogFiles
    {
        public CatalogFileText Read(string path) => files.FirstOrDefault(file => file.Path == path) is { } file
            ? CatalogFileText.Of(file.Text) : new CatalogFileText(null, "the import has no such file", "");
    }
}
