namespace Gateway.Silo.Clustering;

/// <summary>How far Redis' clock is ahead of this process's; negative when it is behind.</summary>
/// <param name="Ahead">Redis' time of day less one's own.</param>
internal readonly record struct ClockOffset(TimeSpan Ahead)
{
    /// <summary>
    /// What one question to Redis tells. Redis read its clock somewhere between the question and the answer, so the offset lies between two
    /// bounds, a round trip apart. One held before is kept while it does: else every answer's own delay would move all stamps by
    /// milliseconds, and a silo's sign of life that has not changed would look like a newer one. Otherwise it is the middle.
    /// </summary>
    /// <param name="held">The offset so far, if there is one.</param>
    /// <param name="asked">One's own time of day when the question was sent.</param>
    /// <param name="redis">What Redis said.</param>
    /// <param name="elapsed">How long the answer took, by a clock that nobody sets.</param>
    public static ClockOffset Of(ClockOffset? held, DateTime asked, DateTime redis, TimeSpan elapsed)
    {
        var most = redis - asked;
        var least = most - elapsed;
        return held is { } kept && kept.Ahead >= least && kept.Ahead <= most ? kept : new(most - elapsed / 2);
    }

    /// <summary>One's own time of day as Redis has it. At the ends of the calendar it stays there.</summary>
    public DateTime ToRedis(DateTime own) => Shifted(own, Ahead);

    /// <summary>Redis' time of day as one's own. At the ends of the calendar it stays there.</summary>
    public DateTime ToOwn(DateTime redis) => Shifted(redis, -Ahead);

    // Some stamps of a row are not set, which is the calendar's first day.
    private static DateTime Shifted(DateTime time, TimeSpan by) =>
        time == default ? time
        : new DateTime(Math.Clamp(time.Ticks + by.Ticks, DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks), time.Kind);
}
