using CsCheck;
using Gateway.Core.Authentication;

namespace Gateway.Core.Tests.Authentication;

public sealed class ChallengeReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("Basic", "Basic[]")]
    [InlineData("Basic realm=\"a\"", "Basic[realm=a]")]
    [InlineData("Basic realm=\"a, b=\\\"c\\\"\\\\\"", "Basic[realm=a, b=\"c\"\\]")]
    [InlineData("Digest realm=\"a\",nonce=b , qop = \"auth,auth-int\"", "Digest[realm=a|nonce=b|qop=auth,auth-int]")]
    [InlineData("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"",
        "Newauth[realm=apps|type=1|title=Login to \"apps\"] Basic[realm=simple]")]
    [InlineData("Negotiate, Digest realm=\"a\", nonce=\"b\"", "Negotiate[] Digest[realm=a|nonce=b]")]
    [InlineData("Negotiate YWJj/+==, Digest realm=\"a\"", "Negotiate[] Digest[realm=a]")]
    [InlineData("Negotiate YWJj, Basic realm=\"a\"", "Negotiate[] Basic[realm=a]")]
    [InlineData("Basic realm=\"a\", Digest realm=\"b\", nonce=\"c\", Bearer", "Basic[realm=a] Digest[realm=b|nonce=c] Bearer[]")]
    [InlineData(" , ,Basic realm=a,, charset=\"UTF-8\" ,", "Basic[realm=a|charset=UTF-8]")]
    [InlineData("Digest realm=\"never ends", "Digest[]")]
    [InlineData("Digest realm=\"a\" nonce=\"b\"", "Digest[realm=a]")]
    [InlineData("Digest realm=, nonce=b", "Digest[] nonce[]")]
    [InlineData("=x", "")]
    [InlineData("\"Basic\"", "")]
    public void Lists_are_taken_apart_into_challenges_and_their_parameters(string header, string expected) =>
        Assert.Equal(expected, string.Join(' ', ChallengeReader.ReadChallenges(header).Select(challenge =>
            $"{challenge.Scheme}[{string.Join('|', challenge.Parameters.Select(pair => $"{pair.Name}={pair.Value}"))}]")));

    [Fact]
    public void A_header_of_parameters_alone_is_read_too()
    {
        var info = ChallengeReader.ReadParameters("nextnonce=\"abc=\", qop=auth, rspauth=\"6629\", nc=00000001");

        Assert.Equal("abc=", info["NextNonce"]);
        Assert.Equal("00000001", info["nc"]);
        Assert.Null(info["cnonce"]);
    }

    [Fact]
    public void What_is_too_long_is_not_looked_at() =>
        Assert.Empty(ChallengeReader.ReadChallenges($"Basic realm=\"{new string('a', ChallengeReader.Longest)}\""));

    [Fact]
    public void Any_text_ends_somewhere() => Gen.String[Gen.Char["Digestralm=\"\\, \tä\0/+"], 0, 60].Sample(text =>
    {
        Assert.True(ChallengeReader.ReadChallenges(text).Length <= 16);
        ChallengeReader.ReadParameters(text);
    });
}
