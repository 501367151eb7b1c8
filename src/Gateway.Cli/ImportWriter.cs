using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Configuration.Import;

namespace Gateway.Cli;

/// <summary>Writes an import: all of it, or nothing. What is there already is never written over.</summary>
internal static class ImportWriter
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes it.</summary>
    /// <param name="imported">What to write.</param>
    /// <param name="to">The TOML file; the files that it names go below its folder.</param>
    /// <returns>The paths written, and why nothing was: empty when it was.</returns>
    public static (ImmutableArray<string> Written, string Fault) Write(Imported imported, string to)
    {
        var target = Path.GetFullPath(to);
        var folder = Path.GetDirectoryName(target)!;
        var own = Path.Combine(folder, imported.Name);
        if (!Directory.Exists(folder))
        {
            return ([], $"there is no folder {folder}. Make it first.");
        }

        if (Taken(target))
        {
            return ([], $"{to} is there already. Name another file, or remove it.");
        }

        if (!imported.Files.IsEmpty && Taken(own))
        {
            return ([], $"{Path.Combine(Path.GetDirectoryName(to) ?? "", imported.Name)} is there already, and the files of this import go there. Name a file in another folder, or remove it.");
        }

        // In the same folder, so that moving it is one step of the file system's.
        var draft = Path.Combine(folder, $".{Path.GetFileName(to)}.{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(draft);
            foreach (var file in imported.Files)
            {
                var path = Path.Combine(draft, file.Path);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, file.Text, Utf8);
            }

            var toml = Path.Combine(draft, "deployment.toml");
            File.WriteAllText(toml, imported.Toml, Utf8);
            Move(imported, draft, own, toml, target);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return ([], $"{to} cannot be written: {failed.Message}");
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }

        var shown = Path.GetDirectoryName(to) ?? "";
        return ([to, .. imported.Files.Select(file => Path.Combine(shown, file.Path))], "");
    }

    // The file that names the others comes last: whoever watches it finds them there.
    private static void Move(Imported imported, string draft, string own, string toml, string target)
    {
        if (imported.Files.IsEmpty)
        {
            File.Move(toml, target, overwrite: false);
            return;
        }

        Directory.Move(Path.Combine(draft, imported.Name), own);
        try
        {
            File.Move(toml, target, overwrite: false);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Directory.Move(own, Path.Combine(draft, imported.Name));
            throw;
        }
    }

    private static bool Taken(string path) => File.Exists(path) || Directory.Exists(path);
}
