using System.Collections.Immutable;
using Gateway.Core.Documents;

namespace Gateway.Core.OpenApi;

/// <summary>One operation of a definition.</summary>
/// <param name="Path">Its path as written: <c>/pets/{petId}</c>.</param>
/// <param name="Method">Its verb in upper case.</param>
/// <param name="Node">The operation.</param>
public sealed record OpenApiOperation(string Path, string Method, DocumentNode Node);

/// <summary>An OpenAPI 2 (Swagger) or 3 definition: its operations, and what references in it lead to. Immutable.</summary>
public sealed class OpenApiDocument
{
    private const int LongestChain = 32;

    private static readonly ImmutableArray<string> Verbs = ["get", "put", "post", "delete", "options", "head", "patch"];

    private OpenApiDocument(DocumentNode root, bool isSwagger)
    {
        Root = root;
        IsSwagger = isSwagger;
        Operations = [.. ReadOperations()];
    }

    /// <summary>The document.</summary>
    public DocumentNode Root { get; }

    /// <summary>Whether it is version 2: examples and schemas stand elsewhere there.</summary>
    public bool IsSwagger { get; }

    /// <summary>Its operations in the order written.</summary>
    public ImmutableArray<OpenApiOperation> Operations { get; }

    /// <summary>Whether a document is an OpenAPI definition.</summary>
    /// <param name="root">The document.</param>
    /// <param name="document">The definition.</param>
    /// <param name="fault">What is missing; null when nothing is.</param>
    public static bool TryRead(DocumentNode root, out OpenApiDocument? document, out DocumentFault? fault)
    {
        ArgumentNullException.ThrowIfNull(root);
        var (two, three) = (root["swagger"]?.Text ?? "", root["openapi"]?.Text ?? "");
        fault = !two.StartsWith('2') && !three.StartsWith("3.", StringComparison.Ordinal)
            ? new DocumentFault(root.Line, root.Column, "this is no OpenAPI definition", "It begins with openapi: 3.0.x or 3.1.x, or with swagger: \"2.0\".", false)
            : root["paths"] is not DocumentMap
                ? new DocumentFault(root.Line, root.Column, "this OpenAPI definition has no paths", "Add a map of paths: paths: { /pets: { get: … } }.", false)
                : null;
        document = fault is null ? new OpenApiDocument(root, two.Length > 0) : null;
        return fault is null;
    }

    /// <summary>The operation of a resource: the path letter by letter, else but for the names of its variables. Null when there is none.</summary>
    /// <param name="path">A resource's path.</param>
    /// <param name="method">A verb in upper case.</param>
    public OpenApiOperation? Find(string path, string method)
    {
        var shape = Shape(path);
        return Operations.FirstOrDefault(operation => operation.Method == method && operation.Path == path)
            ?? Operations.FirstOrDefault(operation => operation.Method == method && Shape(operation.Path) == shape);
    }

    /// <summary>Follows references within the document; null where one leads nowhere, out of the document, or in a circle.</summary>
    /// <param name="node">A node that may be a reference.</param>
    /// <param name="last">The last reference followed, such as <c>#/definitions/Pet</c>; empty when there was none.</param>
    public DocumentNode? Resolve(DocumentNode? node, out string last)
    {
        last = "";
        for (var i = 0; i < LongestChain; i++)
        {
            if (node?["$ref"]?.Text is not { } reference)
            {
                return node;
            }

            last = reference;
            node = reference.StartsWith("#/", StringComparison.Ordinal) ? Follow(reference[2..]) : null;
        }

        return null;
    }

    /// <summary>The same without the reference's name.</summary>
    public DocumentNode? Resolve(DocumentNode? node) => Resolve(node, out _);

    private static string Shape(string path)
    {
        var trimmed = path.TrimEnd('/');
        var shape = new System.Text.StringBuilder(trimmed.Length);
        var isName = false;
        foreach (var c in trimmed)
        {
            isName = c == '{' || (isName && c != '}');
            if (!isName || c == '{')
            {
                shape.Append(c);
            }
        }

        return shape.ToString();
    }

    private IEnumerable<OpenApiOperation> ReadOperations() =>
        from path in Root["paths"]!.Entries
        let item = Resolve(path.Value)
        where item is not null
        from entry in item.Entries
        where Verbs.Contains(entry.Key.ToLowerInvariant()) && entry.Value is DocumentMap
        select new OpenApiOperation(path.Key, entry.Key.ToUpperInvariant(), entry.Value);

    // RFC 6901.
    private DocumentNode? Follow(string pointer)
    {
        var node = (DocumentNode?)Root;
        foreach (var part in pointer.Split('/'))
        {
            var key = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node is DocumentList list ? int.TryParse(key, out var index) ? list.Items.ElementAtOrDefault(index) : null : node?[key];
        }

        return node;
    }
}
