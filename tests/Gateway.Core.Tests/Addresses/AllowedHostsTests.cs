using System.Net;
using Gateway.Core.Addresses;

namespace Gateway.Core.Tests.Addresses;

public sealed class AllowedHostsTests
{
    private static readonly AllowedHosts Orders = Of("*.orders.internal", "api.example:8443", "10.0.0.5:8080", "[fd00::5]", "127.0.0.2:9000", "rebind.example");

    [Theory]
    [InlineData("http://eu.orders.internal/", AddressRefusal.None)]
    [InlineData("https://a.b.orders.internal:9/", AddressRefusal.None)]
    [InlineData("http://EU.Orders.Internal./", AddressRefusal.None)]
    [InlineData("http://orders.internal/", AddressRefusal.NotAllowed)]
    [InlineData("http://evilorders.internal/", AddressRefusal.NotAllowed)]
    [InlineData("http://eu.orders.internal.evil.example/", AddressRefusal.NotAllowed)]
    [InlineData("http://evil.example/eu.orders.internal", AddressRefusal.NotAllowed)]
    [InlineData("http://evil.example?.orders.internal", AddressRefusal.NotAllowed)]
    [InlineData("https://api.example:8443/", AddressRefusal.None)]
    [InlineData("https://api.example/", AddressRefusal.NotAllowed)]
    [InlineData("https://x.api.example:8443/", AddressRefusal.NotAllowed)]
    [InlineData("http://10.0.0.5:8080/", AddressRefusal.None)]
    [InlineData("http://0xa.5:8080/", AddressRefusal.None)]
    [InlineData("http://10.0.0.5/", AddressRefusal.NotAllowed)]
    [InlineData("http://10.0.0.6:8080/", AddressRefusal.NotAllowed)]
    [InlineData("http://[fd00:0::5]:1/", AddressRefusal.None)]
    [InlineData("http://127.0.0.2:9000/", AddressRefusal.None)]
    [InlineData("http://2130706434:9000/", AddressRefusal.None)]
    [InlineData("http://127.0.0.2:9001/", AddressRefusal.NotAllowed)]
    [InlineData("http://127.0.0.1:9000/", AddressRefusal.NotAllowed)]
    [InlineData("http://0177.0.0.1/", AddressRefusal.NotAllowed)]
    [InlineData("http://0x7f000001/", AddressRefusal.NotAllowed)]
    [InlineData("http://2852039166/", AddressRefusal.NotAllowed)]
    [InlineData("http://localhost/", AddressRefusal.NotAllowed)]
    [InlineData("http://[::]/", AddressRefusal.NotAllowed)]
    [InlineData("http://[::ffff:127.0.0.1]/", AddressRefusal.NotAllowed)]
    public void Only_what_is_listed_may_be_called(string text, AddressRefusal refusal)
    {
        Assert.Equal(AddressRefusal.None, ComputedAddress.Read(text, out var address));

        Assert.Equal(refusal, Orders.Judge(address));
    }

    [Fact]
    public void Nothing_is_allowed_where_nothing_is_listed()
    {
        ComputedAddress.Read("http://eu.orders.internal/", out var address);

        Assert.Equal(AddressRefusal.NoneAllowed, AllowedHosts.None.Judge(address));
        Assert.False(AllowedHosts.None.MayConnect(IPAddress.Loopback, 80));
    }

    [Theory]
    [InlineData("10.1.2.3", 80, true)]
    [InlineData("192.168.0.1", 80, true)]
    [InlineData("100.64.0.1", 80, true)]
    [InlineData("fd12::1", 80, true)]
    [InlineData("2001:db8::1", 80, true)]
    [InlineData("127.0.0.2", 9000, true)]
    [InlineData("::ffff:127.0.0.2", 9000, true)]
    [InlineData("127.0.0.2", 9001, false)]
    [InlineData("127.0.0.1", 9000, false)]
    [InlineData("127.255.255.254", 80, false)]
    [InlineData("0.0.0.0", 80, false)]
    [InlineData("0.1.2.3", 80, false)]
    [InlineData("169.254.169.254", 80, false)]
    [InlineData("169.254.0.1", 80, false)]
    [InlineData("100.100.100.200", 80, false)]
    [InlineData("168.63.129.16", 80, false)]
    [InlineData("192.0.0.192", 80, false)]
    [InlineData("224.0.0.1", 80, false)]
    [InlineData("255.255.255.255", 80, false)]
    [InlineData("::", 80, false)]
    [InlineData("::1", 80, false)]
    [InlineData("::7f00:1", 80, false)]
    [InlineData("::ffff:127.0.0.1", 80, false)]
    [InlineData("::ffff:169.254.169.254", 80, false)]
    [InlineData("fe80::1", 80, false)]
    [InlineData("febf::1", 80, false)]
    [InlineData("fec0::1", 80, false)]
    [InlineData("fd00:ec2::254", 80, false)]
    [InlineData("fd20:ce::254", 80, false)]
    [InlineData("ff02::1", 80, false)]
    [InlineData("64:ff9b::7f00:1", 80, false)]
    [InlineData("64:ff9b::a9fe:a9fe", 80, false)]
    [InlineData("64:ff9b::808:808", 80, true)]
    [InlineData("64:ff9b:1::808:808", 80, false)]
    [InlineData("2002:7f00:1::", 80, false)]
    [InlineData("2002:808:808::", 80, true)]
    [InlineData("2001:0:1:2:3:4:80ff:fffe", 80, false)]
    public void A_name_that_is_allowed_leads_to_no_reserved_address(string address, int port, bool isAllowed) =>
        Assert.Equal(isAllowed, Orders.MayConnect(IPAddress.Parse(address), port));

    [Fact]
    public void A_name_that_is_listed_with_its_reserved_address_may_lead_there()
    {
        var hosts = Of("localhost", "127.0.0.1");
        ComputedAddress.Read("http://localhost:8080/", out var address);

        Assert.Equal(AddressRefusal.None, hosts.Judge(address));
        Assert.True(hosts.MayConnect(IPAddress.Loopback, 8080));
        Assert.False(hosts.MayConnect(IPAddress.IPv6Loopback, 8080));
    }

    [Theory]
    [InlineData("http://a", "it has more than a host and a port")]
    [InlineData("a/b", "it has more than a host and a port")]
    [InlineData("user@a", "it holds a user")]
    [InlineData("*", "it would allow every host")]
    [InlineData("*:80", "it would allow every host")]
    [InlineData("a.*", "a '*' can only stand for the first labels of a name")]
    [InlineData("*a.b", "host or port cannot be read")]
    [InlineData("*.10.0.0.5", "host or port cannot be read")]
    [InlineData("a:", "host or port cannot be read")]
    [InlineData("a:0", "host or port cannot be read")]
    [InlineData("a b", "host or port cannot be read")]
    [InlineData("fd00::5", "host or port cannot be read")]
    [InlineData("", "host or port cannot be read")]
    public void An_entry_that_could_mean_more_than_it_says_is_refused(string text, string error)
    {
        Assert.False(HostPattern.TryRead(text, out _, out var said));

        Assert.Equal(error, said);
    }

    [Theory]
    [InlineData("*.Orders.Internal.", "*.orders.internal")]
    [InlineData("0xa.5:08080", "10.0.0.5:8080")]
    [InlineData("[FD00:0::5]:80", "[fd00::5]:80")]
    [InlineData("[::ffff:10.0.0.5]", "10.0.0.5")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    public void An_entry_has_one_form(string text, string form) => Assert.Equal(form, Assert.Single(Of(text).Texts));

    private static AllowedHosts Of(params string[] texts) =>
        new([.. texts.Select(text => HostPattern.TryRead(text, out var pattern, out var error) ? pattern : throw new ArgumentException(error))]);
}
