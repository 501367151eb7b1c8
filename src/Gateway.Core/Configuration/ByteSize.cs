using System.Globalization;

namespace Gateway.Core.Configuration;

/// <summary>Sizes in bytes: a whole number and one of the units <c>B KiB MiB GiB</c>.</summary>
internal static class ByteSize
{
    private static readonly (string Unit, long Bytes)[] Units = [("B", 1), ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30)];

    public static bool TryParse(string text, out long size)
    {
        size = 0;
        var digits = text.AsSpan().TrimEnd("KMGiB");
        var unit = text[digits.Length..];
        foreach (var (name, bytes) in Units)
        {
            if (unit == name && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                && count <= long.MaxValue / bytes)
            {
                size = count * bytes;
                return true;
            }
        }

        return false;
    }

    /// <summary>Writes a size in the largest unit that leaves it whole.</summary>
    public static string Text(long size)
    {
        var (unit, bytes) = Units.Last(unit => unit.Bytes == 1 || (size != 0 && size % unit.Bytes == 0));
        return $"{size / bytes}{unit}";
    }
}
