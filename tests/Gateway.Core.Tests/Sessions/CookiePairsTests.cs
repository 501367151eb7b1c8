using Gateway.Core.Sessions;

namespace Gateway.Core.Tests.Sessions;

public class CookiePairsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1", "a:1")]
    [InlineData("a=1; b=2", "a:1|b:2")]
    [InlineData(" a=1 ;b=2;; \t;c=3=4", "a:1|b:2|c:3=4")]
    [InlineData("flag; a=\"x; y\"", ":flag|a:\"x|:y\"")]
    [InlineData("a=; =b", "a:|:b")]
    public void Pairs_are_told_apart_by_semicolons_and_the_first_equals_sign(string header, string expected)
    {
        var read = new List<string>();
        var pairs = new CookiePairs(header);
        while (pairs.MoveNext())
        {
            read.Add($"{pairs.Name}:{pairs.Value}");
        }

        Assert.Equal(expected, string.Join('|', read));
    }

    [Theory]
    [InlineData("own=1", "")]
    [InlineData("own=1; a=2", "a=2")]
    [InlineData("a=2;own=1;b=3; own=4", "a=2; b=3")]
    [InlineData("a=own; OWN=1; own2=2; own", "a=own; OWN=1; own2=2; own")]
    [InlineData("a = 1 ;b=2", "a = 1 ;b=2")]
    public void A_cookie_is_taken_out_and_what_has_none_stays_as_it_is(string header, string expected) =>
        Assert.Equal(expected, CookiePairs.Without(header, "own"));

    [Fact]
    public void A_header_without_the_cookie_is_the_same_text() =>
        Assert.Same("a=1;b=2", CookiePairs.Without("a=1;b=2", "own"));
}
