using Gateway.Core.Routing;

namespace Gateway.Core.Tests.Routing;

public class CorsRulesTests
{
    [Theory]
    [InlineData("*", "https://a.example", "*")]
    [InlineData("*", "", "*")]
    [InlineData("*", "null", "*")]
    [InlineData("https://a.example", "https://a.example", "https://a.example")]
    [InlineData("https://a.example", "http://a.example", null)]
    [InlineData("https://a.example", "https://a.example:443", null)]
    [InlineData("https://a.example", "https://b.a.example", null)]
    [InlineData("https://a.example", "https://a.example.evil", null)]
    [InlineData("https://a.example", "", null)]
    [InlineData("https://a.example", "null", null)]
    [InlineData("https://a.example https://b.example", "https://b.example", "https://b.example")]
    [InlineData("https://*.example.com", "https://a.example.com", "https://a.example.com")]
    [InlineData("https://*.example.com", "https://a.b.example.com", "https://a.b.example.com")]
    [InlineData("https://*.example.com", "https://example.com", null)]
    [InlineData("https://*.example.com", "https://.example.com", null)]
    [InlineData("https://*.example.com", "https://evil-example.com", null)]
    [InlineData("https://*.example.com", "https://evil.com/.example.com", null)]
    [InlineData("https://*.example.com", "https://evil.com:1@x.example.com", null)]
    [InlineData("https://*.example.com", "http://a.example.com", null)]
    [InlineData("http://localhost:*", "http://localhost:3000", "http://localhost:3000")]
    [InlineData("http://localhost:*", "http://localhost", null)]
    [InlineData("", "https://a.example", null)]
    public void An_origin_is_allowed_as_it_stands_or_where_one_asterisk_stands_for_a_part_of_its_host(string allowed, string origin, string? answer) =>
        Assert.Equal(answer, new CorsRules(new CorsPolicy { AllowOrigins = [.. allowed.Split(' ', StringSplitOptions.RemoveEmptyEntries)] }).OriginFor(origin));

    [Theory]
    [InlineData("*", true, false)]
    [InlineData("https://a.example", true, true)]
    [InlineData("https://a.example", false, false)]
    public void Credentials_are_never_allowed_to_every_origin_at_once(string origin, bool configured, bool allowed) =>
        Assert.Equal(allowed, new CorsRules(new CorsPolicy { AllowOrigins = [origin], AllowCredentials = configured }).AllowsCredentials);

    [Theory]
    [InlineData("GET, HEAD, POST", "GET, POST")]
    [InlineData("TRACE", "")]
    [InlineData("", "DELETE, GET, OPTIONS, PATCH, POST, PUT")]
    public void Of_the_allowed_methods_those_are_told_that_the_resource_offers(string offered, string told) =>
        Assert.Equal(told, new CorsRules(CorsPolicy.Default).MethodsOf(offered));

    [Fact]
    public void What_is_told_of_headers_and_time_is_text_once()
    {
        var rules = new CorsRules(new CorsPolicy { AllowHeaders = ["A", "B"], ExposeHeaders = ["C", "D"], MaxAge = TimeSpan.FromMinutes(10) });

        Assert.Equal(("A, B", "C, D", "600", false), (rules.AllowHeaders, rules.ExposeHeaders, rules.MaxAge, rules.AnyHeader));
        Assert.True(new CorsRules(new CorsPolicy { AllowHeaders = ["*"] }).AnyHeader);
        Assert.Equal("", new CorsRules(CorsPolicy.Default).MaxAge);
    }
}
