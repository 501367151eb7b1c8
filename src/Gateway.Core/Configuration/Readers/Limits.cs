namespace Gateway.Core.Configuration.Readers;

/// <summary>Bounds that several keys share.</summary>
internal static class Limits
{
    /// <summary>The least of a time that cannot be none.</summary>
    public static TimeSpan Moment { get; } = TimeSpan.FromMilliseconds(1);

    /// <summary>The most of a time that a request may take.</summary>
    public static TimeSpan Day { get; } = TimeSpan.FromDays(1);

    /// <summary>The most of a time that something is remembered.</summary>
    public static TimeSpan Year { get; } = TimeSpan.FromDays(365);
}
