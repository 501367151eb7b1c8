using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Import;

/// <summary>Policies of 4.x: sequences with parameters.</summary>
/// <param name="project">The project that may hold them.</param>
/// <param name="plan">Where their files go.</param>
/// <param name="options">Where else they may be.</param>
internal sealed partial class PolicyImport(ImportProject project, ImportPlan plan, ImportOptions options)
{
    private static readonly string[] Flows = ["request", "response", "fault"];

    /// <summary>The keys of one operation's resource, with their values as TOML.</summary>
    public IReadOnlyList<(string Key, string Toml)> Read(Item policies)
    {
        var keys = new List<(string, string)>();
        foreach (var flow in Flows)
        {
            var files = Of(policies, flow);
            if (files.Length > 0)
            {
                keys.Add(($"{flow}_policies", $"[{string.Join(", ", files)}]"));
            }
        }

        return keys;
    }

    /// <summary>The policies of one flow as TOML, in their order.</summary>
    public string[] Of(Item policies, string flow) => [.. Files(policies.Map(), flow)];

    private IEnumerable<string> Files(Fields? flows, string flow)
    {
        foreach (var item in flows?[flow].List() ?? [])
        {
            if (item.Map() is { } policy && File(policy) is { } file)
            {
                policy.Close(ApiKeys.With("policyId", "policyType"), ApiKeys.WhatFor);
                yield return file;
            }
        }
    }

    private string? File(Fields policy)
    {
        var item = policy["policyName"];
        var version = policy["policyVersion"].TextOrNull() ?? "v1";
        if (item.TextOrNull() is not { } name)
        {
            item.Wrong("a policy without 'policyName'", "Add the name that its file goes by.");
            return null;
        }

        string[] names = [$"{name}_{version}.j2", $"{name}_{version}.xml", $"{name}.j2", $"{name}.xml"];
        var file = names.SelectMany(wanted =>
            project.Files.Where(held => held.Path.StartsWith("Policies/", StringComparison.OrdinalIgnoreCase)).Concat(options.Policies)
            .Where(held => held.Name == wanted)).FirstOrDefault();
        if (file is null)
        {
            item.Wrong($"the policy '{name}' {version} is not among the files",
                $"Put it into the project as Policies/{names[0]}, or give the folder that has it: --policies DIR. WSO2's own lie in its repository/resources/operation_policies/definitions.");
            return null;
        }

        if (file.Text.Contains("{%", StringComparison.Ordinal))
        {
            item.Wrong($"the policy '{name}' is a template with conditions or loops, which are not worked out here",
                "Write out the sequence that it makes with these parameters, and give its folder with --policies DIR.");
            return null;
        }

        item.Taken($"From {file.Shown}.");
        var path = plan.AddFile("policies", file.Name, file.Text);
        var parameters = Parameters(policy["parameters"], file, item);
        return parameters.IsEmpty ? path : $"{{ file = {path}, parameters = {parameters} }}";
    }

    /// <summary>The parameters that the template asks for.</summary>
    private static InlineToml Parameters(Item given, ImportFile file, Item policy)
    {
        var values = given.Map();
        var parameters = new InlineToml();
        foreach (var name in Parameter().Matches(file.Text).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal))
        {
            var value = values?[name];
            if (value?.Text is not { } text)
            {
                policy.Wrong($"the policy '{policy.Text}' needs the parameter '{name}'", "Add it to the policy's parameters in the API.");
            }
            else if (!PlaceholderText.Refuse(value, text))
            {
                parameters.Word(name, text);
            }
        }

        values?.Close();
        return parameters;
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
