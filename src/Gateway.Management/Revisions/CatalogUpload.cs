using System.Collections.Immutable;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Configuration.Import;
using Gateway.Core.Configuration.Revisions;
using Gateway.Management.Configuration;

namespace Gateway.Management.Revisions;

/// <summary>Reads the catalog that an operator has sent: a TOML text, or an archive of one with the files that it names.</summary>
internal static class CatalogUpload
{
    public const string TomlType = "application/toml";
    public const string ZipType = "application/zip";

    private const string Usual = "deployment.toml";
    private const string Hint = "Pack deployment.toml and the files that it names, and nothing else.";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The catalog, or every problem at once.</summary>
    public static OfferedCatalog Read(ReadOnlyMemory<byte> body, bool isArchive, bool strict)
    {
        if (isArchive)
        {
            return Archive(body, strict);
        }

        try
        {
            return OfferedCatalog.Read(Usual, Utf8.GetString(body.Span), NoFiles.Instance, strict);
        }
        catch (DecoderFallbackException)
        {
            return Refused(new Problem(new SourcePlace(Usual, 0, 0), Severity.Error, "this is not UTF-8", "Save the file in the encoding UTF-8."));
        }
    }

    private static OfferedCatalog Archive(ReadOnlyMemory<byte> body, bool strict)
    {
        const string Shown = "the archive";
        using var stream = new MemoryStream(body.ToArray(), writable: false);
        ImmutableArray<ImportFile> files;
        try
        {
            (files, var fault) = ImportArchive.Read(Shown, stream, static _ => true, Hint);
            if (fault is not null)
            {
                return Refused(fault);
            }
        }
        catch (InvalidDataException broken)
        {
            return Refused(new Problem(
                new SourcePlace(Shown, 0, 0), Severity.Error, $"this archive cannot be read: {broken.Message.TrimEnd('.')}", "Pack it again."));
        }

        var tops = files.Where(file => !file.Path.Contains('/', StringComparison.Ordinal) && file.Path.EndsWith(".toml", StringComparison.Ordinal)).ToArray();
        var top = tops.FirstOrDefault(file => file.Path == Usual) ?? (tops is [var only] ? only : null);
        if (top is null)
        {
            return Refused(new Problem(new SourcePlace(Shown, 0, 0), Severity.Error,
                tops.Length == 0 ? "it has no .toml file at its top" : $"it has {tops.Length} .toml files at its top, and none is {Usual}", Hint));
        }

        // A file that nothing names changes nothing, which is said as it is of tables.
        var offered = OfferedCatalog.Read(top.Path, top.Text, new SentFiles(files), strict);
        return offered.Result.Value is not { } catalog ? offered : offered with
        {
            NotApplied = [.. offered.NotApplied, .. files.Select(file => file.Path).Except(catalog.Files.Select(file => file.Path)).Where(path => path != top.Path)],
        };
    }

    private static OfferedCatalog Refused(Problem problem) => new(new ReadResult<Catalog>(null, [problem]), []);
}

/// <summary>Files that came with a request.</summary>
internal sealed class SentFiles(IEnumerable<ImportFile> files) : ICatalogFiles
{
    private readonly Dictionary<string, string> _texts = files.ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);

    /// <inheritdoc />
    public CatalogFileText Read(string path) => _texts.TryGetValue(path, out var text)
        ? CatalogFileText.Of(text)
        : DocumentAddress.IsMeant(path) ? NoFiles.ElsewhereOnly
        : new CatalogFileText(null, "it was not sent", "Pack it into the archive, under the path by which it is named.");
}
