using Gateway.Core.Configuration.Import;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Import;

/// <summary>Imports the fixtures of the import's own tests, and starts edges with what comes of them.</summary>
internal static class Imports
{
    public static string Fixture(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Import", "Fixtures", name));

    public static Imported Single(string name, string text, ImportOptions options) => Good(new ImportSource(name, [new ImportFile(name, text, name)], IsProject: false), options);

    public static Imported Project(ImportOptions options, params IEnumerable<(string Path, string Text)> files) =>
        Good(new ImportSource("project", [.. files.Select(file => new ImportFile(file.Path, file.Text, file.Path))], IsProject: true), options);

    private static Imported Good(ImportSource source, ImportOptions options)
    {
        var result = Importer.Import(source, options);
        Assert.Empty(result.Problems);
        return result.Value!;
    }

    public static Task<TestEdge> StartAsync(Imported imported, string server = "") => TestEdge.StartAsync(imported.Toml, server, folder =>
    {
        foreach (var file in imported.Files)
        {
            var path = Path.Combine(folder, file.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }
    });
}
