namespace Gateway.Core.Configuration.Import;

/// <summary>WSO2's times: milliseconds, in whatever form they are written.</summary>
internal static class Milliseconds
{
    /// <summary>A time of so many milliseconds, cut to a longest one.</summary>
    public static TimeSpan Span(long milliseconds, TimeSpan longest) =>
        milliseconds >= longest.TotalMilliseconds ? longest : TimeSpan.FromMilliseconds(milliseconds);

    /// <summary>Reads a time; null when the key says nothing, or no number, which is then reported.</summary>
    public static long? Read(Item item)
    {
        if (item.IsNothing)
        {
            return null;
        }

        var whole = item.Whole() ?? (item.Number() is { } number && Math.Abs(number) < 9e15 ? (long)number : null);
        if (whole is null)
        {
            item.NotSupported($"It is no number of milliseconds; the default is taken.");
        }

        return whole;
    }
}
