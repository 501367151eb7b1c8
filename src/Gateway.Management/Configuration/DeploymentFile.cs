using System.Collections;
using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Management.Configuration;

/// <summary>Finds and opens a node's <c>deployment.toml</c>. What it means is <see cref="DeploymentReader"/>'s business.</summary>
public static class DeploymentFile
{
    private const string Variable = "GATEWAY_CONFIG";

    private static readonly ImmutableArray<string> Usual = ["deployment.toml", "repository/conf/deployment.toml"];

    /// <summary>
    /// The file to read: the one given, else the one in <c>GATEWAY_CONFIG</c>, else <c>./deployment.toml</c>, else
    /// <c>./repository/conf/deployment.toml</c>. When there is none of them, the first name, which then cannot be read.
    /// </summary>
    /// <param name="config">The value of <c>--config</c>, or null.</param>
    public static string Find(string? config)
    {
        if (!string.IsNullOrEmpty(config))
        {
            return config;
        }

        var fromEnvironment = Environment.GetEnvironmentVariable(Variable);
        return !string.IsNullOrEmpty(fromEnvironment) ? fromEnvironment : Usual.FirstOrDefault(File.Exists) ?? Usual[0];
    }

    /// <summary>
    /// Reads a file as a node of a kind would, and fetches what it names by an address; a silo has no use for that. A file that cannot be
    /// opened is one problem, like any other.
    /// </summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="kind">The kind of node.</param>
    /// <param name="overrides">The values of <c>--set</c>.</param>
    /// <param name="strict">Whether warnings count as errors.</param>
    /// <param name="folder">Says afterwards which files were asked for; null: nobody wants to know.</param>
    /// <param name="cancellation">Ends the fetching.</param>
    public static Task<ReadResult<Deployment>> ReadAsync(
        string file, NodeKind kind, ImmutableArray<string> overrides, bool strict, CatalogFolder? folder = null, CancellationToken cancellation = default)
    {
        folder ??= FolderOf(file);
        return kind == NodeKind.Silo
            ? Task.FromResult(Read(file, kind, overrides, strict, folder, new LocalOnly(folder)))
            : FetchedDocuments.ReadAsync(folder, files => Read(file, kind, overrides, strict, folder, files), cancellation);
    }

    private static ReadResult<Deployment> Read(
        string file, NodeKind kind, ImmutableArray<string> overrides, bool strict, CatalogFolder folder, ICatalogFiles files)
    {
        var (text, problem) = folder.Open(file);
        if (problem is not null)
        {
            return new ReadResult<Deployment>(null, [problem]);
        }

        var read = DeploymentReader.Read(new DeploymentSource(file, Path.GetDirectoryName(Path.GetFullPath(file))!, text, kind, EnvironmentVariables(), overrides, strict)
        {
            SystemProperties = SystemProperties.OfThisProcess(),
            Files = files,
        });
        return folder.Changed() is { } changed ? new ReadResult<Deployment>(null, [changed]) : read;
    }

    /// <summary>The folder that a file's names of other files start from: its own.</summary>
    public static CatalogFolder FolderOf(string file) => new(Path.GetDirectoryName(Path.GetFullPath(file))!);

    private sealed class LocalOnly(CatalogFolder folder) : ICatalogFiles
    {
        public CatalogFileText Read(string path) => DocumentAddress.IsMeant(path) ? CatalogFileText.NotWanted : folder.Read(path);
    }

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
