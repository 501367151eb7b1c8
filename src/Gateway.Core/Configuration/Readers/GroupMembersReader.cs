using System.Collections.Immutable;
using Gateway.Core.Configuration.Toml;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>members</c> of a group: names of endpoints, and backends defined on the spot.</summary>
internal static class GroupMembersReader
{
    private const int Most = 1000;

    /// <summary>The key of the list.</summary>
    public static Key Key { get; } = Key.Required("members", "list of endpoints",
        $$"""
        up to {{Most}} names of endpoints, of groups too, each once; or inline tables that define one backend: `{ name = "pets-d", url = "http://10.0.0.8" }`
        """);

    /// <param name="group">The group's name.</param>
    /// <param name="table">Its table.</param>
    /// <param name="draft">Where members go that are defined here.</param>
    /// <param name="what">What to list, for a group without members.</param>
    public static ImmutableArray<string> Read(string group, TableReader table, CatalogDraft draft, string what)
    {
        var members = ImmutableArray.CreateBuilder<string>();
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var places = new List<SourcePlace>();
        foreach (var item in Items(table, what))
        {
            var name = item switch
            {
                ScalarNode { Kind: ScalarKind.Text } text => text.Text,
                TableNode inline => EndpointReaders.Read(
                    new TableReader(table.Reading, inline, "the member", Scope.Catalog), draft, leafOnly: true),
                _ => WrongMember(table, item),
            };
            if (name is null)
            {
                continue;
            }

            if (!listed.Add(name))
            {
                table.Problems.Error(item.Place, $"'{name}' is listed twice in {table.What}",
                    "List it once; to give it more turns, set its 'weight'.");
                continue;
            }

            members.Add(name);
            places.Add(item.Place);
        }

        draft.MemberPlaces.TryAdd(group, places);
        return members.ToImmutable();
    }

    private static ImmutableArray<TomlNode> Items(TableReader table, string what)
    {
        if (table.Value("members") is null or ArrayNode { Items.Count: 0 })
        {
            table.Problems.Error(table.PlaceOf("members"), $"{table.What} has no members",
                $"List {what}: members = [\"pets-a\", \"pets-b\"].");
            return [];
        }

        var items = table.List("members", "endpoints");
        if (items.Length <= Most)
        {
            return items;
        }

        // A ring is as long as its members are many, and every edge and the cluster keep it.
        table.Problems.Error(table.PlaceOf("members"), $"{table.What} has {items.Length} members, but may have {Most}",
            "Divide them into groups, and let a group of these groups be called.");
        return [];
    }

    private static string? WrongMember(TableReader table, TomlNode item)
    {
        table.Problems.Error(item.Place,
            $"a member in {table.What} must be the name of an endpoint or an inline table, not {item.Description}",
            "Write \"pets-a\" or { name = \"pets-a\", url = \"http://10.0.0.5:8080\" }.");
        return null;
    }
}
