using Gateway.Core.Addresses;

namespace Gateway.Core.Tests.Addresses;

public sealed class ComputedAddressTests
{
    [Theory]
    [InlineData("http://a.orders.internal/v1?x=1", "http://a.orders.internal:80", "/v1", "?x=1")]
    [InlineData("HTTPS://A.Orders.INTERNAL", "https://a.orders.internal:443", "", "")]
    [InlineData("http://a.orders.internal./v1", "http://a.orders.internal:80", "/v1", "")]
    [InlineData("http://a.orders.internal:/v1", "http://a.orders.internal:80", "/v1", "")]
    [InlineData("http://a.orders.internal:0080/v1", "http://a.orders.internal:80", "/v1", "")]
    [InlineData("http://a_b-c.internal:65535?q", "http://a_b-c.internal:65535", "", "?q")]
    [InlineData("http://bücher.example/ü", "http://xn--bcher-kva.example:80", "/%C3%BC", "")]
    [InlineData("http://BÜCHER.example", "http://xn--bcher-kva.example:80", "", "")]
    [InlineData("http://orders。internal/", "http://orders.internal:80", "/", "")]
    [InlineData("http://a/%2f%41?x=http://b/", "http://a:80", "/%2f%41", "?x=http://b/")]
    [InlineData("http://10.0.0.5:8080/", "http://10.0.0.5:8080", "/", "")]
    [InlineData("http://167772165/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://0xa000005/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://0XA.0x0.0.0x5/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://012.0.0.05/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://10.5/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://10.0.5./", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://[FD00:0:0::5]:8080/", "http://[fd00::5]:8080", "/", "")]
    [InlineData("http://[::ffff:10.0.0.5]/", "http://10.0.0.5:80", "/", "")]
    [InlineData("http://[::ffff:a00:5]/", "http://10.0.0.5:80", "/", "")]
    public void An_address_has_one_form_however_it_is_written(string text, string authority, string path, string query)
    {
        Assert.Equal(AddressRefusal.None, ComputedAddress.Read(text, out var address));

        Assert.Equal((authority, path, query), (address.Authority, address.Path, address.Query));
    }

    [Fact]
    public void Digits_beyond_ASCII_make_no_address_but_a_name_that_is_called_as_it_was_compared()
    {
        Assert.Equal(AddressRefusal.None, ComputedAddress.Read("http://１２７。０。０。１/", out var address));

        Assert.Null(address.Address);
        Assert.Equal(["xn--", "xn--", "xn--", "xn--"], address.Host.Split('.').Select(label => label[..4]));
    }

    [Theory]
    [InlineData("", AddressRefusal.Malformed)]
    [InlineData("a.orders.internal", AddressRefusal.Malformed)]
    [InlineData("//a.orders.internal/", AddressRefusal.Malformed)]
    [InlineData("/v1", AddressRefusal.Malformed)]
    [InlineData("http:a.orders.internal/", AddressRefusal.Malformed)]
    [InlineData("http:/a.orders.internal/", AddressRefusal.Malformed)]
    [InlineData("http:///a.orders.internal/", AddressRefusal.Malformed)]
    [InlineData("http://", AddressRefusal.Malformed)]
    [InlineData("http://:80/", AddressRefusal.Malformed)]
    [InlineData("http://?x", AddressRefusal.Malformed)]
    [InlineData(" http://a/", AddressRefusal.Malformed)]
    [InlineData("http://a/ b", AddressRefusal.Malformed)]
    [InlineData("ht\ttp://a/", AddressRefusal.Malformed)]
    [InlineData("http://a\r\nHost: b/", AddressRefusal.Malformed)]
    [InlineData("http://a\0.b/", AddressRefusal.Malformed)]
    [InlineData("http://a\\@b/", AddressRefusal.Malformed)]
    [InlineData("http:\\\\a/", AddressRefusal.Malformed)]
    [InlineData("http://a/#b", AddressRefusal.Malformed)]
    [InlineData("http://a#@b/", AddressRefusal.Malformed)]
    [InlineData("http://a/../b", AddressRefusal.Malformed)]
    [InlineData("http://a/x/%2e%2E/b", AddressRefusal.Malformed)]
    [InlineData("http://a:0/", AddressRefusal.Malformed)]
    [InlineData("http://a:65536/", AddressRefusal.Malformed)]
    [InlineData("http://a:+80/", AddressRefusal.Malformed)]
    [InlineData("http://a:80:90/", AddressRefusal.Malformed)]
    [InlineData("http://a..b/", AddressRefusal.Malformed)]
    [InlineData("http://.a/", AddressRefusal.Malformed)]
    [InlineData("http://a../", AddressRefusal.Malformed)]
    [InlineData("http://127%2e0.0.1/", AddressRefusal.Malformed)]
    [InlineData("http://a%00.b/", AddressRefusal.Malformed)]
    [InlineData("http://a,b/", AddressRefusal.Malformed)]
    [InlineData("http://a*b/", AddressRefusal.Malformed)]
    [InlineData("http://1.2.3.4.5/", AddressRefusal.Malformed)]
    [InlineData("http://1.2.3.256/", AddressRefusal.Malformed)]
    [InlineData("http://256.0.0.1/", AddressRefusal.Malformed)]
    [InlineData("http://4294967296/", AddressRefusal.Malformed)]
    [InlineData("http://09.0.0.1/", AddressRefusal.Malformed)]
    [InlineData("http://a.0x7f/", AddressRefusal.Malformed)]
    [InlineData("http://[::1/", AddressRefusal.Malformed)]
    [InlineData("http://::1/", AddressRefusal.Malformed)]
    [InlineData("http://[fe80::1%25eth0]/", AddressRefusal.Malformed)]
    [InlineData("http://[fe80::1%1]/", AddressRefusal.Malformed)]
    [InlineData("http://[10.0.0.5]/", AddressRefusal.Malformed)]
    [InlineData("http://[a.orders.internal]/", AddressRefusal.Malformed)]
    [InlineData("http://127。0。0。1/", AddressRefusal.Malformed)]
    [InlineData("http://①②⑦.0.0.1/", AddressRefusal.Malformed)]
    [InlineData("http://１２７.0.0.1/", AddressRefusal.Malformed)]
    [InlineData("ftp://a/", AddressRefusal.Scheme)]
    [InlineData("file:///etc/passwd", AddressRefusal.Scheme)]
    [InlineData("gopher://a:70/_", AddressRefusal.Scheme)]
    [InlineData("javascript://a/", AddressRefusal.Scheme)]
    [InlineData("ws://a/", AddressRefusal.Scheme)]
    [InlineData("http://user@a/", AddressRefusal.UserInfo)]
    [InlineData("http://a.orders.internal:80@169.254.169.254/", AddressRefusal.UserInfo)]
    [InlineData("http://@a/", AddressRefusal.UserInfo)]
    public void What_can_be_read_in_two_ways_is_read_in_none(string text, AddressRefusal refusal)
    {
        Assert.Equal(refusal, ComputedAddress.Read(text, out var address));

        Assert.Equal(default, address);
    }
}
