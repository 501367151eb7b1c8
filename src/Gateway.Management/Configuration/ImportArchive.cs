using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Import;

namespace Gateway.Management.Configuration;

/// <summary>Reads the texts of a zip archive. Nothing of it is ever written to a disk under a name of its own.</summary>
internal static class ImportArchive
{
    // What compresses better than this was made to fill memories.
    private const int LargestRatio = 200;

    private const int UnixLink = 0xA000;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The texts, or the first reason why the archive is refused.</summary>
    /// <param name="shown">What messages call it.</param>
    /// <param name="stream">Its bytes; they can be sought in.</param>
    /// <param name="isRead">Which of its files are texts that are wanted.</param>
    /// <param name="hint">How to make a better one.</param>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static (ImmutableArray<ImportFile> Files, Problem? Problem) Read(string shown, Stream stream, Func<string, bool> isRead, string hint)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var files = ImmutableArray.CreateBuilder<ImportFile>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long bytes = 0;
        if (ImportFolder.TooMuch(shown, archive.Entries.Count, 0) is { } many)
        {
            return ([], many);
        }

        foreach (var entry in archive.Entries)
        {
            if (Fault(entry, names) is { } fault)
            {
                return ([], Refusal(shown, entry, fault, hint));
            }

            if (entry.FullName.EndsWith('/') || !isRead(entry.FullName))
            {
                continue;
            }

            bytes += entry.Length;
            if (ImportFolder.TooMuch(shown, 0, bytes) is { } tooMuch)
            {
                return ([], tooMuch);
            }

            var (text, bad) = Text(entry);
            if (text is null)
            {
                return ([], Refusal(shown, entry, bad, hint));
            }

            files.Add(new ImportFile(entry.FullName, text, $"{shown}/{entry.FullName}"));
        }

        files.Sort(static (left, right) => string.CompareOrdinal(left.Path, right.Path));
        return (files.ToImmutable(), null);
    }

    private static string? Fault(ZipArchiveEntry entry, HashSet<string> names)
    {
        var name = entry.FullName;
        return name.Length is 0 or > 512 || name.Any(char.IsControl) || name.Contains('\\') || name.Contains(':') || name[0] == '/'
                || name.TrimEnd('/').Split('/').Any(part => part is "" or "." or "..") ? "its name leads out of the archive, or is no name of a file"
            : entry.IsEncrypted ? "it is encrypted"
            : (entry.ExternalAttributes >> 16 & 0xF000) == UnixLink ? "it is a link"
            : !names.Add(name) ? "its name stands twice"
            : Path.GetExtension(name).Equals(".zip", StringComparison.OrdinalIgnoreCase) ? "it is an archive itself"
            : entry.CompressedLength > 0 && entry.Length / entry.CompressedLength > LargestRatio ? $"it is compressed more than {LargestRatio} times"
            : null;
    }

    private static (string? Text, string Fault) Text(ZipArchiveEntry entry)
    {
        // The length is the archive's word: it is not believed.
        var content = new byte[entry.Length];
        using var stream = entry.Open();
        var length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
        if (length < content.Length || stream.ReadByte() >= 0)
        {
            return (null, "it is not as long as the archive says");
        }

        try
        {
            return (Utf8.GetString(content), "");
        }
        catch (DecoderFallbackException)
        {
            return (null, "it is not UTF-8");
        }
    }

    private static Problem Refusal(string shown, ZipArchiveEntry entry, string fault, string hint)
    {
        var name = string.Concat(entry.FullName.Take(120).Select(c => char.IsControl(c) ? '?' : c));
        return new Problem(new SourcePlace(shown, 0, 0), Severity.Error, $"this archive is not read: of its entry '{name}', {fault}", hint);
    }
}
