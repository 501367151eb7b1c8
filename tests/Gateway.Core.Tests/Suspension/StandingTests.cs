using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Suspension;

/// <summary>The rule table, one row a test: what Synapse's endpoint context does on one node.</summary>
public class StandingTests
{
    private const int Refused = 101503;
    private const int Silent = 101504;
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);
    private static readonly SuspensionPolicy Doubling = new([], Seconds(10), 2, Seconds(35));
    private static readonly MarkPolicy TwoRetries = new([], 2, Seconds(5));

    [Fact]
    public void An_endpoint_that_never_failed_is_active() =>
        Assert.Equal((MemberState.Active, 0, null), (default(Standing).State, default(Standing).Suspensions, default(Standing).RetriesLeft));

    [Fact]
    public void A_suspending_error_suspends_for_the_initial_duration() =>
        Assert.Equal(new Standing(MemberState.Suspended, Noon + Seconds(10), Seconds(10), Seconds(10), 1, null), After(default, Refused));

    [Fact]
    public void A_marking_error_costs_a_retry_and_the_delay() =>
        Assert.Equal(new Standing(MemberState.Timeout, Noon + Seconds(5), Seconds(5), default, 0, 1), After(default, Silent));

    [Fact]
    public void With_two_retries_the_third_marking_error_in_a_row_suspends()
    {
        var twice = After(After(default, Silent), Silent);
        Assert.Equal((MemberState.Timeout, 0), (twice.State, twice.RetriesLeft));

        Assert.Equal(new Standing(MemberState.Suspended, Noon + Seconds(10), Seconds(10), Seconds(10), 1, 0), After(twice, Silent));
    }

    [Fact]
    public void Without_retries_the_first_marking_error_suspends() =>
        Assert.Equal(MemberState.Suspended, default(Standing).AfterError(Silent, Doubling, MarkPolicy.Default, Noon).State);

    [Fact]
    public void Without_a_delay_a_marked_endpoint_stays_in_use_and_has_one_retry_less()
    {
        var marked = default(Standing).AfterError(Silent, Doubling, TwoRetries with { Delay = TimeSpan.Zero }, Noon);

        Assert.Equal((MemberState.Active, 1), (marked.State, marked.RetriesLeft));
    }

    [Fact]
    public void A_code_in_both_lists_marks()
    {
        var both = new SuspensionPolicy([Silent], Seconds(10), 1, Seconds(10));

        Assert.Equal(MemberState.Timeout, default(Standing).AfterError(Silent, both, TwoRetries, Noon).State);
    }

    [Fact]
    public void A_code_in_no_list_changes_nothing()
    {
        var strict = Doubling with { ErrorCodes = [500000] };

        Assert.Equal(default, default(Standing).AfterError(Refused, strict, TwoRetries, Noon));
        Assert.False(Standing.Counts(Refused, strict, TwoRetries));
        Assert.True(Standing.Counts(500000, strict, TwoRetries));
        Assert.True(Standing.Counts(Silent, strict, TwoRetries));
    }

    [Fact]
    public void Marking_errors_suspend_even_when_no_code_suspends_by_itself()
    {
        var never = Doubling with { ErrorCodes = [-1] };

        Assert.Equal(MemberState.Suspended, default(Standing).AfterError(Silent, never, MarkPolicy.Default, Noon).State);
    }

    [Fact]
    public void After_a_marking_error_that_suspended_no_retry_is_left_though_the_policy_gives_some_since()
    {
        var suspended = default(Standing).AfterError(Silent, Doubling, MarkPolicy.Default, Noon);

        Assert.Equal((MemberState.Suspended, 0), (suspended.State, suspended.RetriesLeft));
    }

    [Theory]
    [InlineData(101503, false)]
    [InlineData(101504, true)]
    [InlineData(101505, true)]
    [InlineData(101506, false)]
    public void Without_a_list_the_codes_that_mark_are_WSO2s_two(int code, bool marks) => Assert.Equal(marks, MarkPolicy.Default.AppliesTo(code));

    [Fact]
    public void A_suspending_error_during_the_delay_suspends_and_leaves_the_retries_as_they_are()
    {
        var suspended = After(After(default, Silent), Refused);

        Assert.Equal((MemberState.Suspended, 1), (suspended.State, suspended.RetriesLeft));
    }

    [Theory]
    [InlineData(Refused)]
    [InlineData(Silent)]
    public void Errors_of_requests_still_in_flight_neither_lengthen_a_suspension_nor_shorten_it(int code)
    {
        var suspended = After(default, Refused);

        Assert.Equal(suspended, suspended.AfterError(code, Doubling, TwoRetries, Noon + Seconds(1)));
    }

    [Fact]
    public void A_delay_that_is_over_leaves_the_endpoint_in_use_with_the_retries_that_are_left()
    {
        var marked = After(default, Silent);

        Assert.Equal(MemberState.Timeout, marked.At(Noon + Seconds(5) - TimeSpan.FromTicks(1)).State);
        Assert.Equal((MemberState.Active, 1), (marked.At(Noon + Seconds(5)).State, marked.At(Noon + Seconds(5)).RetriesLeft));
    }

    [Fact]
    public void A_suspension_that_is_over_is_followed_by_a_trial()
    {
        var suspended = After(default, Refused);

        Assert.Equal(MemberState.Suspended, suspended.At(Noon + Seconds(10) - TimeSpan.FromTicks(1)).State);
        Assert.Equal(MemberState.Trial, suspended.At(Noon + Seconds(10)).State);
    }

    [Theory]
    [InlineData(Refused)]
    [InlineData(Silent)]
    [InlineData(1)]
    public void A_failed_trial_suspends_for_longer_whatever_the_error(int code)
    {
        var strict = Doubling with { ErrorCodes = [Refused] };
        var onTrial = After(default, Refused).At(Noon + Seconds(10));

        var again = onTrial.AfterError(code, strict, TwoRetries, Noon);

        Assert.Equal((MemberState.Suspended, Seconds(20), 2), (again.State, again.Length, again.Suspensions));
    }

    [Fact]
    public void Suspensions_grow_by_the_factor_up_to_the_maximum()
    {
        var standing = default(Standing);
        var lengths = new List<double>();
        for (var time = 0; time < 4; time++)
        {
            standing = standing.AfterError(Refused, Doubling, TwoRetries, Noon);
            lengths.Add(standing.Length.TotalSeconds);
            standing = standing.At(TimeSpan.MaxValue);
        }

        Assert.Equal([10, 20, 35, 35], lengths);
    }

    [Fact]
    public void After_a_suspension_by_marking_errors_the_next_one_suspends_at_once_until_a_success()
    {
        var back = After(default(Standing) with { RetriesLeft = 0 }, Silent).At(TimeSpan.MaxValue) with { State = MemberState.Active };
        Assert.Equal(MemberState.Suspended, After(back, Silent).State);

        Assert.Equal(MemberState.Timeout, After(Standing.AfterSuccess, Silent).State);
    }

    [Fact]
    public void A_success_forgives_all_so_that_the_next_suspension_is_a_first_one() =>
        Assert.Equal(Seconds(10), After(Standing.AfterSuccess, Refused).Length);

    [Fact]
    public void With_an_initial_duration_of_zero_nothing_is_ever_suspended()
    {
        var off = Doubling with { Initial = TimeSpan.Zero };

        Assert.Equal(MemberState.Active, default(Standing).AfterError(Refused, off, TwoRetries, Noon).State);
        Assert.Equal(MemberState.Active, default(Standing).AfterError(Silent, off, MarkPolicy.Default, Noon).State);
        Assert.Equal(MemberState.Active, default(Standing).AfterFailedCheck(off, Noon).State);
    }

    [Fact]
    public void A_failed_check_suspends_though_no_list_names_its_code() =>
        Assert.Equal(MemberState.Suspended, default(Standing).AfterFailedCheck(Doubling with { ErrorCodes = [-1] }, Noon).State);

    [Fact]
    public void A_suspension_without_a_maximum_lasts_as_long_as_time_does()
    {
        var forever = new SuspensionPolicy([], TimeSpan.MaxValue, 1, TimeSpan.MaxValue);

        var standing = default(Standing).AfterError(Refused, forever, TwoRetries, Noon);

        Assert.Equal(TimeSpan.MaxValue, standing.Until);
        Assert.Equal(MemberState.Suspended, standing.At(TimeSpan.FromDays(10_000_000)).State);
    }

    [Fact]
    public void A_length_that_is_named_leaves_the_growth_where_it_was()
    {
        var named = After(default, Refused).SuspendedFor(Seconds(90), Noon);

        Assert.Equal((Seconds(90), Noon + Seconds(90), Seconds(10), 1), (named.Length, named.Until, named.LastSuspension, named.Suspensions));
    }

    private static Standing After(Standing standing, int code) => standing.AfterError(code, Doubling, TwoRetries, Noon);

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
