using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class DeprecationNoticeTests
{
    // The example of RFC 9745, section 4.
    [Fact]
    public void Dates_are_written_as_their_RFCs_want_them()
    {
        var since = new DateTimeOffset(2023, 6, 30, 23, 59, 59, TimeSpan.Zero);

        var notice = new DeprecationNotice(new Deprecation(since, since.AddYears(1), "https://developer.example.com/deprecation", "/pets/2.0.0"));

        Assert.Equal(("@1688169599", "Sun, 30 Jun 2024 23:59:59 GMT"), (notice.Deprecation, notice.Sunset));
        Assert.Equal(["<https://developer.example.com/deprecation>; rel=\"deprecation\"", "</pets/2.0.0>; rel=\"successor-version\""], notice.Links.AsEnumerable());
    }

    [Fact]
    public void What_nobody_has_written_down_is_a_date_long_past_and_nothing_else()
    {
        var notice = new DeprecationNotice(Deprecation.Unsaid);

        Assert.Equal(("@0", null, 0), (notice.Deprecation, notice.Sunset, notice.Links.Length));
    }
}
