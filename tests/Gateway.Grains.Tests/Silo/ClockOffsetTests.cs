using Gateway.Silo.Clustering;

namespace Gateway.Grains.Tests.Silo;

public sealed class ClockOffsetTests
{
    private static readonly DateTime Noon = new(2030, 6, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1999)]
    public void The_first_measurement_is_wrong_by_half_the_round_trip_at_most(int roundTrip)
    {
        for (var answered = 0; answered <= roundTrip; answered++)
        {
            // Redis is an hour behind and reads its clock while the question is on its way.
            var offset = ClockOffset.Of(null, Noon, Noon - Hour + Ms(answered), Ms(roundTrip));
            Assert.InRange((offset.Ahead + Hour).Duration(), TimeSpan.Zero, Ms(roundTrip) / 2);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 0)]
    [InlineData(0, -10)]
    [InlineData(7, -3)]
    public void An_offset_that_the_answer_allows_is_kept_to_the_tick(int most, int least)
    {
        var held = new ClockOffset(-Hour + TimeSpan.FromTicks(1) * 12345);
        Assert.Equal(held, ClockOffset.Of(held, Noon, Noon + held.Ahead + Ms(most), Ms(most - least)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void One_that_it_rules_out_is_replaced_by_the_middle(int ticksBeyond)
    {
        var held = new ClockOffset(Hour);
        var trip = Ms(10);
        var edge = ticksBeyond > 0 ? trip : TimeSpan.Zero;
        var offset = ClockOffset.Of(held, Noon, Noon + Hour + edge + TimeSpan.FromTicks(ticksBeyond), trip);
        Assert.Equal(Hour + edge + TimeSpan.FromTicks(ticksBeyond) - trip / 2, offset.Ahead);
    }

    [Fact]
    public void There_and_back_is_where_it_was_and_the_kind_stays()
    {
        foreach (var ahead in new[] { -Hour, TimeSpan.FromTicks(-1), TimeSpan.Zero, TimeSpan.FromMilliseconds(3), TimeSpan.FromDays(400) })
        {
            var offset = new ClockOffset(ahead);
            Assert.Equal(Noon + ahead, offset.ToRedis(Noon));
            Assert.Equal(Noon, offset.ToOwn(offset.ToRedis(Noon)));
            Assert.Equal(DateTimeKind.Utc, offset.ToRedis(Noon).Kind);
        }
    }

    [Fact]
    public void A_stamp_that_is_not_set_stays_so_and_the_calendar_has_ends()
    {
        Assert.Equal(default, new ClockOffset(Hour).ToRedis(default));
        Assert.Equal(DateTime.MinValue, new ClockOffset(-Hour).ToRedis(DateTime.MinValue.AddMinutes(1)));
        Assert.Equal(DateTime.MaxValue, new ClockOffset(Hour).ToRedis(DateTime.MaxValue.AddMinutes(-1)));
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
