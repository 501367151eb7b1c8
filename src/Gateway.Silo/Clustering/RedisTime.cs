using System.Globalization;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Gateway.Silo.Clustering;

/// <summary>
/// Knows what time it is in Redis: the one clock that all silos of a cluster can ask, and that decides nothing but their membership.
/// </summary>
/// <param name="ask">Asks Redis for its time of day. Its faults are the caller's.</param>
/// <param name="clock">One's own clock, the one that Orleans reads.</param>
/// <param name="logger">Told when the two are far apart.</param>
internal sealed partial class RedisTime(Func<CancellationToken, Task<DateTime>> ask, TimeProvider clock, ILogger<RedisTime> logger)
{
    /// <summary>How old a measurement may be before a stamp is read or written by it.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>Clocks that are farther apart than this, or move against each other by more, are worth a line.</summary>
    public static readonly TimeSpan WorthSaying = TimeSpan.FromSeconds(5);

    // Somebody has set the clock: what was measured before says nothing any more.
    private static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(500);

    private volatile Measurement? _last;

    /// <summary>The offset last measured; none before the first time.</summary>
    public ClockOffset Offset => _last?.Offset ?? default;

    /// <summary>
    /// The offset, measured anew when the last measurement is older than <see cref="MaxAge"/> or one's own clock has been set since.
    /// </summary>
    public async ValueTask<ClockOffset> OffsetAsync(CancellationToken cancellation)
    {
        if (_last is { } last && IsGood(last))
        {
            return last.Offset;
        }

        var (asked, since) = (clock.GetUtcNow().UtcDateTime, clock.GetTimestamp());
        var redis = await ask(cancellation).ConfigureAwait(false);
        var before = _last;
        var offset = ClockOffset.Of(before?.Offset, asked, redis, clock.GetElapsedTime(since));
        _last = new(offset, asked, since);
        Say(before?.Offset ?? default, offset);
        return offset;
    }

    /// <summary>Asks the server that holds a key, whichever of several that is.</summary>
    /// <param name="redis">The connection.</param>
    /// <param name="key">Where the membership lies.</param>
    public static Func<CancellationToken, Task<DateTime>> AtServerOf(RedisConnection redis, RedisKey key) => async cancellation =>
    {
        var (multiplexer, _) = await redis.ShareAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var answer = await multiplexer.GetDatabase()
            .ScriptEvaluateAsync("return redis.call('TIME')", [key], flags: CommandFlags.DemandMaster | CommandFlags.NoScriptCache)
            .WaitAsync(cancellation).ConfigureAwait(false);
        var parts = (string[])answer!;
        return DateTime.UnixEpoch
            .AddSeconds(long.Parse(parts[0], CultureInfo.InvariantCulture))
            .AddMicroseconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
    };

    private bool IsGood(Measurement last)
    {
        var age = clock.GetElapsedTime(last.Timestamp);
        return age < MaxAge && (clock.GetUtcNow().UtcDateTime - last.At - age).Duration() < Jump;
    }

    private void Say(ClockOffset before, ClockOffset now)
    {
        if ((now.Ahead - before.Ahead).Duration() >= WorthSaying)
        {
            Apart(logger, (long)Math.Round(now.Ahead.TotalSeconds));
        }
    }

    private sealed record Measurement(ClockOffset Offset, DateTime At, long Timestamp);

    [LoggerMessage(4105, LogLevel.Warning,
        "Redis' clock is now {Seconds} s ahead of this machine's (negative: behind). Membership goes by Redis' time and bears it; set the clock right")]
    private static partial void Apart(ILogger logger, long seconds);
}
