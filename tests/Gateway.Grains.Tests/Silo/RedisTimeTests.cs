using Gateway.Silo.Clustering;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Grains.Tests.Silo;

/// <summary>When Redis is asked for the time again, by clocks that the test moves.</summary>
public sealed class RedisTimeTests : ILogger<RedisTime>
{
    private static readonly TimeSpan Behind = TimeSpan.FromHours(-1);

    private readonly SettableClock _clock = new();
    private readonly List<string> _said = [];
    private readonly RedisTime _time;
    private int _asked;

    public RedisTimeTests() => _time = new(AskAsync, _clock, this);

    [Fact]
    public async Task Redis_is_asked_once_and_again_when_the_answer_is_old()
    {
        Assert.Equal(default, _time.Offset);
        Assert.Equal(Behind, (await _time.OffsetAsync(default)).Ahead);
        _clock.Advance(RedisTime.MaxAge - TimeSpan.FromTicks(1));
        await _time.OffsetAsync(default);
        Assert.Equal(1, _asked);

        _clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(Behind, (await _time.OffsetAsync(default)).Ahead);
        Assert.Equal(2, _asked);
    }

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(1)]
    public async Task A_clock_that_is_set_is_measured_at_once(int seconds)
    {
        await _time.OffsetAsync(default);
        _clock.SetBy(TimeSpan.FromSeconds(seconds));
        Assert.Equal(Behind - TimeSpan.FromSeconds(seconds), (await _time.OffsetAsync(default)).Ahead);
        Assert.Equal(Behind - TimeSpan.FromSeconds(seconds), _time.Offset.Ahead);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_fault_is_the_callers_and_the_next_one_asks_again()
    {
        var fails = true;
        var time = new RedisTime(stop => fails ? throw new TimeoutException() : AskAsync(stop), _clock, this);
        await Assert.ThrowsAsync<TimeoutException>(() => time.OffsetAsync(default).AsTask());
        fails = false;
        Assert.Equal(Behind, (await time.OffsetAsync(default)).Ahead);
    }

    [Fact]
    public async Task Clocks_far_apart_are_worth_one_line()
    {
        await _time.OffsetAsync(default);
        _clock.Advance(RedisTime.MaxAge);
        await _time.OffsetAsync(default);
        Assert.Contains("-3600 s", Assert.Single(_said), StringComparison.Ordinal);
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _said.Add(formatter(state, exception));

    // Redis keeps good time, an hour behind what this clock said before anybody set it.
    private Task<DateTime> AskAsync(CancellationToken stop)
    {
        _asked++;
        return Task.FromResult(_clock.Unset + Behind);
    }

    /// <summary>A clock whose time of day can be set, and whose timestamps do not care.</summary>
    private sealed class SettableClock : TimeProvider
    {
        private readonly FakeTimeProvider _steady = new();
        private TimeSpan _set;

        public DateTime Unset => _steady.GetUtcNow().UtcDateTime;

        public override long TimestampFrequency => _steady.TimestampFrequency;

        public void Advance(TimeSpan by) => _steady.Advance(by);

        public void SetBy(TimeSpan by) => _set += by;

        public override DateTimeOffset GetUtcNow() => _steady.GetUtcNow() + _set;

        public override long GetTimestamp() => _steady.GetTimestamp();
    }
}
