using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;

namespace Gateway.Core.Configuration.Import;

/// <summary>Reads what is about to be written as a node will: an import that would be refused there is refused here.</summary>
internal static class ImportCheck
{
    /// <summary>Reports what is wrong with it.</summary>
    /// <param name="imported">What is about to be written.</param>
    /// <param name="source">What it was made from.</param>
    /// <param name="report">Where problems go.</param>
    public static void Run(Imported imported, ImportSource source, ImportReport report)
    {
        var read = DeploymentReader.Read(new DeploymentSource(
            "the import", "/", imported.Toml, NodeKind.Edge, FrozenDictionary<string, string>.Empty, [],
                Strict: false) { Files = new Written(imported.Files) });
        var errors = read.Problems.Where(problem => problem.Severity == Severity.Error);
        var place = new SourcePlace(source.Shown, 0, 0);

        foreach (var problem in errors)
        {
            report.Problems.Error(place, $"what it becomes cannot be read, at {problem.Place}: {problem.Message}", problem.Hint);
        }
    }

    private sealed class Written(ImmutableArray<ImportFile> files) : ICatalogFiles
    {
        public CatalogFileText Read(string path) => files.FirstOrDefault(file => file.Path == path) is { } file
            ? CatalogFileText.Of(file.Text)
            : DocumentAddress.IsMeant(path) ? CatalogFileText.NotWanted
            : new CatalogFileText(null, "it is not among those that were imported", "Import the folder that has it.");
    }
}
