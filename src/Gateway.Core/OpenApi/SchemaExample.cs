using Gateway.Core.Documents;

namespace Gateway.Core.OpenApi;

/// <summary>
/// Makes a value of a schema, as API Manager's generator does (swagger-inflector's ExampleBuilder): examples where there are any, else a
/// typical value of each type; lists with one element; references that lead back into themselves left out.
/// </summary>
internal sealed class SchemaExample(OpenApiDocument document)
{
    private const int MostValues = 20_000;

    private readonly HashSet<DocumentNode> _within = new(ReferenceEqualityComparer.Instance);
    private int _values;

    /// <summary>Whether the schema would make more than can be shown: what was made is cut.</summary>
    public bool IsTooLarge => _values > MostValues;

    /// <summary>A value; null when the schema says nothing, or only itself.</summary>
    /// <param name="schema">The schema, or a reference to it.</param>
    public DocumentNode? Make(DocumentNode? schema)
    {
        var resolved = document.Resolve(schema);
        if (resolved is not DocumentMap map || ++_values > MostValues || !_within.Add(map))
        {
            return null;
        }

        try
        {
            return Given(map) ?? MakeParts(map) ?? MakeOfType(map);
        }
        finally
        {
            _within.Remove(map);
        }
    }

    /// <summary>All properties of an object, those of its parts included, each with its schema.</summary>
    public IEnumerable<KeyValuePair<string, DocumentNode>> Properties(DocumentNode? schema) => Properties(schema, new HashSet<DocumentNode>(ReferenceEqualityComparer.Instance));

    /// <summary>The type that a schema names or shows.</summary>
    public static string TypeOf(DocumentNode schema) =>
        schema["type"] is DocumentList several
            ? several.Items.Select(type => type.Text).FirstOrDefault(type => type is not (null or "null")) ?? "null"
            : schema["type"]?.Text
            ?? (schema["properties"] is not null || schema["additionalProperties"] is DocumentMap ? "object" : schema["items"] is not null ? "array" : "");

    private static DocumentNode? Given(DocumentMap schema) =>
        schema["example"] ?? First(schema["examples"]) ?? schema["const"] ?? schema["default"] ?? First(schema["enum"]);

    private static DocumentNode? First(DocumentNode? list) => list?.Items is [var first, ..] ? first : null;

    private static DocumentScalar Scalar(DocumentNode at, DocumentScalarKind kind, string text) => new(at.Line, at.Column, kind, text);

    private static string TextOf(string? format) => format switch
    {
        "date" => "2000-01-23",
        "date-time" => "2000-01-23T04:56:07.000+00:00",
        "time" => "04:56:07",
        "uuid" => "046b6c7f-0b8a-43b9-b35d-6489e6daee91",
        "email" => "user@example.com",
        "uri" or "url" => "http://example.com/",
        "hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "byte" => "c3RyaW5n",
        _ => "string",
    };

    private IEnumerable<KeyValuePair<string, DocumentNode>> Properties(DocumentNode? schema, HashSet<DocumentNode> seen)
    {
        var resolved = document.Resolve(schema);
        if (resolved is null || !seen.Add(resolved))
        {
            return [];
        }

        var own = (resolved["properties"]?.Entries ?? []).Select(entry => KeyValuePair.Create(entry.Key, entry.Value));
        var first = First(resolved["oneOf"]) ?? First(resolved["anyOf"]);
        return [.. (resolved["allOf"]?.Items ?? []).Concat(first is null ? [] : [first]).SelectMany(part => Properties(part, seen)), .. own];
    }

    private DocumentNode? MakeParts(DocumentMap schema)
    {
        if (schema["allOf"] is DocumentList { Items.Count: > 0 } all)
        {
            var parts = all.Items.Select(Make).Append(schema["properties"] is null ? null : MakeObject(schema)).OfType<DocumentNode>().ToList();
            return parts.Any(part => part is DocumentMap) ? Merge(schema, parts) : parts.FirstOrDefault();
        }

        var choice = schema["oneOf"] ?? schema["anyOf"];
        var chosen = choice?.Items.Select(Make).FirstOrDefault(made => made is not null and not DocumentScalar { Kind: DocumentScalarKind.Null });
        return chosen is DocumentMap && schema["properties"] is not null ? Merge(schema, [chosen, MakeObject(schema)]) : chosen;
    }

    private static DocumentMap Merge(DocumentNode at, IEnumerable<DocumentNode> parts)
    {
        var entries = new OrderedDictionary<string, DocumentEntry>(StringComparer.Ordinal);
        foreach (var entry in parts.SelectMany(part => part.Entries))
        {
            entries[entry.Key] = entry;
        }

        return new DocumentMap(at.Line, at.Column, entries);
    }

    private DocumentNode? MakeOfType(DocumentMap schema) => TypeOf(schema) switch
    {
        "object" => MakeObject(schema),
        "array" => new DocumentList(schema.Line, schema.Column, Make(schema["items"]) is { } item ? [item] : []),
        "string" => Scalar(schema, DocumentScalarKind.Text, TextOf(schema["format"]?.Text)),
        "integer" => Scalar(schema, DocumentScalarKind.Number, "0"),
        "number" => Scalar(schema, DocumentScalarKind.Number, "1.5"),
        "boolean" => Scalar(schema, DocumentScalarKind.Flag, "true"),
        "file" => Scalar(schema, DocumentScalarKind.Text, "string"),
        "null" => Scalar(schema, DocumentScalarKind.Null, ""),
        _ => null,
    };

    private DocumentMap MakeObject(DocumentMap schema)
    {
        var entries = new OrderedDictionary<string, DocumentEntry>(StringComparer.Ordinal);
        foreach (var property in schema["properties"]?.Entries ?? [])
        {
            // What only requests carry is no part of an answer.
            if (document.Resolve(property.Value)?["writeOnly"]?.Text != "true" && Make(property.Value) is { } value)
            {
                entries[property.Key] = new DocumentEntry(property.Key, property.Line, property.Column, value);
            }
        }

        if (schema["additionalProperties"] is DocumentMap more && Make(more) is { } any)
        {
            entries.TryAdd("additionalProp1", new DocumentEntry("additionalProp1", more.Line, more.Column, any));
        }

        return new DocumentMap(schema.Line, schema.Column, entries);
    }
}
