namespace Gateway.Management.Traffic;

/// <summary>Times counted by size: buckets whose bounds grow by a half each, from 50 µs to a minute, so that a quantile read from them is right to a fifth.</summary>
internal static class LatencyBuckets
{
    private const double Least = 0.00005;
    private const double Growth = 1.5;

    /// <summary>How many there are; the last has no upper bound.</summary>
    public const int Count = 36;

    private static readonly double[] Bounds = [.. Enumerable.Range(0, Count - 1).Select(static index => Least * Math.Pow(Growth, index))];

    /// <summary>The bucket of a time.</summary>
    /// <param name="seconds">Not negative.</param>
    public static int Of(double seconds)
    {
        var place = Array.BinarySearch(Bounds, seconds);
        return place < 0 ? ~place : place;
    }

    /// <summary>The time that a share of all counted times does not exceed, found within its bucket as if these lay evenly.</summary>
    /// <param name="counts">The buckets.</param>
    /// <param name="share">Over 0, at most 1.</param>
    /// <returns>Milliseconds, to the third decimal; null when nothing was counted.</returns>
    public static double? Quantile(ReadOnlySpan<int> counts, double share)
    {
        var total = 0L;
        foreach (var count in counts)
        {
            total += count;
        }

        if (total == 0)
        {
            return null;
        }

        var rank = share * total;
        var before = 0L;
        var bucket = 0;
        while (before + counts[bucket] < rank)
        {
            before += counts[bucket++];
        }

        var lower = bucket == 0 ? 0 : Bounds[bucket - 1];
        var upper = bucket < Bounds.Length ? Bounds[bucket] : Bounds[^1];
        return Math.Round((lower + ((upper - lower) * (rank - before) / counts[bucket])) * 1000, 3);
    }
}
