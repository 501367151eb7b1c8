using System.Diagnostics;
using Gateway.Edge.Pipeline;
using Microsoft.AspNetCore.Http;

namespace Gateway.Edge.Tests.Pipeline;

public class TimeLeftTests
{
    [Theory]
    [InlineData(0, 1000)]
    [InlineData(983, 17)]
    [InlineData(984, 0)]
    [InlineData(1001, 0)]
    public void What_is_left_within_a_step_of_the_timers_is_nothing(int passed, int left)
    {
        var request = new GatewayRequest(new DefaultHttpContext(), null, default, started: 0) { TotalTimeout = TimeSpan.FromSeconds(1) };

        Assert.Equal(TimeSpan.FromMilliseconds(left), request.TimeLeft(passed * Stopwatch.Frequency / 1000));
    }
}
