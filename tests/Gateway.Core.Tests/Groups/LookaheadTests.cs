using Gateway.Core.Groups;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>How many turns <c>lookahead = "auto"</c> keeps in stock.</summary>
public class LookaheadTests
{
    [Theory]
    [InlineData(50, 0)]
    [InlineData(95, 0)]
    [InlineData(125, 3)]
    [InlineData(1_000, 20)]
    [InlineData(10_000, 200)]
    public void The_stock_is_what_comes_in_20_ms_and_there_is_none_below_half_a_request_in_5_ms(int perSecond, int stock)
    {
        Assert.InRange(MostStocked(perSecond, roundTripMs: 1), stock, stock + (stock / 100));
    }

    [Theory]
    [InlineData(1_000, 15, 30)]
    [InlineData(50, 15, 2)]
    public void Where_two_round_trips_take_longer_the_stock_lasts_for_them(int perSecond, int roundTripMs, int stock)
    {
        Assert.Equal(stock, MostStocked(perSecond, roundTripMs));
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(5_000)]
    [InlineData(20_000)]
    public void At_any_rate_about_a_hundred_Takes_a_second_are_sent_and_no_more(int perSecond)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        Run(pair, perSecond, 1, TimeSpan.FromSeconds(1), static () => { });

        var calls = 0;
        Run(pair, perSecond, 1, TimeSpan.FromSeconds(1), () => calls++);

        Assert.InRange(calls, 95, 105);
    }

    private static int MostStocked(int perSecond, int roundTripMs)
    {
        var pair = EdgeAndGrain.Connected(Plan("a b c"));
        Run(pair, perSecond, roundTripMs, TimeSpan.FromSeconds(3), static () => { });
        var most = 0;
        Run(pair, perSecond, roundTripMs, TimeSpan.FromSeconds(1), () => most = Math.Max(most, pair.Edge.Stocked));
        return most;
    }

    // Evenly spaced requests, each of which takes its turn; a Take is answered before the next of them.
    private static void Run(EdgeAndGrain pair, int perSecond, int roundTripMs, TimeSpan length, Action taken)
    {
        for (var requests = 0; requests < perSecond * length.TotalSeconds; requests++)
        {
            pair.Pass(1000.0 / perSecond);
            var waits = pair.Edge.TryPick(true, pair.Now, out _) == PickOutcome.Wait;
            if (pair.Edge.NextTake(waits ? 1 : 0, pair.Now) is { } take)
            {
                pair.Edge.TakeAnswered(pair.Grain.Take(take, pair.Now), pair.Now + TimeSpan.FromMilliseconds(roundTripMs));
                if (waits)
                {
                    Assert.Equal(PickOutcome.Picked, pair.Edge.TryServe(true, pair.Now, out _));
                }

                taken();
            }
        }
    }
}
