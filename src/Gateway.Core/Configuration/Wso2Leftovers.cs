namespace Gateway.Core.Configuration;

/// <summary>
/// WSO2's tables and keys that a file holds and that change nothing here. They are summed up, one warning for each top-level table
/// that a gateway could have acted on and one for all the others: a product's whole file must not drown its reader.
/// </summary>
internal sealed class Wso2Leftovers
{
    private const int Shown = 10;

    private readonly Dictionary<string, Leftover> _byTable = new(StringComparer.Ordinal);

    /// <summary>Notes a key that is not acted on.</summary>
    /// <param name="table">Its top-level table.</param>
    /// <param name="key">The key from there on, dotted; empty for the whole table.</param>
    /// <param name="place">Where it stands.</param>
    public void Add(string table, string key, SourcePlace place)
    {
        if (!_byTable.TryGetValue(table, out var leftover))
        {
            _byTable.Add(table, leftover = new Leftover(place, []));
        }

        if (key.Length > 0 && !leftover.Keys.Contains(key))
        {
            leftover.Keys.Add(key);
        }
    }

    /// <summary>Says what was noted.</summary>
    public void Report(ProblemList problems)
    {
        var foreign = new List<string>();
        SourcePlace first = default;
        foreach (var (table, leftover) in _byTable.OrderBy(pair => pair.Value.Place.Line).ThenBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (Wso2Tables.ThatConcernGateways.TryGetValue(table, out var hint))
            {
                problems.Warning(leftover.Place, $"settings of WSO2 API Manager in [{table}] that this gateway does not act on{Names(leftover.Keys)}", hint);
                continue;
            }

            first = foreign.Count == 0 ? leftover.Place : first;
            foreign.Add($"[{table}]");
        }

        if (foreign.Count > 0)
        {
            problems.Warning(first, $"tables of WSO2 API Manager that change nothing here: {string.Join(", ", foreign)}",
                "They may stay: they configure parts of WSO2's product that a gateway does not have.");
        }
    }

    private static string Names(List<string> keys)
    {
        var more = keys.Count > Shown ? $" and {keys.Count - Shown} more" : "";
        return keys.Count == 0 ? "" : $": {string.Join(", ", keys.Take(Shown))}{more}";
    }

    private sealed record Leftover(SourcePlace Place, List<string> Keys);
}
