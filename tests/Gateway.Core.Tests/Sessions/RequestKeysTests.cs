using System.Net;
using Gateway.Core.Sessions;

namespace Gateway.Core.Tests.Sessions;

public class RequestKeysTests
{
    [Theory]
    [InlineData("?user=a", "?user=a", true)]
    [InlineData("?user=a", "?x=1&user=a&y=2", true)]
    [InlineData("?user=a+b", "?user=a%20b", true)]
    [InlineData("?us%65r=a", "?user=a", true)]
    [InlineData("?user=a", "?user=a&user=b", true)]
    [InlineData("?user=a", "?user=A", false)]
    [InlineData("?user=a", "?User=a", false)]
    [InlineData("?user=a", "?user=", false)]
    public void A_parameter_is_known_by_its_first_value_escapes_read(string one, string other, bool same) =>
        Assert.Equal(same, RequestKeys.OfParameter(one, "user") == RequestKeys.OfParameter(other, "user"));

    [Fact]
    public void What_is_missing_or_empty_is_no_key()
    {
        Assert.Equal(0UL, RequestKeys.OfText(""));
        Assert.Equal(0UL, RequestKeys.OfParameter("?user=&a=1", "user"));
        Assert.Equal(0UL, RequestKeys.OfParameter("", "user"));
        Assert.Equal(0UL, RequestKeys.OfCookie("a=1; user=", "user"));
        Assert.Equal(0UL, RequestKeys.OfCookie("a=1; User=2", "user"));
        Assert.NotEqual(0UL, RequestKeys.OfCookie("a=1; user=2", "user"));
    }

    [Fact]
    public void An_address_is_the_same_in_IPv4_and_within_IPv6()
    {
        var plain = RequestKeys.OfAddress(IPAddress.Parse("10.0.0.7"));

        Assert.Equal(plain, RequestKeys.OfAddress(IPAddress.Parse("::ffff:10.0.0.7")));
        Assert.NotEqual(plain, RequestKeys.OfAddress(IPAddress.Parse("10.0.0.8")));
        Assert.NotEqual(RequestKeys.OfAddress(IPAddress.Parse("2001:db8::1")), RequestKeys.OfAddress(IPAddress.Parse("2001:db8::2")));
    }
}
