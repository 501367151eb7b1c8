using System.Collections.Immutable;
using Gateway.Core.Documents;

namespace Gateway.Core.Configuration.Import;

/// <summary>An OpenAPI definition, 2 or 3, as far as a gateway needs it.</summary>
/// <param name="File">The file that it is.</param>
/// <param name="Root">Its top.</param>
/// <param name="Operations">Its operations in the order written.</param>
internal sealed record ImportedDefinition(ImportFile File, Fields Root, ImmutableArray<ImportedOperation> Operations)
{
    /// <summary>Whether any operation has a script that answers it.</summary>
    public bool HasScripts => Operations.Any(operation => operation.Script.Length > 0);
}

/// <summary>Reads an OpenAPI definition.</summary>
internal static class DefinitionImport
{
    private static readonly ImmutableArray<string> Verbs = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    /// <summary>Whether a document is one.</summary>
    public static bool IsOne(DocumentNode root) => root["openapi"] is not null || root["swagger"] is not null;

    /// <summary>Reads it; null when it cannot be read, which is then reported.</summary>
    public static ImportedDefinition? Read(ImportFile file, ImportReport report, IReadOnlyDictionary<string, string> variables)
    {
        if (ImportDocument.Read(file, report, variables) is not { } read)
        {
            return null;
        }

        if (read.Root is not DocumentMap map || !IsOne(map))
        {
            report.Problems.Error(file.At(1, 1), "this is no OpenAPI definition: it has neither 'openapi' nor 'swagger'",
                "Definitions of OpenAPI 2 and 3 can be read, as YAML or JSON.");
            return null;
        }

        var root = new Fields(map, "", read.Document);
        var version = root.Of("openapi", "swagger");
        if (version.Text is not { Length: > 0 } text || text[0] is not ('2' or '3'))
        {
            version.Wrong($"OpenAPI {version.Text} cannot be read", "Definitions of OpenAPI 2 and 3 can be.");
            return null;
        }

        var isOpen = root["security"] is { IsList: true } security ? security.IsNothing : (bool?)null;
        var operations = ImmutableArray.CreateBuilder<ImportedOperation>();
        if (map["paths"] is DocumentMap paths)
        {
            foreach (var entry in paths.Entries)
            {
                AddPath(entry, map, read.Document, isOpen, operations);
            }
        }

        return new ImportedDefinition(file, root, operations.ToImmutable());
    }

    private static void AddPath(
        DocumentEntry path, DocumentMap root, ImportDocument document, bool? isOpen, ImmutableArray<ImportedOperation>.Builder operations)
    {
        if (path.Key.StartsWith("x-", StringComparison.Ordinal) || Referred(path, root, document) is not { } item)
        {
            return;
        }

        foreach (var entry in item.Entries.Where(entry => Verbs.Contains(entry.Key)))
        {
            var place = document.PlaceOf(entry);
            if (entry.Key == "trace")
            {
                document.Report.Add(ImportVerdict.NotSupported, $"paths.{path.Key}.trace", place, "TRACE is not served.");
                continue;
            }

            var node = entry.Value;
            var type = node["x-auth-type"]?.Text;
            operations.Add(new ImportedOperation(path.Key, entry.Key.ToUpperInvariant(), place)
            {
                IsOpen = type is { Length: > 0 } ? type.Equals("None", StringComparison.OrdinalIgnoreCase)
                    : node["x-wso2-disable-security"]?.Text == "true" ? true
                    : node["security"] is DocumentList own ? own.Items.Count == 0
                    : isOpen,
                Script = node["x-mediation-script"]?.Text ?? "",
            });
        }
    }

    /// <summary>The item of a path: references within the document are followed, but not in circles.</summary>
    private static DocumentNode? Referred(DocumentEntry path, DocumentMap root, ImportDocument document)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        DocumentNode? node = path.Value;
        while (node?["$ref"]?.Text is { } reference)
        {
            var what = reference.StartsWith("#/", StringComparison.Ordinal) ? "" : "it leads to another document, which is not fetched";
            what = seen.Add(reference) ? what : "it leads back to itself";
            node = what.Length > 0 ? null
                : reference[2..].Split('/').Aggregate<string, DocumentNode?>(root, (at, part) => at?[Unescaped(part)]);
            if (node is null)
            {
                document.Report.Problems.Error(document.PlaceOf(path),
                    $"the reference {reference} of the path {path.Key} cannot be followed: {(what.Length > 0 ? what : "there is nothing at its end")}",
                    "Write the path's operations in its place.");
            }
        }

        return node;
    }

    // RFC 6901, section 4.
    private static string Unescaped(string part) => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
}
