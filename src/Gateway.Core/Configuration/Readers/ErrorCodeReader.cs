using System.Collections.Immutable;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads lists of error codes. <c>-1</c> is WSO2's code that never occurs: alone in a list it switches a rule off.</summary>
internal static class ErrorCodeReader
{
    private const int Never = -1;

    private const int Largest = 999_999;

    /// <summary>What such a list holds.</summary>
    public static string Form { get; } = $"codes, {Never} to {Largest}";

    /// <summary>The codes, each once, in the order of their numbers: a list in another order means the same.</summary>
    public static ImmutableArray<int> Read(TableReader table, string key) => [.. table.Integers(key, Never, Largest).Distinct().Order()];

    /// <summary>Whether a list names codes, and none that can occur.</summary>
    public static bool IsNever(ImmutableArray<int> codes) => codes is [Never];
}
