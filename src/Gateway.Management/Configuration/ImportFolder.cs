using System.Collections.Immutable;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;

namespace Gateway.Management.Configuration;

/// <summary>Opens what is to be imported: a file, a folder or an archive, within limits. What it means is <see cref="Importer"/>'s business.</summary>
public static class ImportFolder
{
    /// <summary>The most files that a folder or an archive may have.</summary>
    internal const int MostFiles = 2_000;

    /// <summary>The most bytes of the texts together.</summary>
    internal const int MostBytes = 32 * 1024 * 1024;

    // Everything else in a project is pictures, documents and certificates.
    private static readonly ImmutableArray<string> Texts = [".yaml", ".yml", ".json", ".xml", ".wsdl", ".xsd", ".j2", ".js", ".graphql"];

    /// <summary>Opens a file, a folder or a zip archive.</summary>
    /// <returns>Its texts; null when it cannot be opened, and then the reason.</returns>
    public static (ImportSource? Source, Problem? Problem) Open(string path)
    {
        if (Directory.Exists(path))
        {
            var (files, fault) = Folder(path);
            return fault is null ? (new ImportSource(path, files, IsProject: true), null) : (null, fault);
        }

        var start = new byte[4];
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.CanSeek && stream.ReadAtLeast(start, 4, throwOnEndOfStream: false) == 4 && start is [(byte)'P', (byte)'K', 3 or 5, 4 or 6])
            {
                stream.Position = 0;
                return Archive(path, stream);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The reading below says why.
        }

        var text = FileText.Read(path);
        return text.Problem is { } problem ? (null, Named(problem))
            : (new ImportSource(path, [new ImportFile(Path.GetFileName(path), text.Text, path)], IsProject: false), null);
    }

    /// <summary>The texts of a folder, for those who look into it for policies.</summary>
    public static (ImmutableArray<ImportFile> Files, Problem? Problem) Folder(string path)
    {
        if (!Directory.Exists(path))
        {
            return ([], new Problem(new SourcePlace(path, 0, 0), Severity.Error, "there is no such folder", ""));
        }

        var files = ImmutableArray.CreateBuilder<ImportFile>();
        var read = new List<(string File, FileText Text)>();
        long bytes = 0;
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16,
            AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        string[] found;
        try
        {
            found = [.. Directory.EnumerateFiles(path, "*", options).Where(IsText).Order(StringComparer.Ordinal)];
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return ([], new Problem(new SourcePlace(path, 0, 0), Severity.Error, $"the folder cannot be read: {failed.Message.TrimEnd('.')}", ""));
        }

        foreach (var file in found)
        {
            bytes += new FileInfo(file).Length;
            if (TooMuch(path, files.Count + 1, bytes) is { } tooMuch)
            {
                return ([], tooMuch);
            }

            var text = FileText.Read(file);
            if (text.Problem is { } problem)
            {
                return ([], Named(problem));
            }

            read.Add((file, text));
            files.Add(new ImportFile(Path.GetRelativePath(path, file).Replace('\\', '/'), text.Text, file));
        }

        // Texts of two moments may not fit together.
        var changed = read.Find(static one => one.Text.HasChanged(one.File)).File;
        return changed is null ? (files.ToImmutable(), null) : ([], FileText.Changed(changed));
    }

    /// <summary>The texts of an archive that came by a request.</summary>
    /// <param name="shown">What messages call it.</param>
    /// <param name="archive">Its bytes; they can be sought in.</param>
    public static (ImportSource? Source, Problem? Problem) Archive(string shown, Stream archive)
    {
        try
        {
            var (files, fault) = ImportArchive.Read(shown, archive, IsText, "An export of apictl has only plain files.");
            return fault is null ? (new ImportSource(shown, files, IsProject: true), null) : (null, fault);
        }
        catch (InvalidDataException broken)
        {
            return (null, new Problem(new SourcePlace(shown, 0, 0), Severity.Error,
                $"this archive cannot be read: {broken.Message.TrimEnd('.')}", "Export the API again."));
        }
    }

    /// <summary>Whether a file is of a kind that is read.</summary>
    internal static bool IsText(string path) => Texts.Contains(Path.GetExtension(path).ToLowerInvariant());

    /// <summary>Why so much is not read; null when it is.</summary>
    internal static Problem? TooMuch(string shown, int files, long bytes) =>
        files > MostFiles
            ? new Problem(new SourcePlace(shown, 0, 0), Severity.Error, $"it has more than {MostFiles} files", "Name the folder of one API.")
        : bytes > MostBytes
            ? new Problem(new SourcePlace(shown, 0, 0), Severity.Error,
            $"its texts are together larger than {MostBytes / (1024 * 1024)} MiB", "Take out what is not needed.")
        : null;

    // What is said of configurations does not hold here.
    private static Problem Named(Problem problem) =>
        problem with { Hint = problem.Message == FileText.Missing ? "Name a file, a folder or a zip archive." : problem.Hint };
}
