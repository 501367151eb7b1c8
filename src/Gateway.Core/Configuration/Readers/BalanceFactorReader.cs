using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads <c>balance_factor</c>: how far <c>algorithm = "hash"</c> may load a member beyond its fair share.</summary>
internal static class BalanceFactorReader
{
    private const double Usual = 1.25;
    private const double Least = 1.01;
    private const double Most = 100;
    private const string Rule = "1.25 is a quarter over its fair share; 0 sets no limit, and the least limit is 1.01.";

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

        var factor = group.Number("balance_factor", Usual, 0, Most, Rule);
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
            toml.Number("balance_factor", group.BalanceFactor, Usual);
        }
    }
}
