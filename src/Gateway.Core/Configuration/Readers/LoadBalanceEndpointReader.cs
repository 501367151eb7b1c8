using System.Collections.Frozen;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads an <c>[[endpoint]]</c> of type <c>load_balance</c>.</summary>
internal sealed class LoadBalanceEndpointReader : IEndpointReader
{
    private const string Wso2Package = "org.apache.synapse.endpoints.algorithms.";

    private static readonly Choices<BalanceAlgorithm> Algorithms = new([
        ("round_robin", BalanceAlgorithm.RoundRobin), ("least_outstanding", BalanceAlgorithm.LeastOutstanding),
        ("hash", BalanceAlgorithm.Hash), ("random", BalanceAlgorithm.Random)]);

    // WSO2's weighted round robin gives a member its turns in a row; here they are spread, in the same shares.
    private static readonly FrozenDictionary<string, BalanceAlgorithm> Wso2Algorithms = new Dictionary<string, BalanceAlgorithm>
    {
        [Wso2Package + "RoundRobin"] = BalanceAlgorithm.RoundRobin,
        [Wso2Package + "WeightedRoundRobin"] = BalanceAlgorithm.RoundRobin,
        [Wso2Package + "WeightedRRLCAlgorithm"] = BalanceAlgorithm.LeastOutstanding,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly WordKey<BalanceAlgorithm> AlgorithmKey = new("algorithm", BalanceAlgorithm.RoundRobin, Algorithms,
        """
        `"round_robin"`: in turn, by weight. `"least_outstanding"`: of two drawn by chance, the one with fewer requests of this edge outstanding for its weight. `"hash"`: the same key, the same member on every edge. `"random"`: by chance, by weight. WSO2's class names are taken too, see below
        """);

    private static readonly WordKey<CursorScope> Cursor = new(
        "cursor", CursorScope.Cluster, new([("cluster", CursorScope.Cluster), ("local", CursorScope.Local)]),
        """`"cluster"`: one cursor for all edges. `"local"`: every edge has its own""");

    private static readonly AutoKey Lookahead = new("lookahead", 0, 4096,
        """turns fetched ahead of the requests: `"auto"` by traffic, `0` for every one in the cluster's exact order""");

    public string Type => "load_balance";

    public Type Reads => typeof(LoadBalanceEndpoint);

    public KeySet Keys { get; } = new("[[endpoint]] load_balance",
    [
        EndpointKeys.Name, EndpointKeys.Type, GroupMembersReader.Key, Weights.Key, AlgorithmKey, HashKeyReader.Key, BalanceFactorReader.Key, Cursor, Lookahead,
        .. GroupSettingsReader.Keys,
    ]);

    public bool IsLeaf => false;

    public Endpoint Read(string name, TableReader table, CatalogDraft draft)
    {
        var algorithm = Algorithm(table);
        var word = Algorithms.Word(algorithm);
        var cursor = table.OneOf(Cursor);
        var lookahead = table.AutoOrInteger(Lookahead);
        if (algorithm != BalanceAlgorithm.RoundRobin)
        {
            WarnOfTurns(table, word);
            (cursor, lookahead) = (CursorScope.Cluster, null);
        }

        return new LoadBalanceEndpoint(
            name, GroupMembersReader.Read(name, table, draft, "the endpoints it deals its requests to"), Weights.Read(table), cursor, lookahead,
            table.Place)
        {
            Algorithm = algorithm,
            HashKey = HashKeyReader.Read(table, algorithm, word),
            BalanceFactor = BalanceFactorReader.Read(table, algorithm, word),
            Settings = GroupSettingsReader.Read(name, table, draft, GroupSettings.OfLoadBalance),
        };
    }

    public void Write(Endpoint endpoint, CanonicalToml toml)
    {
        var group = (LoadBalanceEndpoint)endpoint;
        toml.Texts("members", group.Members);
        toml.Integer("weight", group.Weight, Weights.Key.ByDefault);
        toml.Word("algorithm", Algorithms.Word(group.Algorithm), Algorithms.Word(BalanceAlgorithm.RoundRobin));
        HashKeyReader.Write(group.HashKey, toml);
        BalanceFactorReader.Write(group, toml);
        toml.Word("cursor", Cursor.Choices.Word(group.Cursor), Cursor.Choices.Word(Cursor.ByDefault));
        if (group.Lookahead is { } lookahead)
        {
            toml.Raw("lookahead", lookahead.ToString());
        }

        GroupSettingsReader.Write(group.Settings, GroupSettings.OfLoadBalance, toml);
    }

    private static void WarnOfTurns(TableReader table, string word)
    {
        foreach (var key in (string[])["cursor", "lookahead"])
        {
            if (table.Has(key))
            {
                table.Problems.Warning(table.KeyPlace(key), $"'{key}' in {table.What} changes nothing: algorithm = \"{word}\" takes no turns",
                    "Remove it; only round_robin has a cursor.");
            }
        }
    }

    private static BalanceAlgorithm Algorithm(TableReader table) =>
        table.TextOrNull("algorithm") is { } word && Wso2Algorithms.TryGetValue(word, out var algorithm)
            ? algorithm
            : table.OneOf(AlgorithmKey);
}
