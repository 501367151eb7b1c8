using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>Who answers an API.</summary>
internal enum Implementation
{
    /// <summary>Backends.</summary>
    Endpoint,

    /// <summary>A script for each operation.</summary>
    Inline,

    /// <summary>The examples of its definition.</summary>
    MockedOas,
}

/// <summary>Reads <c>endpointImplementationType</c> of 4.x, <c>implementation</c> of 3.x.</summary>
internal static class ImplementationImport
{
    /// <summary>Whether no backend answers.</summary>
    public static bool IsMock(this Implementation implementation) => implementation != Implementation.Endpoint;

    /// <param name="api">The API.</param>
    /// <param name="definition">Its definition; null: none.</param>
    /// <param name="operations">Its operations.</param>
    /// <param name="options">Whether mocks are wanted.</param>
    public static Implementation Read(Fields api, ImportedDefinition? definition, ImmutableArray<ImportedOperation> operations, ImportOptions options)
    {
        var item = api.Of("endpointImplementationType", "implementation");
        var kind = item.TextOrNull()?.ToUpperInvariant() switch
        {
            null or "ENDPOINT" or "MARKDOWN" => Implementation.Endpoint,
            "INLINE" => Implementation.Inline,
            "MOCKED_OAS" => Implementation.MockedOas,
            _ => (Implementation?)null,
        };
        if (kind is null)
        {
            item.Wrong($"the API is implemented by '{item.Text}', which is not known", "It may be ENDPOINT, INLINE or MOCKED_OAS.");
            return Implementation.Endpoint;
        }

        if (options.Mock && kind == Implementation.Endpoint)
        {
            item.Changed("Scripts made from the definition's examples answer it, as --mock says.");
            kind = Implementation.Inline;
        }

        if (kind == Implementation.MockedOas && definition is null)
        {
            item.Wrong("the API is answered by the examples of its definition, and the project has none", "Add Definitions/swagger.yaml.");
        }
        else if (kind == Implementation.Inline && !options.Mock && operations.All(operation => operation.Script.Length == 0))
        {
            item.Told(ImportVerdict.Decision,
                "No operation has a script: as in WSO2 each is answered 501. Import with --mock to have scripts made from the definition's examples.");
        }

        return kind.Value;
    }
}
