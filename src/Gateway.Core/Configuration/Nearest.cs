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

    /// <summary>Levenshtein's distance without regard to case: letters added, left out or exchanged.</summary>
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++)
        {
            row[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var exchanged = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
