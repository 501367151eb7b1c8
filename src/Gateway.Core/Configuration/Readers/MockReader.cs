using System.Collections.Frozen;
using System.Collections.Immutable;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Documents;
using Gateway.Core.Mocks;
using Gateway.Core.OpenApi;
using Gateway.Core.Scripting;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>mock</c> of a resource: a script, or the examples of an OpenAPI definition.</summary>
internal static class MockReader
{
    private const string Form = "mock = { script = \"mocks/order.js\" }, { inline = \"\"\"…\"\"\" }, or { openapi = \"petstore.yaml\" }";

    /// <summary>The keys of the table: exactly one of them.</summary>
    public static KeySet Keys { get; } = new("mock",
    [
        Key.Optional("script", "file", """JavaScript: `{ script = "mocks/order.js" }`. WSO2: `x-mediation-script`, `endpointImplementationType` `INLINE`"""),
        Key.Optional("inline", "text", "the script itself"),
        Key.Optional("openapi", "file", """the examples of an OpenAPI document: `{ openapi = "petstore.yaml" }`. WSO2: `MOCKED_OAS`"""),
    ]);

    /// <summary>The key that the table stands under.</summary>
    public static Key Key { get; } = Key.Optional("mock", "table",
        """
        what answers in place of a backend, for APIs that are `"CREATED"` or `"PROTOTYPED"` only, see [mocks](mocks.md). Files stand below the folder of this file and travel with the catalog
        """);

    /// <summary>The mock of a resource; null when it has none, or when it cannot be read, which has then been reported.</summary>
    public static MockDefinition? Read(TableReader resource, string path, ImmutableArray<string> methods)
    {
        if (resource.Table("mock", Form) is not { } mock)
        {
            return null;
        }

        Keys.Check(mock);
        var place = resource.PlaceOf("mock");
        if (Keys.Acted.Count(mock.Has) != 1)
        {
            mock.Problems.Error(place, $"{mock.What} needs exactly one of: inline, openapi, script", $"Write {Form}.");
            return null;
        }

        return mock.Has("script") ? OfFile(mock, place)
            : mock.Has("inline") ? OfText(mock, place, path, methods)
            : OfDefinition(mock, place, path, methods);
    }

    public static void Write(MockDefinition? mock, CanonicalToml toml)
    {
        var table = new InlineToml();
        switch (mock)
        {
            case ScriptMock { File.Length: > 0 } script:
                table.Word("script", script.File);
                break;
            case ScriptMock script:
                table.Word("inline", script.Inline);
                break;
            case OpenApiMock examples:
                table.Word("openapi", examples.File);
                break;
        }

        toml.Table("mock", table);
    }

    private static ScriptMock? OfFile(TableReader mock, SourcePlace place)
    {
        if (mock.File("script") is not { } file)
        {
            return null;
        }

        var read = ReadScript(file.Shown, file.Text);
        foreach (var fault in read.Faults)
        {
            mock.Problems.Error(file.At(fault.Line, fault.Column), fault.Message, fault.Hint);
        }

        return new ScriptMock(read.Source, file.Path, "", place);
    }

    private static ScriptMock? OfText(TableReader mock, SourcePlace place, string path, ImmutableArray<string> methods)
    {
        if (mock.TextOrNull("inline") is not { } text)
        {
            return null;
        }

        var read = ReadScript($"inline script of {string.Join(", ", methods)} {path}", text);
        foreach (var fault in read.Faults)
        {
            // How many lines of the file the text takes cannot be told: it may hold escapes.
            mock.Problems.Error(mock.PlaceOf("inline"), $"line {fault.Line}, column {fault.Column} of the script: {fault.Message}", fault.Hint);
        }

        return new ScriptMock(read.Source, "", text, place);
    }

    // WSO2 compares the script with the text "null", which is how it writes that there is none.
    private static ScriptRead ReadScript(string name, string text) =>
        text.AsSpan().Trim() is "" or "null" ? new ScriptRead(null, []) : ScriptReader.Read(name, text);

    private static OpenApiMock? OfDefinition(TableReader mock, SourcePlace place, string path, ImmutableArray<string> methods)
    {
        if (mock.File("openapi") is not { } file)
        {
            return null;
        }

        if (ReadDefinition(file, mock.Problems) is not { } document)
        {
            return null;
        }

        var operations = new Dictionary<string, MockOperation>(StringComparer.Ordinal);
        foreach (var method in methods)
        {
            if (document.Find(path, method) is { } operation)
            {
                operations[method] = OpenApiExamples.Of(document, operation, (response, code) => mock.Problems.Error(
                    file.At(response.Line, response.Column), $"the schema of {method} {path}, {code}, makes an example of more than 20000 values",
                    "Give the response an example."));
            }
            else
            {
                mock.Problems.Error(mock.PlaceOf("openapi"), $"{file.Shown} has no operation {method} {path}",
                    Nearest.Hint(path, [.. document.Operations.Select(known => known.Path).Distinct()], "Add it, or give this resource another mock."));
            }
        }

        return new OpenApiMock(file.Path, operations.ToFrozenDictionary(StringComparer.Ordinal), place);
    }

    private static OpenApiDocument? ReadDefinition(CatalogFile file, ProblemList problems)
    {
        var read = DocumentReader.Read(file.Text);
        foreach (var fault in read.Faults)
        {
            if (fault.IsWarning)
            {
                problems.Warning(file.At(fault.Line, fault.Column), fault.Message, fault.Hint);
            }
            else
            {
                problems.Error(file.At(fault.Line, fault.Column), fault.Message, fault.Hint);
            }
        }

        if (read.Root is not { } root)
        {
            return null;
        }

        if (!OpenApiDocument.TryRead(root, out var document, out var missing))
        {
            problems.Error(file.At(missing!.Line, missing.Column), missing.Message, missing.Hint);
        }

        return document;
    }
}
