using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Import;

/// <summary>Operation policies of 4.x: templates of sequences, with parameters.</summary>
/// <param name="project">The project that may hold them.</param>
/// <param name="plan">Where their sequences go.</param>
/// <param name="options">Where else they may be.</param>
internal sealed partial class PolicyImport(ImportProject project, ImportPlan plan, ImportOptions options)
{
    private static readonly (string Theirs, string Ours)[] Flows =
        [("request", "request_policies"), ("response", "response_policies"), ("fault", "fault_policies")];

    /// <summary>The keys of one operation's resource, with their values as TOML.</summary>
    /// <param name="own">The operation's policies.</param>
    /// <param name="ofApi">Those of the whole API, which run first.</param>
    public IReadOnlyList<(string Key, string Toml)> Read(Item own, Item ofApi)
    {
        var keys = new List<(string, string)>();
        foreach (var (theirs, ours) in Flows)
        {
            var files = Files(ofApi.Map(), theirs).Concat(Files(own.Map(), theirs)).ToArray();
            if (files.Length > 0)
            {
                keys.Add((ours, $"[{string.Join(", ", files)}]"));
            }
        }

        return keys;
    }

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
        var file = names.SelectMany(wanted => project.Files.Where(held => held.Path.StartsWith("Policies/", StringComparison.OrdinalIgnoreCase)).Concat(options.Policies)
            .Where(held => held.Name == wanted)).FirstOrDefault();
        if (file is null)
        {
            item.Wrong($"the policy '{name}' {version} is not among the files",
                $"Put it into the project as Policies/{names[0]}, or give the folder that has it: --policies DIR. WSO2's own lie in its repository/resources/operation_policies/definitions.");
            return null;
        }

        var text = Fill(file.Text, policy["parameters"], item);
        if (text is null)
        {
            return null;
        }

        item.Taken($"From {file.Shown}.");
        return plan.AddFile("policies", $"{name}.xml", text);
    }

    /// <summary>The template with its parameters in it; null when it needs more than that, which is then reported.</summary>
    private static string? Fill(string template, Item parameters, Item policy)
    {
        if (template.Contains("{%", StringComparison.Ordinal))
        {
            policy.Wrong($"the policy '{policy.Text}' is a template with conditions or loops, which are not worked out here",
                "Write out the sequence that it makes with these parameters, and give its folder with --policies DIR.");
            return null;
        }

        var values = parameters.Map();
        var isGood = true;
        var text = Parameter().Replace(template, match =>
        {
            var name = match.Groups[1].Value;
            var value = values?[name];
            if (value?.Text is { } set)
            {
                return System.Security.SecurityElement.Escape(set);
            }

            isGood = false;
            policy.Wrong($"the policy '{policy.Text}' needs the parameter '{name}'", "Add it to the policy's parameters in the API.");
            return "";
        });
        values?.Close();
        return isGood ? text : null;
    }

    [GeneratedRegex(@"\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
