using Gateway.Core.Authentication;

namespace Gateway.Core.Tests.Authentication;

/// <summary>The examples of the RFCs, and what they leave to be understood.</summary>
public sealed class DigestTests
{
    private const string Rfc7616 =
        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm={0}, "
        + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";

    [Theory]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    public void The_examples_of_RFC_7616_section_3_9_1_come_out_as_printed(string algorithm, string response)
    {
        var session = Session(Rfc7616.Replace("{0}", algorithm, StringComparison.Ordinal), "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ");

        Assert.Equal(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
            + $"uri=\"/dir/index.html\", algorithm={algorithm}, qop=auth, nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", "
            + $"response=\"{response}\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"",
            session.Header(session.Take(), "GET", "/dir/index.html"));
    }

    [Fact]
    public void The_stronger_of_the_two_challenges_of_RFC_7616_is_answered_whatever_their_order()
    {
        var md5 = Rfc7616.Replace("{0}", "MD5", StringComparison.Ordinal);
        var sha = Rfc7616.Replace("{0}", "SHA-256", StringComparison.Ordinal);

        Assert.Equal("SHA-256", DigestChallenge.Choose([sha, md5])!.Algorithm.Name);
        Assert.Equal("SHA-256", DigestChallenge.Choose([md5, sha])!.Algorithm.Name);
        Assert.Equal("SHA-256", DigestChallenge.Choose([$"Basic realm=\"x\", {md5}, {sha}"])!.Algorithm.Name);
    }

    [Fact]
    public void The_example_of_RFC_2617_section_3_5_comes_out_as_printed()
    {
        var session = Session(
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            "Mufasa", "Circle Of Life", "0a4f113b");

        Assert.Equal(
            "Digest username=\"Mufasa\", realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", "
            + "qop=auth, nc=00000001, cnonce=\"0a4f113b\", response=\"6629fae49393a05397450978507c4ef1\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"",
            session.Header(session.Take(), "GET", "/dir/index.html"));
    }

    // Computed apart from this code, with Python's hashlib, by the formulas of RFC 7616, 3.4.1 to 3.4.3, for user, realm, password "u r p", nonce
    // "n", client's nonce "c", POST /x?y=1 and the body "hello".
    [Theory]
    [InlineData("algorithm=MD5", "53e5b46628080b405f34d0d7ac3dd5c6")]
    [InlineData("", "53e5b46628080b405f34d0d7ac3dd5c6")]
    [InlineData("algorithm=MD5-sess, qop=\"auth\"", "856b1734332760d65f59f752b7eac4ff")]
    [InlineData("algorithm=md5-SESS, qop=auth", "856b1734332760d65f59f752b7eac4ff")]
    [InlineData("algorithm=SHA-256-sess, qop=\"auth\"", "18cfbee7c5fab0cb221815c8af9cf9c0ad1633c44f7fbc028981ff1006f04266")]
    [InlineData("algorithm=SHA-512-256, qop=\"auth\"", "cdd18714d52ed40aab1bfaf4c4e6750eb5d6cf5086a23a41ae49a4ee453b0ed4")]
    [InlineData("algorithm=SHA-512-256-sess, qop=\"auth\"", "9305f9f93d5796f4a4c3465971f1f2ea95444ca9ac7a96a7d2bfb03e33d1474f")]
    [InlineData("algorithm=SHA-512-256, qop=\"auth-int\"", "342a10ac70832e45c780bfebe70567c689c8a457f326f455541b5cc3ef9b4ce6")]
    [InlineData("algorithm=SHA-512-256-sess, qop=\"auth-int\"", "d11d301254d24081fa8883288b54ed371dc6c44ab991d2e846ccf8e79fefe905")]
    [InlineData("algorithm=MD5, qop=\"auth-int\"", "be5eaca4c5cb94ea6e650e29782bc413")]
    [InlineData("algorithm=SHA-256, qop=\"auth-int\"", "95e7e1b93c881f81cefdef70b17cbafc16085eb797c2f25741d1e57b75945c0e")]
    [InlineData("algorithm=SHA-256-sess, qop=\"auth-int\"", "b15415f723d5451e70ff8a94c950130df23807b457375af64768e73f1cbebe5c")]
    public void Every_algorithm_and_quality_comes_out_as_its_formula_says(string terms, string response)
    {
        var session = Session($"Digest realm=\"r\", nonce=\"n\"{(terms.Length > 0 ? ", " : "")}{terms}", "u", "p", "c");

        var header = session.Header(session.Take(), "POST", "/x?y=1", session.Challenge.Algorithm.Hash("hello"));

        Assert.Contains($"response=\"{response}\"", header, StringComparison.Ordinal);
        Assert.Equal(terms.Contains("qop", StringComparison.Ordinal), header.Contains("nc=00000001, cnonce=\"c\"", StringComparison.Ordinal));
        Assert.Equal(terms.Contains("auth-int", StringComparison.Ordinal), header.Contains("qop=auth-int", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_goes_out_as_a_hash_where_that_is_asked_for()
    {
        var session = Session("Digest realm=\"r\", nonce=\"n\", algorithm=SHA-256, qop=\"auth\", userhash=true", "Jäsøn Doe", "p", "c");

        var header = session.Header(session.Take(), "GET", "/");

        Assert.StartsWith("Digest username=\"91e702702279fa375d7b8ba1a48d59cb25af8f489363b01bcb9f50fe050aebef\", ", header, StringComparison.Ordinal);
        Assert.EndsWith(", userhash=true", header, StringComparison.Ordinal);
    }

    // With the values of erratum 4897: the RFC's own were made by cutting SHA-512 itself.
    [Fact]
    public void The_example_of_RFC_7616_section_3_9_2_comes_out_as_corrected()
    {
        var session = Session(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", "
            + "opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8, userhash=true",
            "Jäsøn Doe", "Secret, or not?", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v");

        var header = session.Header(session.Take(), "GET", "/doe.json");

        Assert.StartsWith("Digest username=\"793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b\", ", header, StringComparison.Ordinal);
        Assert.Contains("response=\"3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5\"", header, StringComparison.Ordinal);
    }

    [Fact]
    public void The_strongest_of_three_is_SHA_512_256() => Assert.Equal("SHA-512-256", DigestChallenge.Choose(
        ["Digest realm=\"r\", nonce=\"a\", algorithm=SHA-256", "Digest realm=\"r\", nonce=\"b\", algorithm=SHA-512-256", "Digest realm=\"r\", nonce=\"c\""])!.Algorithm.Name);

    // Of the example of RFC 2617, computed apart from this code, with Python's hashlib.
    [Theory]
    [InlineData("rspauth=\"376602cfd2f4e8e5e78b948a85263e85\", qop=auth", true)]
    [InlineData("rspauth=\"376602CFD2F4E8E5E78B948A85263E85\"", true)]
    [InlineData("rspauth=\"376602cfd2f4e8e5e78b948a85263e86\", qop=auth", false)]
    [InlineData("rspauth=\"\"", false)]
    [InlineData("rspauth=\"376602cfd2f4e8e5e78b948a85263e86\", qop=auth-int", null)]
    [InlineData("nextnonce=\"n\"", null)]
    public void A_server_proves_that_it_knows_the_secret_or_does_not(string info, bool? holds)
    {
        var session = Session(
            "Digest realm=\"testrealm@host.com\", qop=\"auth,auth-int\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\"", "Mufasa", "Circle Of Life", "0a4f113b");
        var ticket = session.Take();
        session.Continue(ticket, "later");

        Assert.Equal(holds, session.Proves(ticket, "/dir/index.html", ChallengeReader.ReadParameters(info)));
    }

    [Theory]
    [InlineData("a\"b\\c", "username=\"a\\\"b\\\\c\"")]
    [InlineData("Jäsøn Doe", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe")]
    public void A_name_that_does_not_fit_between_quotes_is_written_so_that_it_does(string name, string expected) =>
        Assert.StartsWith($"Digest {expected}, realm=", Session("Digest realm=\"r\", nonce=\"n\"", name, "p", "c").Header(
            Session("Digest realm=\"r\", nonce=\"n\"", name, "p", "c").Take(), "GET", "/"), StringComparison.Ordinal);

    [Theory]
    [InlineData("Basic realm=\"a\"")]
    [InlineData("Digest realm=\"a\"")]
    [InlineData("Digest nonce=\"a\"")]
    [InlineData("Digest realm=\"a\", nonce=\"\"")]
    [InlineData("Digest realm=\"a\", nonce=\"b\", algorithm=SHA-1024")]
    [InlineData("Digest realm=\"a\", nonce=\"b\", qop=\"auth-conf\"")]
    public void What_cannot_be_answered_is_left_to_the_client(string header) => Assert.Null(DigestChallenge.Choose([header]));

    [Fact]
    public void Uses_of_a_nonce_are_counted_and_the_count_begins_again_with_the_next_nonce()
    {
        var session = Session("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "u", "p", "c");
        var first = session.Take();
        var second = session.Take();
        var third = session.Take();
        session.GiveBack(second);
        Assert.Equal(4, session.Take().Count);

        session.Continue(third, "m");
        session.Continue(first, "late");
        var next = session.Take();

        Assert.Equal((1, 2, 3), (first.Count, second.Count, third.Count));
        Assert.Equal(("m", 1), (next.Nonce, next.Count));
        Assert.Contains("nonce=\"n\"", session.Header(third, "GET", "/"), StringComparison.Ordinal);
        Assert.Contains("nc=00000003", session.Header(third, "GET", "/"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_whose_request_never_left_is_used_for_the_next_one()
    {
        var session = Session("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "u", "p", "c");
        session.Take();
        session.GiveBack(session.Take());

        Assert.Equal(2, session.Take().Count);
    }

    [Fact]
    public void A_number_of_a_nonce_that_has_gone_is_not_given_back_to_the_next_one()
    {
        var session = Session("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "u", "p", "c");
        var old = session.Take();
        session.Continue(old, "m");
        session.Take();
        session.GiveBack(old);

        Assert.Equal(2, session.Take().Count);
    }

    [Fact]
    public void Nothing_of_a_session_shows_its_secret()
    {
        var session = Session("Digest realm=\"r\", nonce=\"n\", qop=\"auth\"", "u", "hunter2", "c");

        Assert.Equal("digest for 'r'", session.ToString());
        Assert.DoesNotContain("hunter2", $"{session.Take()} {session.Challenge}", StringComparison.Ordinal);
    }

    private static DigestSession Session(string header, string username, string password, string ownNonce) =>
        new(DigestChallenge.Choose([header])!, username, password, ownNonce);
}
