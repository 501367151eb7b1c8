namespace Gateway.Core.Configuration.Import;

/// <summary>An API's sequences: <c>inSequence</c>, <c>outSequence</c> and <c>faultSequence</c> of 3.x, <c>mediationPolicies</c> of 4.0.</summary>
internal static class SequenceImport
{
    private static readonly (string Theirs, string Type, string Folder, string Ours)[] Flows =
    [
        ("inSequence", "IN", "in-sequence", "in_sequence"), ("outSequence", "OUT", "out-sequence", "out_sequence"),
        ("faultSequence", "FAULT", "fault-sequence", "fault_sequence"),
    ];

    private static readonly Dictionary<string, string> Policies =
        new(StringComparer.Ordinal) { ["IN"] = "request", ["OUT"] = "response", ["FAULT"] = "fault" };

    /// <summary>The keys of the API's table, with their values as TOML.</summary>
    /// <param name="api">The API.</param>
    /// <param name="project">The project that may hold them.</param>
    /// <param name="policies">The policies of the whole API, which run like sequences of its.</param>
    /// <param name="plan">Where their files go.</param>
    /// <param name="options">Where else they may be.</param>
    public static IEnumerable<(string Key, string Toml)> Read(
        Fields api, ImportProject project, PolicyImport policies, ImportPlan plan, ImportOptions options)
    {
        foreach (var (theirs, type, folder, ours) in Flows)
        {
            var files = Own(api, project, theirs, type, folder, plan, options).Concat(policies.Of(api["apiPolicies"], Policies[type])).ToArray();
            if (files.Length > 0)
            {
                yield return (ours, files.Length == 1 && !files[0].StartsWith('{') ? files[0] : $"[{string.Join(", ", files)}]");
            }
        }
    }

    private static IEnumerable<string> Own(
        Fields api, ImportProject project, string theirs, string type, string folder, ImportPlan plan, ImportOptions options)
    {
        var named = api[theirs].TextOrNull() is not null ? api[theirs] : Mediation(api, type);
        if (named?.TextOrNull() is not { } name || name.Equals("none", StringComparison.OrdinalIgnoreCase))
        {
            yield break;
        }

        if (Find(project, options, folder, name) is { } file)
        {
            named.Taken($"From {file.Shown}.");
            yield return plan.AddFile("sequences", $"{folder[..folder.IndexOf('-', StringComparison.Ordinal)]}-{file.Name}", file.Text);
        }
        else
        {
            named.Wrong($"the sequence '{name}' is not among the files",
                $"Put it into the project as Sequences/{folder}/{name}.xml, or give the folder that has it: --policies DIR. WSO2's own lie in its repository/resources/customsequences.");
        }
    }

    private static Item? Mediation(Fields api, string type)
    {
        foreach (var item in api["mediationPolicies"].List())
        {
            if (item.Map() is { } policy && policy["type"].Text?.Equals(type, StringComparison.OrdinalIgnoreCase) == true)
            {
                var name = policy["name"];
                policy.Close(ApiKeys.With("shared"), ApiKeys.WhatFor);
                return name;
            }
        }

        return null;
    }

    private static ImportFile? Find(ImportProject project, ImportOptions options, string folder, string name) =>
        project.Files.FirstOrDefault(file => IsNamed(file, name) && file.Path.Contains($"{folder}/", StringComparison.OrdinalIgnoreCase))
        ?? project.Files.FirstOrDefault(file => IsNamed(file, name) && file.Path.StartsWith("Sequences/", StringComparison.OrdinalIgnoreCase))
        ?? options.Policies.FirstOrDefault(file => IsNamed(file, name));

    private static bool IsNamed(ImportFile file, string name) => file.Name == name || file.Name == $"{name}.xml";
}
