using CsCheck;
using Gateway.Core.Attempts;
using Gateway.Core.Endpoints;

namespace Gateway.Core.Tests.Attempts;

public sealed class RetryBudgetTests
{
    private const int Floor = RetryBudget.PerSecond * RetryBudget.Window;

    [Fact]
    public void Without_traffic_ten_a_second_may_be_sent_on_over_ten_seconds()
    {
        var budget = new RetryBudget();
        Assert.Equal(Floor, TakeAll(budget, TimeSpan.FromSeconds(100)));
        Assert.Equal(0, TakeAll(budget, TimeSpan.FromSeconds(109.999)));
        Assert.Equal(Floor, TakeAll(budget, TimeSpan.FromSeconds(110)));
    }

    [Fact]
    public void Every_fifth_request_of_the_last_ten_seconds_may_be_sent_on_besides()
    {
        var budget = new RetryBudget();
        for (var i = 0; i < 1000; i++)
        {
            budget.Count(TimeSpan.FromSeconds(50 + (i % 10)));
        }

        Assert.Equal(Floor + 200, TakeAll(budget, TimeSpan.FromSeconds(59)));
    }

    [Fact]
    public void Traffic_of_more_than_ten_seconds_ago_counts_no_more()
    {
        var budget = new RetryBudget();
        for (var i = 0; i < 1000; i++)
        {
            budget.Count(TimeSpan.FromSeconds(i < 600 ? 20 : 21));
        }

        Assert.Equal(Floor + 80, TakeAll(budget, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void It_gives_leave_exactly_while_the_last_ten_seconds_have_room()
    {
        Gen.Select(Gen.Int[0, 3500], Gen.Int[0, 60]).Array[1, 200].Sample(
            steps =>
            {
                var budget = new RetryBudget();
                var now = TimeSpan.FromDays(1);
                var requests = new List<long>();
                var repeats = new List<long>();
                foreach (var (pause, tries) in steps)
                {
                    now += TimeSpan.FromMilliseconds(pause);
                    var second = (long)now.TotalSeconds;
                    budget.Count(now);
                    requests.Add(second);
                    for (var i = 0; i < tries; i++)
                    {
                        var room = (requests.Count(at => second - at < 10) * 0.2) + 100;
                        var expected = repeats.Count(at => second - at < 10) + 1 <= room;
                        if (budget.TryTake(now) != expected)
                        {
                            return false;
                        }

                        if (expected)
                        {
                            repeats.Add(second);
                        }
                    }
                }

                return true;
            },
            iter: 300);
    }

    [Theory]
    [InlineData(Delivery.AtMostOnce, 0)]
    [InlineData(Delivery.AtLeastOnce, 1)]
    public void At_least_once_may_cost_a_second_copy_of_each_request(Delivery delivery, int free) =>
        Assert.Equal(free, RetryBudget.Free(delivery));

    private static int TakeAll(RetryBudget budget, TimeSpan now)
    {
        var taken = 0;
        while (budget.TryTake(now))
        {
            taken++;
        }

        return taken;
    }
}
