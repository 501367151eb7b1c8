using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;

namespace Gateway.Management.Configuration;

/// <summary>The files below a configuration's folder. Links are followed only as far as they stay below it.</summary>
/// <param name="folder">Absolute path of the folder.</param>
public sealed class CatalogFolder(string folder) : ICatalogFiles
{
    private readonly List<string> _asked = [];
    private readonly List<(string File, FileText Text)> _read = [];

    /// <summary>Absolute paths of all files that were asked for, there or not: a change of one of them is a change of the configuration.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>Opens the file that names the others; when it cannot be read, says why.</summary>
    /// <param name="file">The file, as the user named it.</param>
    public (string Text, Problem? Problem) Open(string file)
    {
        var read = FileText.Read(file);
        _read.Add((file, read));
        return (read.Text, read.Problem);
    }

    /// <summary>
    /// The first file that has changed since it was read; null: none. Then there was a moment, the last file's reading, at which all of them
    /// were as they were read: what they say belongs together.
    /// </summary>
    public Problem? Changed()
    {
        foreach (var (file, text) in _read)
        {
            if (text.HasChanged(file))
            {
                return FileText.Changed(file);
            }
        }

        return null;
    }

    /// <inheritdoc />
    public CatalogFileText Read(string path)
    {
        var full = Path.GetFullPath(path, folder);
        _asked.Add(full);
        if (!IsBelow(full))
        {
            return new CatalogFileText(null, "a link leads out of the folder", $"Put the file itself below {folder}.");
        }

        var read = FileText.Read(full);
        _read.Add((full, read));
        return read.Problem is { } problem
            ? new CatalogFileText(null, problem.Message, problem.Message == FileText.Missing ? "Names of files are relative to the file that names them." : problem.Hint)
            : CatalogFileText.Of(read.Text);
    }

    // A mounted configuration may itself be reached by links: both sides are compared as they end.
    private bool IsBelow(string full)
    {
        var root = Resolved(folder);
        var target = Resolved(full);
        return target.StartsWith(root.EndsWith(Path.DirectorySeparatorChar) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private static string Resolved(string path)
    {
        var parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        var here = Path.Combine(Resolved(parent), Path.GetFileName(path));
        FileSystemInfo info = Directory.Exists(here) ? new DirectoryInfo(here) : new FileInfo(here);
        try
        {
            return info.LinkTarget is null ? here : Resolved(Path.GetFullPath(info.ResolveLinkTarget(returnFinalTarget: true)!.FullName));
        }
        catch (IOException)
        {
            // Links in a circle: reading it will say so.
            return here;
        }
    }
}
