namespace Gateway.Core.Configuration;

/// <summary>Finds what somebody may have meant.</summary>
internal static class Nearest
{
    private const int Reach = 2;

    /// <summary>The candidate within two letters of a word (one for words of up to three), or null.</summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string? nearest = null;
        var best = (word.Length <= 3 ? 1 : Reach) + 1;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= best)
            {
                continue;
            }

            var distance = Distance(word, candidate);
            if (distance < best)
            {
                (nearest, best) = (candidate, distance);
            }
        }

        return nearest;
    }

    /// <summary>
    /// A hint for a name that is not defined: the nearest one, else a few of those that are.
    /// </summary>
    public static string Hint(string word, IEnumerable<string> defined, string ifNone)
    {
        const int Shown = 8;
        var names = defined.Order(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
        {
            return ifNone;
        }

        if (To(word, names) is { } nearest)
        {
            return $"Did you mean '{nearest}'?";
        }

        var more = names.Length > Shown ? $" and {names.Length - Shown} more" : "";
        return $"Define it, or use one of: {string.Join(", ", names.Take(Shown))}{more}.";
    }

    /// <summary>Letters added, left out, exchanged, or swapped with their neighbour, without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        (a, b) = (a.ToLowerInvariant(), b.ToLowerInvariant());
        var distances = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                distances[i, j] = i == 0 ? j : j == 0 ? i : Step(i, j);
            }
        }

        return distances[a.Length, b.Length];

        int Step(int i, int j)
        {
            var least = Math.Min(distances[i - 1, j], distances[i, j - 1]) + 1;
            least = Math.Min(least, distances[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
            var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            return swapped ? Math.Min(least, distances[i - 2, j - 2] + 1) : least;
        }
    }
}
