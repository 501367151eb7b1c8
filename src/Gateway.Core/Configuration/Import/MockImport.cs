namespace Gateway.Core.Configuration.Import;

/// <summary>What answers the resources of an API that has no backend.</summary>
/// <param name="implementation">Who answers.</param>
/// <param name="definition">Its definition; null: none.</param>
/// <param name="plan">Where files go.</param>
/// <param name="options">Whether scripts are to be made.</param>
internal sealed class MockImport(Implementation implementation, ImportedDefinition? definition, ImportPlan plan, ImportOptions options)
{
    // WSO2 answers an operation without a script so.
    private const string NotImplemented = "mc.setProperty('HTTP_SC', '501');\n";

    private string? _openApi;

    /// <summary>The value of <c>mock</c> of one operation, as TOML; null for an operation that a backend answers.</summary>
    public string? Of(ImportedOperation operation)
    {
        switch (implementation)
        {
            case Implementation.MockedOas when definition is not null:
                _openApi ??= plan.AddFile("definitions", definition.File.Name, definition.File.Text);
                return $"{{ openapi = {_openApi} }}";
            case Implementation.Inline:
                var script = operation.Script.Length > 0 ? operation.Script
                    : options.Mock && definition is not null ? MadeFromExamples(operation, definition)
                    : NotImplemented;
                return $"{{ script = {plan.AddFile("mocks", $"{operation.Verb.ToLowerInvariant()}-{Words(operation.Target)}.js", script)} }}";
            default:
                return null;
        }
    }

    private static string MadeFromExamples(ImportedOperation operation, ImportedDefinition definition)
    {
        _ = (operation, definition);
        return NotImplemented;
    }

    private static string Words(string target) => target.Trim('/') is { Length: > 0 } path ? path : "root";
}
