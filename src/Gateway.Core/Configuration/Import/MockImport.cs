using Gateway.Core.Documents;
using Gateway.Core.Mocks;
using Gateway.Core.OpenApi;

namespace Gateway.Core.Configuration.Import;

/// <summary>What answers the resources of an API that has no backend.</summary>
/// <param name="implementation">Who answers.</param>
/// <param name="definition">Its definition; null: none.</param>
/// <param name="plan">Where files go.</param>
/// <param name="options">Whether scripts are to be made.</param>
internal sealed class MockImport(Implementation implementation, ImportedDefinition? definition, ImportPlan plan, ImportOptions options)
{
    // WSO2 answers an operation without a script 501, and so does an empty one here.
    private const string NoScript = "{ inline = \"\" }";

    private OpenApiDocument? _document;
    private string? _openApi;

    /// <summary>The value of <c>mock</c> of one operation, as TOML; null for an operation that a backend answers.</summary>
    public string? Of(ImportedOperation operation)
    {
        switch (implementation)
        {
            case Implementation.MockedOas when definition is not null:
                return Examples(definition);
            case Implementation.Inline when operation.Script.Length > 0:
                return Script(operation, operation.Script);
            case Implementation.Inline when options.Mock && definition is not null:
                return Generated(operation, definition) is { } script ? Script(operation, script) : Examples(definition);
            case Implementation.Inline:
                return NoScript;
            default:
                return null;
        }
    }

    private string Script(ImportedOperation operation, string text) =>
        $"{{ script = {plan.AddFile("mocks", $"{operation.Verb.ToLowerInvariant()}-{Words(operation.Target)}.js", text)} }}";

    // Null: the definition has no such operation, and the check of what is written says why.
    private string? Generated(ImportedOperation operation, ImportedDefinition from)
    {
        if (_document is null && DocumentReader.Read(from.File.Text).Root is { } root)
        {
            OpenApiDocument.TryRead(root, out _document, out _);
        }

        return _document?.Operations.FirstOrDefault(known => known.Path == operation.Target && known.Method == operation.Verb) is { } found
            ? MockScripts.Generate(_document, found)
            : null;
    }

    private string Examples(ImportedDefinition from)
    {
        _openApi ??= plan.AddFile("definitions", from.File.Name, from.File.Text);
        return $"{{ openapi = {_openApi} }}";
    }

    private static string Words(string target) => target.Trim('/') is { Length: > 0 } path ? path : "root";
}
