using System.Collections.Frozen;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>Sorts a file's top-level tables into ours, WSO2's and slips of the pen.</summary>
internal static class RootKeys
{
    private static readonly FrozenSet<string> Ours = new[] { "server", "cluster", "management", "endpoint", "api" }.ToFrozenSet(StringComparer.Ordinal);

    // Shared with WSO2, and read in part.
    private static readonly FrozenSet<string> Shared = new[] { "apim", "transport", "secrets" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a table is one that this gateway or WSO2 knows.</summary>
    public static bool IsKnown(string key) => Ours.Contains(key) || Shared.Contains(key) || Wso2Tables.ThatConcernGateways.ContainsKey(key)
        || Wso2Tables.OfOtherParts.Contains(key);

    public static void Check(TableReader root)
    {
        foreach (var (key, entry) in root.Node.Entries)
        {
            if (Ours.Contains(key) || Shared.Contains(key))
            {
                continue;
            }

            if (Wso2Tables.ThatConcernGateways.ContainsKey(key))
            {
                root.Reading.Leftovers.Add(key, "", entry.Place);
                AddKeys(root, key, entry.Value);
            }
            else if (Wso2Tables.OfOtherParts.Contains(key))
            {
                root.Reading.Leftovers.Add(key, "", entry.Place);
            }
            else if (Nearest.To(key, Ours) is { } nearest)
            {
                root.Problems.Error(entry.Place, $"unknown {Kind(entry.Value)} '{key}'", $"Did you mean '{nearest}'?");
            }
            else
            {
                root.Reading.Leftovers.AddUnknown(key, new Problem(
                    entry.Place, Severity.Warning, $"unknown {Kind(entry.Value)} '{key}', which changes nothing here",
                    $"This gateway acts on: {string.Join(", ", Ours.Concat(Shared).Order(StringComparer.Ordinal))}."));
            }
        }
    }

    private static void AddKeys(TableReader root, string top, TomlNode value)
    {
        if (value is TableNode table)
        {
            foreach (var (key, entry) in table.Entries)
            {
                root.Reading.Leftovers.Add(top, key, entry.Place);
            }
        }
    }

    private static string Kind(TomlNode value) => value is TableNode or ArrayNode { OfTables: true } ? "table" : "key";
}
