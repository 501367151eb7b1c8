namespace Gateway.Testing;

/// <summary>Where the clone is, and what was built in it.</summary>
public static class Repository
{
    /// <summary>The folder of Cluster.sln above the running assembly.</summary>
    /// <exception cref="InvalidOperationException">The assembly runs outside a clone.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Cluster.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new InvalidOperationException($"No Cluster.sln in {AppContext.BaseDirectory} or above it: tests of programs run inside a clone.");
        }
    }

    /// <summary>Debug or Release: what the running assembly was built as.</summary>
    public static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>The built program of a project, in the configuration of the running assembly.</summary>
    /// <param name="project">Path of the project's folder from the root, for example <c>src/Gateway.Edge</c>.</param>
    /// <param name="name">The program's name, where it is not the project's.</param>
    /// <exception cref="FileNotFoundException">It is not built; the message says how to build it.</exception>
    public static string BuiltProgram(string project, string? name = null)
    {
        var file = Path.Combine(Root, project, "bin", Configuration, "net10.0", (name ?? Path.GetFileName(project)) + ".dll");
        return File.Exists(file)
            ? file
            : throw new FileNotFoundException($"{file} is missing: run 'dotnet build -c {Configuration} {project}'.", file);
    }
}
