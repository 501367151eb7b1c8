using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Gateway.Core.Configuration.Reference;

/// <summary>Keys as Markdown shows them.</summary>
internal static partial class ReferenceText
{
    /// <summary>A table of keys, a line for each.</summary>
    /// <param name="table">Whose keys they are.</param>
    /// <param name="keys">The keys.</param>
    public static string Of(KeySet table, ImmutableArray<Key> keys)
    {
        var text = new StringBuilder();
        text.Append(table.Name.StartsWith('[') ? "| key" : $"| key of `{table.Name.Split(' ')[0]}`").Append(" | value | default | meaning |\n| --- | --- | --- | --- |\n");
        foreach (var key in keys)
        {
            Row(text, key.Name, Words().Replace(key.Form, "`$0`"), key.Otherwise ?? $"`{key.Default}`", key.Meaning);
        }

        foreach (var key in table.Refused)
        {
            Row(text, key.Name, "refused", "", $"Not yet supported. {key.Remedy}");
        }

        return text.ToString();
    }

    /// <summary>The keys of all tables that are refused by name, a line for each.</summary>
    public static string Refused(ImmutableArray<KeySet> tables) => string.Concat(
        from keys in tables from key in keys.Refused select $"- `{key.Name}` in `{keys.Name}`: {key.Remedy}\n");

    /// <summary>WSO2's tables and keys that are known, and that change nothing here.</summary>
    public static string OfWso2()
    {
        var text = new StringBuilder("| table of WSO2 | what is said of it |\n| --- | --- |\n");
        foreach (var (table, hint) in Wso2Tables.ThatConcernGateways.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            text.Append($"| `[{table}]` | {hint} |\n");
        }

        return text.Append("\nKeys of `[server]`: ").Append(Names(Wso2Tables.KeysOfServer))
            .Append(".\n\nKeys of `[[apim.gateway.environment]]`: ").Append(Names(Wso2Tables.KeysOfEnvironment))
            .Append(".\n\nTables of other parts of the product: ").Append(Names(Wso2Tables.OfOtherParts)).Append(".\n").ToString();
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(name => $"`{name}`"));

    private static void Row(StringBuilder text, params ReadOnlySpan<string> cells)
    {
        text.Append($"| `{cells[0]}` ");
        foreach (var cell in cells[1..])
        {
            text.Append("| ").Append(cell.Replace("|", "\\|", StringComparison.Ordinal)).Append(cell.Length > 0 ? " " : "");
        }

        text.Append("|\n");
    }

    [GeneratedRegex("\"[^\"]*\"", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Words();
}
