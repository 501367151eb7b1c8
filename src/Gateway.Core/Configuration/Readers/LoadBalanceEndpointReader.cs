using System.Collections.Immutable;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>load_balance</c>.</summary>
internal sealed class LoadBalanceEndpointReader : IEndpointReader
{
    private const int MostSlotsAhead = 4096;

    private static readonly Choices<Algorithm> Algorithms = new(
        [("round_robin", Algorithm.RoundRobin)], ["least_outstanding", "hash", "random"], "Write algorithm = \"round_robin\"; members' weights count.");

    private static readonly Choices<CursorScope> Cursors = new([("cluster", CursorScope.Cluster), ("local", CursorScope.Local)]);

    private enum Algorithm
    {
        RoundRobin,
    }

    public string Type => "load_balance";

    public Type Reads => typeof(LoadBalanceEndpoint);

    public KeySet Keys { get; } = new(
        ["name", "type", "members", "weight", "algorithm", "cursor", "lookahead"],
        ("delivery", "Remove it: requests are sent at most once, idempotent ones go on to the next member."),
        ("replay_limit", "Remove it: bodies up to 64 KiB can be sent again."),
        ("total_timeout", "Remove it, and set 'timeout' of each member."),
        ("session", "Remove it: requests of one client may go to any member."),
        ("quorum", "Remove it."),
        ("order", "Remove it: the next member of the ring is tried."),
        ("return_to_primary", "Remove it: it belongs to failover groups, which are not yet supported."),
        ("max_suspended", "Remove it: any share of the members may be suspended."),
        ("when_all_suspended", "Remove it: when all members are suspended, the answer is 503."),
        ("slow_start", "Remove it: a member that comes back gets its full share at once."));

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        table.OneOf("algorithm", Algorithm.RoundRobin, Algorithms);
        return new LoadBalanceEndpoint(
            name, Members(name, table, draft), table.Integer("weight", 1, 1, 1000), table.OneOf("cursor", CursorScope.Cluster, Cursors),
            Lookahead(table), table.Place);
    }

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var group = (LoadBalanceEndpoint)endpoint;
        toml.Texts("members", group.Members);
        toml.Integer("weight", group.Weight, 1);
        if (group.Cursor != CursorScope.Cluster)
        {
            toml.Text("cursor", Cursors.Word(group.Cursor));
        }

        if (group.Lookahead is { } lookahead)
        {
            toml.Raw("lookahead", lookahead.ToString());
        }
    }

    private static ImmutableArray<string> Members(string group, TableReader table, CatalogDraft draft)
    {
        var members = ImmutableArray.CreateBuilder<string>();
        var places = new List<SourcePlace>();
        foreach (var item in table.List("members", "endpoints"))
        {
            var name = item switch
            {
                ScalarNode { Kind: ScalarKind.Text } text => text.Text,
                TableNode inline => EndpointReaders.Read(new TableReader(table.Reading, inline, "the member", Scope.Catalog), draft, leafOnly: true),
                _ => WrongMember(table, item),
            };
            if (name is null)
            {
                continue;
            }

            if (members.Contains(name))
            {
                table.Problems.Error(item.Place, $"'{name}' is listed twice in {table.What}", "List it once; to give it more turns, set its 'weight'.");
                continue;
            }

            members.Add(name);
            places.Add(item.Place);
        }

        var empty = table.Node.Find("members") is null or ArrayNode { Items.Count: 0 };
        if (empty)
        {
            table.Problems.Error(table.PlaceOf("members"), $"{table.What} has no members", "List the endpoints it deals its requests to: members = [\"pets-a\", \"pets-b\"].");
        }

        draft.MemberPlaces.TryAdd(group, places);
        return members.ToImmutable();
    }

    private static string? WrongMember(TableReader table, TomlNode item)
    {
        table.Problems.Error(item.Place, $"a member in {table.What} must be the name of an endpoint or an inline table, not {item.Description}",
            "Write \"pets-a\" or { name = \"pets-a\", url = \"http://10.0.0.5:8080\" }.");
        return null;
    }

    private static int? Lookahead(TableReader table) =>
        table.Node.Find("lookahead") is ScalarNode { Kind: ScalarKind.Text, Text: "auto" } ? null
        : table.Has("lookahead") ? Slots(table)
        : null;

    private static int? Slots(TableReader table)
    {
        if (table.Node.Find("lookahead") is ScalarNode { Kind: ScalarKind.Text } text && !text.Text.Contains('$', StringComparison.Ordinal))
        {
            table.Problems.Error(text.Place, $"'lookahead' in {table.What} cannot be \"{text.Text}\"", $"It may be \"auto\", or a whole number from 0 to {MostSlotsAhead} without quotes.");
            return null;
        }

        return table.Integer("lookahead", 0, 0, MostSlotsAhead);
    }
}
