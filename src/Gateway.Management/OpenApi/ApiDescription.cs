using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;
using Gateway.Management.Listener;

namespace Gateway.Management.OpenApi;

/// <summary>
/// The management API's description: paths and words as they are written in <c>openapi.json</c>, the schemas of its bodies as the listener
/// reads and writes them, so that they cannot drift.
/// </summary>
internal static class ApiDescription
{
    private const string Resource = "Gateway.Management.OpenApi.openapi.json";
    private const string SchemaPrefix = "#/components/schemas/";

    /// <summary>Reads the document and puts the schemas in that it names.</summary>
    public static JsonObject Read()
    {
        using var text = typeof(ApiDescription).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program lacks its resource {Resource}.");
        var document = JsonNode.Parse(text)!.AsObject();
        var named = new SortedSet<string>(StringComparer.Ordinal);
        Collect(document, named);
        var schemas = new JsonObject();
        foreach (var name in named)
        {
            schemas[name] = TypeNamed(name).GetJsonSchemaAsNode();
        }

        document["components"]!["schemas"] = schemas;
        return document;
    }

    private static void Collect(JsonNode? node, SortedSet<string> named)
    {
        switch (node)
        {
            case JsonObject parts:
                if (parts["$ref"] is JsonValue value && (string?)value is { } text && text.StartsWith(SchemaPrefix, StringComparison.Ordinal))
                {
                    named.Add(text[SchemaPrefix.Length..]);
                }

                foreach (var part in parts)
                {
                    Collect(part.Value, named);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Collect(item, named);
                }

                break;
        }
    }

    private static JsonTypeInfo TypeNamed(string name) =>
        typeof(ApiDescription).Assembly.GetTypes().FirstOrDefault(type => type.Name == name) is { } found
            && AnswerJson.Types.GetTypeInfo(found) is { } known
                ? known
                : throw new InvalidOperationException($"openapi.json names the schema '{name}', which the listener neither reads nor writes.");
}
