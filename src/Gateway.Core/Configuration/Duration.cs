using System.Globalization;

namespace Gateway.Core.Configuration;

/// <summary>Durations as WSO2 writes them: a whole number and one of the units <c>ms s m h d</c>.</summary>
public static class Duration
{
    private static readonly (string Unit, long Milliseconds)[] Units =
        [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">Such as <c>10m</c>.</param>
    /// <param name="duration">The duration; zero when the text is none.</param>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var digits = text.AsSpan().TrimEnd("dhms");
        var unit = text[digits.Length..];
        foreach (var (name, milliseconds) in Units)
        {
            if (unit == name && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= (long)TimeSpan.MaxValue.TotalMilliseconds / milliseconds)
            {
                duration = TimeSpan.FromMilliseconds(count * milliseconds);
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a duration in the largest unit that leaves it whole.</summary>
    public static string Text(TimeSpan duration)
    {
        var total = (long)duration.TotalMilliseconds;
        for (var i = Units.Length - 1; i > 0; i--)
        {
            if (total != 0 && total % Units[i].Milliseconds == 0)
            {
                return $"{total / Units[i].Milliseconds}{Units[i].Unit}";
            }
        }

        return total == 0 ? "0s" : $"{total}ms";
    }
}
