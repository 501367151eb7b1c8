using System.Collections.Immutable;
using System.Globalization;
using Gateway.Core.Configuration.Toml;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Configuration.Readers;

/// <summary>Reads HTTP statuses: <c>200</c>, <c>"200-399"</c>, <c>"200,204"</c>, or a list of these.</summary>
internal static class StatusReader
{
    private const int Least = 200;

    private const int Most = 599;

    /// <summary>Which answers count as failures.</summary>
    public static Key Failures { get; } = Key.List("failure_statuses", "statuses",
        """answers that count as failures: `[502, 503]`, `"500-599"`. None by default, as in WSO2""");

    /// <summary>The statuses as ranges in order that neither meet nor overlap: what means the same is the same.</summary>
    public static ImmutableArray<StatusRange> Read(TableReader table, string key, ImmutableArray<StatusRange> byDefault)
    {
        var value = table.Value(key);
        if (value is null)
        {
            return byDefault;
        }

        var ranges = new List<StatusRange>();
        foreach (var item in value is ArrayNode ? table.List(key, "statuses") : [value])
        {
            if (!TryRead(item, ranges))
            {
                var written = item is ScalarNode { Kind: ScalarKind.Text } text ? $"\"{text.Text}\""
                    : item is ScalarNode { Kind: ScalarKind.Integer } number ? number.Integer.ToString(CultureInfo.InvariantCulture)
                    : item.Description;
                table.Problems.Error(item.Place, $"'{key}' in {table.What} cannot hold {written}",
                    $"It may hold statuses from {Least} to {Most}: 200, \"200-399\", \"200,204\", or a list of these.");
            }
        }

        return Merge(ranges);
    }

    /// <summary>Ranges as a text that reads as the same.</summary>
    public static string Text(ImmutableArray<StatusRange> ranges) =>
        string.Join(',', ranges.Select(range => range.First == range.Last ? $"{range.First}" : $"{range.First}-{range.Last}"));

    private static bool TryRead(TomlNode item, List<StatusRange> ranges)
    {
        switch (item)
        {
            case ScalarNode { Kind: ScalarKind.Integer, Integer: >= Least and <= Most } number:
                ranges.Add(new StatusRange((int)number.Integer, (int)number.Integer));
                return true;
            case ScalarNode { Kind: ScalarKind.Text } text:
                return Array.TrueForAll(text.Text.Split(','), part => TryRead(part.AsSpan().Trim(' '), ranges));
            default:
                return false;
        }
    }

    private static bool TryRead(ReadOnlySpan<char> part, List<StatusRange> ranges)
    {
        var hyphen = part.IndexOf('-');
        if (!IsStatus(hyphen < 0 ? part : part[..hyphen].TrimEnd(' '), out var first)
            || !IsStatus(hyphen < 0 ? part : part[(hyphen + 1)..].TrimStart(' '), out var last) || first > last)
        {
            return false;
        }

        ranges.Add(new StatusRange(first, last));
        return true;
    }

    private static bool IsStatus(ReadOnlySpan<char> digits, out int status) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Least and <= Most;

    private static ImmutableArray<StatusRange> Merge(List<StatusRange> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<StatusRange>();
        foreach (var range in ranges.OrderBy(range => range.First))
        {
            if (merged.Count > 0 && range.First <= merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.ToImmutable();
    }
}
