using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Import;

/// <summary>An API's own list of its operations: <c>operations</c> of 4.x, <c>uriTemplates</c> of 3.x.</summary>
internal static class OperationsImport
{
    private static readonly FrozenSet<string> LeftOut = FrozenSet.ToFrozenSet(
        ["id", "throttlingPolicy", "throttlingTier", "throttlingTiers", "throttlingConditions", "scopes", "scope", "usedProductIds",
            "amznResourceName", "amznResourceTimeout", "payloadSchema",
            "uriMapping", "resourceURI", "resourceSandboxURI", "resourceName", "applicableLevel", "conditionGroups", "mediationScript",
            "schemaDefinition", "description", "amznResourceContentEncode"],
        StringComparer.Ordinal);

    /// <param name="api">The API.</param>
    /// <param name="policies">The TOML keys of an operation's policies.</param>
    public static ImmutableArray<ImportedOperation> Read(Fields api, Func<Fields, IReadOnlyList<(string Key, string Toml)>> policies)
    {
        var operations = ImmutableArray.CreateBuilder<ImportedOperation>();
        foreach (var item in api.Of("operations", "uriTemplates").List())
        {
            if (item.Map() is not { } operation)
            {
                item.NotSupported("It is no operation: a map with target and verb.");
                continue;
            }

            var target = operation.Of("target", "uriTemplate", "uritemplate");
            if (target.TextOrNull() is not { } path)
            {
                target.Wrong("an operation without 'target'", "Add its path, such as /pets/{petId}.");
                continue;
            }

            var auth = operation.Of("authType", "authTypes");
            var scripts = operation["mediationScripts"].Map();
            foreach (var verb in Verbs(operation))
            {
                operations.Add(new ImportedOperation(path, verb, target.Place)
                {
                    IsOpen = auth.TextOrNull() is { } type ? type.Equals("None", StringComparison.OrdinalIgnoreCase) : null,
                    Script = scripts?[verb].Text ?? operation["mediationScript"].Text ?? "",
                    Policies = policies(operation),
                });
            }

            operation.Close(LeftOut, "Consumers, their scopes and their limits are not known here.");
        }

        return operations.ToImmutable();
    }

    private static string[] Verbs(Fields operation)
    {
        var item = operation.Of("verb", "httpVerb", "httpVerbs", "httpverb");
        var verbs = item.List().SelectMany(verb => verb.TextOrNull()?.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries) ?? [])
            .Select(verb => verb.ToUpperInvariant()).Distinct(StringComparer.Ordinal).ToArray();
        if (verbs.Length == 0)
        {
            item.Wrong("an operation without 'verb'", "Add its method, such as GET.");
        }

        return verbs;
    }
}
