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

    private string? _openApi;

    /// <summary>The value of <c>mock</c> of one operation, as TOML; null for an operation that a backend answers.</summary>
    public string? Of(ImportedOperation operation)
    {
        switch (implementation)
        {
            case Implementation.MockedOas when definition is not null:
                return Examples(definition);
            case Implementation.Inline when operation.Script.Length > 0:
                return $"{{ script = {plan.AddFile("mocks", $"{operation.Verb.ToLowerInvariant()}-{Words(operation.Target)}.js", operation.Script)} }}";
            case Implementation.Inline:
                return options.Mock && definition is not null ? Examples(definition) : NoScript;
            default:
                return null;
        }
    }

    private string Examples(ImportedDefinition from)
    {
        _openApi ??= plan.AddFile("definitions", from.File.Name, from.File.Text);
        return $"{{ openapi = {_openApi} }}";
    }

    private static string Words(string target) => target.Trim('/') is { Length: > 0 } path ? path : "root";
}
