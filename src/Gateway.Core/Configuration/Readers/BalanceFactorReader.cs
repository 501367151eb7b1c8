using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>balance_factor</c>: how far <c>algorithm = "hash"</c> may load a member beyond its fair share.</summary>
internal static class BalanceFactorReader
{
    private const double Least = 1.01;
    private const string Rule = "1.25 is a quarter over its fair share; 0 sets no limit, and the least limit is 1.01.";

    /// <summary>The key.</summary>
    public static NumberKey Key { get; } = new("balance_factor", 1.25, 0, 100,
        """
        with `"hash"`: how many times its fair share of this edge's outstanding requests a member may have, 1.01 or more; beyond it the key's next member is taken. `0`: no limit. HAProxy: `hash-balance-factor`
        """);

    public static double Read(TableReader group, BalanceAlgorithm algorithm, string word)
    {
        if (algorithm != BalanceAlgorithm.Hash)
        {
            if (group.Has("balance_factor"))
            {
                group.Problems.Error(group.KeyPlace("balance_factor"), $"'balance_factor' in {group.What} means nothing with algorithm = \"{word}\"",
                    "Write algorithm = \"hash\", or remove it.");
            }

            return 0;
        }

        var factor = group.Number(Key, Rule);
        if (factor is > 0 and < Least)
        {
            group.Problems.Error(group.PlaceOf("balance_factor"), $"'balance_factor' in {group.What} leaves no room over the fair share", Rule);
        }

        return factor;
    }

    public static void Write(LoadBalanceEndpoint group, CanonicalToml toml)
    {
        if (group.Algorithm == BalanceAlgorithm.Hash)
        {
            toml.Number("balance_factor", group.BalanceFactor, Key.ByDefault);
        }
    }
}
