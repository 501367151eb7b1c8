using System.Collections.Immutable;
using Gateway.Core.Documents;
using Gateway.Core.OpenApi;

namespace Gateway.Core.Mocks;

/// <summary>Makes the answers of an operation from the examples and schemas of its definition.</summary>
internal static class OpenApiExamples
{
    private static readonly ImmutableArray<string> JsonOnly = ["application/json"];

    /// <summary>Whether what a media type names is JSON.</summary>
    public static bool IsJson(string mediaType) => Essence(mediaType) is var type && (type.EndsWith("/json", StringComparison.Ordinal) || type.EndsWith("+json", StringComparison.Ordinal));

    /// <summary>Whether what a media type names is XML.</summary>
    public static bool IsXml(string mediaType) => Essence(mediaType) is var type && (type.EndsWith("/xml", StringComparison.Ordinal) || type.EndsWith("+xml", StringComparison.Ordinal));

    /// <summary>The answers of an operation.</summary>
    /// <param name="document">The definition.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="tooLarge">Called with the code of a response whose schema makes too much.</param>
    public static MockOperation Of(OpenApiDocument document, OpenApiOperation operation, Action<DocumentNode, string> tooLarge)
    {
        var responses = ImmutableArray.CreateBuilder<MockResponse>();
        foreach (var entry in operation.Node["responses"]?.Entries ?? [])
        {
            if (entry.Key.StartsWith("x-", StringComparison.Ordinal) || document.Resolve(entry.Value) is not { } response)
            {
                continue;
            }

            var contents = document.IsSwagger ? OfSwagger(document, operation, response) : OfOpenApi(document, response);
            if (contents.IsDefault)
            {
                tooLarge(response, entry.Key);
                contents = [];
            }

            responses.Add(new MockResponse(entry.Key, contents, Headers(document, response)));
        }

        return new MockOperation(responses.ToImmutable());
    }

    // Default: too large.
    private static ImmutableArray<MockContent> OfOpenApi(OpenApiDocument document, DocumentNode response)
    {
        var contents = ImmutableArray.CreateBuilder<MockContent>();
        foreach (var (mediaType, _, _, media) in response["content"]?.Entries ?? [])
        {
            var schema = media["schema"];
            var examples = ImmutableArray.CreateBuilder<MockExample>();
            if (media["example"] is { } example)
            {
                examples.Add(new MockExample("", Text(document, mediaType, example, schema)));
            }

            foreach (var (name, _, _, named) in media["examples"]?.Entries ?? [])
            {
                if (document.Resolve(named)?["value"] is { } value)
                {
                    examples.Add(new MockExample(name, Text(document, mediaType, value, schema)));
                }
            }

            if (examples.Count == 0 && !AddOfSchema(document, mediaType, schema, examples))
            {
                return default;
            }

            contents.Add(new MockContent(mediaType, examples.ToImmutable()));
        }

        return contents.ToImmutable();
    }

    private static ImmutableArray<MockContent> OfSwagger(OpenApiDocument document, OpenApiOperation operation, DocumentNode response)
    {
        var contents = ImmutableArray.CreateBuilder<MockContent>();
        foreach (var (mediaType, _, _, example) in response["examples"]?.Entries ?? [])
        {
            contents.Add(new MockContent(mediaType, [new MockExample("", Text(document, mediaType, example, response["schema"]))]));
        }

        if (contents.Count == 0 && response["schema"] is { } schema)
        {
            var produces = (operation.Node["produces"] ?? document.Root["produces"])?.Items.Select(item => item.Text).OfType<string>().ToImmutableArray() ?? [];
            foreach (var mediaType in produces.IsEmpty ? JsonOnly : produces)
            {
                var examples = ImmutableArray.CreateBuilder<MockExample>();
                if (!AddOfSchema(document, mediaType, schema, examples))
                {
                    return default;
                }

                contents.Add(new MockContent(mediaType, examples.ToImmutable()));
            }
        }

        return contents.ToImmutable();
    }

    private static bool AddOfSchema(OpenApiDocument document, string mediaType, DocumentNode? schema, ImmutableArray<MockExample>.Builder examples)
    {
        var maker = new SchemaExample(document);
        var made = maker.Make(schema);
        examples.Add(new MockExample("", made is null ? "" : Text(document, mediaType, made, schema)));
        return !maker.IsTooLarge;
    }

    // A text is the body itself, unless it is to be JSON and is none; of anything else it is what the media type makes of it.
    private static string Text(OpenApiDocument document, string mediaType, DocumentNode value, DocumentNode? schema)
    {
        if (IsXml(mediaType))
        {
            return value is DocumentScalar { Kind: DocumentScalarKind.Text } markup && markup.Text.AsSpan().TrimStart() is ['<', ..]
                ? markup.Text : new ExampleXml(document).Write(value, schema);
        }

        if (value is DocumentScalar { Kind: DocumentScalarKind.Text } text && (!IsJson(mediaType) || IsJsonText(text.Text)))
        {
            return text.Text;
        }

        return !IsJson(mediaType) && value is DocumentScalar scalar ? scalar.Text : value.ToJson();
    }

    private static bool IsJsonText(string text) =>
        text.AsSpan().TrimStart() is ['{' or '[', ..] && DocumentReader.Read(text).Root is DocumentMap or DocumentList;

    private static ImmutableArray<MockHeader> Headers(OpenApiDocument document, DocumentNode response)
    {
        var headers = ImmutableArray.CreateBuilder<MockHeader>();
        foreach (var (name, _, _, node) in response["headers"]?.Entries ?? [])
        {
            var header = document.Resolve(node);
            var schema = document.Resolve(header?["schema"]) ?? header;
            var value = (header?["example"] ?? header?["x-example"] ?? document.Resolve(header?["examples"]?.Entries.FirstOrDefault()?.Value)?["value"]
                ?? schema?["example"] ?? schema?["default"])?.Text;

            // Those that describe the message are the gateway's to set.
            if (value is not null && IsToken(name) && !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
                && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase) && !name.Equals("Connection", StringComparison.OrdinalIgnoreCase))
            {
                headers.Add(new MockHeader(name, string.Concat(value.Where(c => c is >= ' ' and < '\u007f'))));
            }
        }

        return headers.ToImmutable();
    }

    private static bool IsToken(string name) => name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));

    private static string Essence(string mediaType) => mediaType.Split(';')[0].Trim().ToLowerInvariant();
}
