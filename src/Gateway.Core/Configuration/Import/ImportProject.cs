using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>The files of an API project, by what they are: layouts of apictl 3.x and 4.x.</summary>
/// <param name="Files">All of them, by paths below the project's own folder.</param>
internal sealed record ImportProject(ImmutableArray<ImportFile> Files)
{
    private static readonly string[] ApiNames = ["api.yaml", "api.yml", "api.json", "Meta-information/api.yaml", "Meta-information/api.yml",
        "Meta-information/api.json"];

    private static readonly string[] DefinitionNames =
        [.. from folder in (string[])["Definitions/", "Meta-information/", ""] from name in (string[])["swagger",
            "openapi"] from kind in (string[])["yaml", "yml", "json"] select $"{folder}{name}.{kind}"];

    /// <summary>A single file, which comes without a project.</summary>
    public static ImportProject None { get; } = new([]);

    /// <summary>The file with the API; null when there is none.</summary>
    public ImportFile? Api => ApiNames.Select(Named).FirstOrDefault(file => file is not null);

    /// <summary>The file with its OpenAPI definition; null when there is none.</summary>
    public ImportFile? Definition => DefinitionNames.Select(Named).FirstOrDefault(file => file is not null);

    /// <summary>The WSDL files.</summary>
    public IEnumerable<ImportFile> Wsdls => Files.Where(file => file.Name.EndsWith(".wsdl", StringComparison.OrdinalIgnoreCase));

    /// <summary>The project below the folder that holds its API: an archive has the project's own folder as its only entry.</summary>
    public static ImportProject Of(ImmutableArray<ImportFile> files)
    {
        var project = new ImportProject(files);
        if (project.Api is not null)
        {
            return project;
        }

        var folders = files.Where(file => ApiNames.Any(name => file.Path.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase)))
            .Select(file => file.Path[..^ApiNames.Where(name => file.Path.EndsWith($"/{name}", StringComparison.OrdinalIgnoreCase))
                .Max(name => name.Length)]).Distinct(StringComparer.Ordinal).ToArray();
        return folders is [{ } folder]
            ? new ImportProject([.. files.Where(file => file.Path.StartsWith(folder, StringComparison.Ordinal))
                .Select(file => file with { Path = file.Path[folder.Length..] })])
            : project;
    }

    private ImportFile? Named(string path) => Files.FirstOrDefault(file => file.Path.Equals(path, StringComparison.OrdinalIgnoreCase));
}
