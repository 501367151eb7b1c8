using System.Net;
using Gateway.Core.Certificates;

namespace Gateway.Core.Tests.Certificates;

/// <summary>WSO2's verifiers, each against each kind of name (Synapse's HTTP sender; HttpComponents' verifiers).</summary>
public sealed class HostnameRuleTests
{
    // Host; common name; alternative names, comma-separated; then whether Strict, Default, DefaultAndLocalhost and AllowAll accept it.
    [Theory]
    [InlineData("api.example.com", "", "api.example.com", true, true, true)]
    [InlineData("API.Example.COM", "", "api.example.com", true, true, true)]
    [InlineData("api.example.com.", "", "api.example.com", true, true, true)]
    [InlineData("api.example.com", "api.example.com", "", true, true, true)]
    [InlineData("api.example.com", "api.example.com", "other.example.com", true, true, true)]
    [InlineData("other.example.com", "api.example.com", "other.example.com", true, true, true)]
    [InlineData("api.example.com", "Example Ltd", "other.example.com", false, false, false)]
    [InlineData("api.example.com", "", "", false, false, false)]
    [InlineData("api.example.com", "", "*.example.com", true, true, true)]
    [InlineData("api.example.com", "*.example.com", "", true, true, true)]
    [InlineData("a.b.example.com", "", "*.example.com", false, true, true)]
    [InlineData("a.b.example.com", "*.example.com", "", false, true, true)]
    [InlineData("a.b.c.example.com", "", "*.example.com", false, true, true)]
    [InlineData("example.com", "", "*.example.com", false, false, false)]
    [InlineData("evilexample.com", "", "*.example.com", false, false, false)]
    [InlineData(".example.com", "", "*.example.com", false, false, false)]
    [InlineData("a.example.com", "", "*example.com", false, false, false)]
    [InlineData("api.example.com", "", "a*.example.com", false, false, false)]
    [InlineData("api.example.com", "", "api.*.com", false, false, false)]
    [InlineData("example.com", "", "*.com", false, false, false)]
    [InlineData("api.example.com", "", "*", false, false, false)]
    [InlineData("shop.co.uk", "", "*.co.uk", false, false, false)]
    [InlineData("shop.example.uk", "", "*.example.uk", true, true, true)]
    [InlineData("a.shop.co.uk", "", "*.shop.co.uk", true, true, true)]
    [InlineData("10.0.0.5", "", "10.0.0.5", true, true, true)]
    [InlineData("10.0.0.5", "10.0.0.5", "", true, true, true)]
    [InlineData("10.0.0.5", "", "ip:10.0.0.5", true, true, true)]
    [InlineData("10.0.0.5", "", "ip:10.0.0.6", false, false, false)]
    [InlineData("10.0.0.5", "", "*.0.0.5", false, false, false)]
    [InlineData("[2001:db8::1]", "", "ip:2001:db8:0::1", true, true, true)]
    [InlineData("2001:db8::1", "", "ip:2001:db8::2", false, false, false)]
    [InlineData("localhost", "", "api.example.com", false, false, true)]
    [InlineData("LOCALHOST", "", "api.example.com", false, false, true)]
    [InlineData("localhost.localdomain", "", "api.example.com", false, false, true)]
    [InlineData("127.0.0.1", "", "api.example.com", false, false, true)]
    [InlineData("[::1]", "", "api.example.com", false, false, true)]
    [InlineData("::1", "", "api.example.com", false, false, true)]
    [InlineData("127.0.0.2", "", "api.example.com", false, false, false)]
    [InlineData("localhost.example.com", "", "api.example.com", false, false, false)]
    public void Each_verifier_accepts_the_names_that_it_should(
        string host, string commonName, string alternatives, bool strict, bool byDefault, bool andLocalhost)
    {
        var all = alternatives.Split(',', StringSplitOptions.RemoveEmptyEntries);
        var names = new CertificateNames(
            commonName, [.. all.Where(name => !name.StartsWith("ip:", StringComparison.Ordinal))],
            [.. all.Where(name => name.StartsWith("ip:", StringComparison.Ordinal)).Select(name => IPAddress.Parse(name[3..]))]);

        Assert.Equal(
            (strict, byDefault, andLocalhost, true),
            (HostnameRule.Accepts(HostnameVerifier.Strict, host, names), HostnameRule.Accepts(HostnameVerifier.Default, host, names),
                HostnameRule.Accepts(HostnameVerifier.DefaultAndLocalhost, host, names), HostnameRule.Accepts(HostnameVerifier.AllowAll, host, names)));
    }

    [Fact]
    public void Names_are_told_each_once_and_no_more_than_a_few()
    {
        Assert.Equal("nobody", new CertificateNames("", [], []).ToString());
        Assert.Equal("a.example, b.example, 10.0.0.1", new CertificateNames("a.example", ["A.example", "b.example"], [IPAddress.Parse("10.0.0.1")]).ToString());
        Assert.Equal(
            "0.x, 1.x, 2.x, 3.x, 4.x, 5.x, 6.x, 7.x, 8.x, 9.x and 2 more",
            new CertificateNames("", [.. Enumerable.Range(0, 12).Select(i => $"{i}.x")], []).ToString());
    }
}
