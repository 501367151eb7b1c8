using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration;

/// <summary>
/// Lays environment variables (<c>GATEWAY_SET_SERVER__OFFSET=20</c>) and then <c>--set server.offset=20</c> over a file. Only a
/// node's own tables can be set so: the catalog must mean the same on every node.
/// </summary>
internal static class Overrides
{
    private const string Prefix = "GATEWAY_SET_";

    public static void Apply(TableNode root, DeploymentSource source, ProblemList problems)
    {
        // A fixed order: two variables may set the same key when one names a whole table.
        foreach (var (variable, value) in source.Environment.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (variable.StartsWith(Prefix, StringComparison.Ordinal))
            {
                var key = variable[Prefix.Length..].ToLowerInvariant().Replace("__", ".", StringComparison.Ordinal);
                Set(root, new SourcePlace(variable, 0, 0), key, value, problems);
            }
        }

        foreach (var option in source.Overrides)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                problems.Error(new SourcePlace("--set", 0, 0), "it needs a key and a value", "Write --set KEY=VALUE, such as --set server.offset=20.");
                continue;
            }

            var key = option[..equals].Trim();
            Set(root, new SourcePlace($"--set {key}", 0, 0), key, option[(equals + 1)..], problems);
        }
    }

    private static void Set(TableNode root, SourcePlace place, string key, string value, ProblemList problems)
    {
        if (Path(key) is not { Count: > 0 } path)
        {
            problems.Error(place, $"'{key}' is not a key", "Write table and key with a dot between them, such as server.offset.");
            return;
        }

        if (path[0] is "endpoint" or "api")
        {
            problems.Error(place, $"'{path[0]}' belongs to the whole cluster and cannot be set for one node", "Change it in the file.");
            return;
        }

        var table = root;
        foreach (var name in path.SkipLast(1))
        {
            switch (table.Find(name))
            {
                case null:
                    var added = new TableNode(place, TableForm.Implied);
                    table.Add(name, place, added);
                    table = added;
                    break;
                case TableNode known:
                    table = known;
                    break;
                case ArrayNode:
                    problems.Error(place, $"'{name}' is a list: its elements cannot be set one by one", $"Set the whole of {name}, as a list of inline tables.");
                    return;
                default:
                    problems.Error(place, $"'{name}' is a value, not a table", "");
                    return;
            }
        }

        table.Set(path[^1], place, Value(value, place));
    }

    private static List<string>? Path(string key)
    {
        // The key is TOML, so that one with a dot in it can be quoted.
        if (key.Length == 0 || key.Contains('\n', StringComparison.Ordinal) || Parse($"{key} = 0") is not { } table)
        {
            return null;
        }

        var path = new List<string>();
        for (TomlNode node = table; node is TableNode { } inner; node = inner.Entries.First().Value.Value)
        {
            if (inner.Entries.Count() != 1)
            {
                return null;
            }

            path.Add(inner.Entries.First().Key);
        }

        return path;
    }

    private static TomlNode Value(string value, SourcePlace place)
    {
        // What holds a second key is a text that happens to look like TOML.
        if (Parse($"value = {value}") is { } table && table.Entries.Count() == 1 && table.Find("value") is { } node)
        {
            Move(node, place);
            return node is ScalarNode scalar && scalar.Kind != ScalarKind.Text ? scalar.AsFromText(value) : node;
        }

        return new ScalarNode(place, ScalarKind.Text, value) { FromText = true };
    }

    private static TableNode? Parse(string text)
    {
        var problems = new ProblemList(strict: false);
        var table = TomlTree.Read("", text, problems);
        return problems.HasErrors ? null : table;
    }

    private static void Move(TomlNode node, SourcePlace place)
    {
        node.Place = place;
        switch (node)
        {
            case ArrayNode list:
                list.Items.ForEach(item => Move(item, place));
                break;
            case TableNode table:
                foreach (var (key, entry) in table.Entries.ToArray())
                {
                    table.Set(key, place, entry.Value);
                    Move(entry.Value, place);
                }

                break;
        }
    }
}
