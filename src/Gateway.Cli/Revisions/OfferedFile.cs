using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Management.Configuration;

namespace Gateway.Cli.Revisions;

/// <summary>Reads the cluster's part of a file, as the cluster will: what is wrong with it is said here, with its line.</summary>
internal static class OfferedFile
{
    public const string ContentType = "application/toml";

    /// <summary>The catalog, or every problem at once. What is the node's own in the file is not looked at.</summary>
    public static async Task<OfferedCatalog> ReadAsync(string file, bool strict, CancellationToken cancellation)
    {
        // Opened as a node opens it: not longer, in UTF-8, and unchanged while it is read.
        var folder = DeploymentFile.FolderOf(file);
        var (text, problem) = folder.Open(file);
        var offered = problem is null
            ? await FetchedDocuments.ReadAsync(folder, files => OfferedCatalog.Read(file, text, files, strict), cancellation).ConfigureAwait(false)
            : null;
        return offered is not null && (problem = folder.Changed()) is null ? offered : new OfferedCatalog(new ReadResult<Catalog>(null, [problem!]), []);
    }

    /// <summary>What is sent: the catalog with its files in one text, and nothing of the node's own tables.</summary>
    public static byte[] Body(Catalog catalog) => Encoding.UTF8.GetBytes(catalog.Bundle.Text);

    /// <summary>Says what is wrong; true when anything is an error.</summary>
    public static bool Refuses(string file, OfferedCatalog offered, bool isJson, TextWriter output, TextWriter errors)
    {
        foreach (var problem in isJson ? [] : offered.Result.Problems)
        {
            errors.WriteLine(problem);
        }

        if (offered.Result.Value is not null)
        {
            return false;
        }

        if (isJson)
        {
            output.WriteLine(ProblemJson.Write(offered.Result.Problems));
        }
        else
        {
            errors.WriteLine($"gateway: {file} is refused; nothing has been sent.");
        }

        return true;
    }
}
