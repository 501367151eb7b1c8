namespace Gateway.Core.Configuration.Import;

/// <summary>An API's sequences: <c>inSequence</c>, <c>outSequence</c> and <c>faultSequence</c> of 3.x, <c>mediationPolicies</c> of 4.0.</summary>
internal static class SequenceImport
{
    private static readonly (string Theirs, string Type, string Folder, string Ours)[] Flows =
    [
        ("inSequence", "IN", "in-sequence", "in_sequence"), ("outSequence", "OUT", "out-sequence", "out_sequence"),
        ("faultSequence", "FAULT", "fault-sequence", "fault_sequence"),
    ];

    /// <summary>The keys of the API's table, with their values as TOML.</summary>
    public static IEnumerable<(string Key, string Toml)> Read(Fields api, ImportProject project, ImportPlan plan, ImportOptions options)
    {
        foreach (var (theirs, type, folder, ours) in Flows)
        {
            var named = api[theirs].TextOrNull() is not null ? api[theirs] : Mediation(api, type);
            if (named?.TextOrNull() is not { } name || name.Equals("none", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (Find(project, options, folder, name) is { } file)
            {
                named.Taken($"{ours}, from {file.Shown}.");
                yield return (ours, plan.AddFile("sequences", $"{folder[..folder.IndexOf('-', StringComparison.Ordinal)]}-{file.Name}", file.Text));
            }
            else
            {
                named.Wrong($"the sequence '{name}' is not among the files",
                    $"Put it into the project as Sequences/{folder}/{name}.xml, or give the folder that has it: --policies DIR. WSO2's own lie in its repository/resources/customsequences.");
            }
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
