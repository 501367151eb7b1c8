using Gateway.Core.Configuration.Checks;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Reads a whole <c>deployment.toml</c>.</summary>
public static class DeploymentReader
{
    /// <summary>
    /// The deployment, or every problem at once. Reading is a function of the source: nothing else is looked at, and files that the
    /// text names are taken from there.
    /// </summary>
    public static ReadResult<Deployment> Read(DeploymentSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var problems = new ProblemList(source.Strict);
        if (TomlTree.Read(source.File, source.Text, problems) is not { } root)
        {
            return problems.Result<Deployment>(source.File, null);
        }

        Overrides.Apply(root, source, problems);
        var reading = new Reading(problems, new Placeholders(root, source.Environment, source.SystemProperties, problems),
            new NamedFiles(source.Files, source.File));
        var node = NodeSection.Read(root, reading, source);
        var catalog = CatalogSection.Read(root, reading, draft => SessionChecks.CheckKey(draft, node.Cluster, source.Kind, problems));
        if (source.Kind == NodeKind.Edge && catalog is not null)
        {
            CredentialChecks.Warn(catalog, node.Credentials, problems);
            CredentialChecks.WarnOfClear(catalog, node.Cluster, root.TryFind(["cluster"], out var cluster) ? cluster.Place : root.Place, problems);
        }

        reading.Leftovers.Report(problems, reading.Placeholders);
        return problems.Result(source.File, catalog is null ? null : new Deployment(node, catalog));
    }
}
