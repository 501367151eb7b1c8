using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Gateway.Management.Listener;

/// <summary>Which part of a long list is asked for, by <c>offset</c> and <c>limit</c> in the query.</summary>
/// <param name="Offset">How many to pass over, from 0.</param>
/// <param name="Limit">How many to tell, 1 to 1000; 100 unless said.</param>
internal readonly record struct Paging(int Offset, int Limit)
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

    /// <summary>What is wrong with a query that cannot be read.</summary>
    public static string Rule { get; } = $"offset is a number from 0, limit one from 1 to {MaxLimit}.";

    /// <summary>Reads it; null when it makes no sense.</summary>
    public static Paging? Of(IQueryCollection query) =>
        Number(query, "offset", 0, 0, int.MaxValue) is { } offset && Number(query, "limit", DefaultLimit, 1, MaxLimit) is { } limit
            ? new Paging(offset, limit)
            : null;

    private static int? Number(IQueryCollection query, string key, int absent, int least, int most)
    {
        var values = query[key];
        return values.Count == 0 ? absent
            : values.Count == 1 && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number >= least && number <= most ? number
            : null;
    }
}
