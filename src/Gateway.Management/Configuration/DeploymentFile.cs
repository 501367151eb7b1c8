using System.Collections;
using System.Collections.Immutable;
using Gateway.Core.Configuration;

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

    /// <summary>Reads a file as a node of a kind would. A file that cannot be opened is one problem, like any other.</summary>
    /// <param name="file">The file, as the user named it.</param>
    /// <param name="kind">The kind of node.</param>
    /// <param name="overrides">The values of <c>--set</c>.</param>
    /// <param name="strict">Whether warnings count as errors.</param>
    public static ReadResult<Deployment> Read(string file, NodeKind kind, ImmutableArray<string> overrides, bool strict) =>
        Read(file, kind, overrides, strict, FolderOf(file));

    /// <summary>As above, with the folder that says afterwards which files were asked for.</summary>
    public static ReadResult<Deployment> Read(string file, NodeKind kind, ImmutableArray<string> overrides, bool strict, CatalogFolder files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var (text, problem) = files.Open(file);
        if (problem is not null)
        {
            return new ReadResult<Deployment>(null, [problem]);
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var read = DeploymentReader.Read(new DeploymentSource(file, folder, text, kind, EnvironmentVariables(), overrides, strict)
        {
            SystemProperties = SystemProperties.OfThisProcess(),
            Files = files,
        });
        return files.Changed() is { } changed ? new ReadResult<Deployment>(null, [changed]) : read;
    }

    /// <summary>The folder that a file's names of other files start from: its own.</summary>
    public static CatalogFolder FolderOf(string file) => new(Path.GetDirectoryName(Path.GetFullPath(file))!);

    private static Dictionary<string, string> EnvironmentVariables() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
}
