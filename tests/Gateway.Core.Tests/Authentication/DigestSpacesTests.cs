using Gateway.Core.Authentication;

namespace Gateway.Core.Tests.Authentication;

public sealed class DigestSpacesTests
{
    private const string Origin = "http://a:80";
    private readonly DigestSpaces _spaces = new("u", "p");

    [Fact]
    public void A_challenge_is_kept_for_its_origin_and_nobody_elses()
    {
        Assert.Null(_spaces.Take(Origin, "/x"));
        Assert.Equal(("n", 1), Seen(Answer("n", "/x")));

        Assert.Equal(("n", 2), Seen(_spaces.Take(Origin, "/y")));
        Assert.Null(_spaces.Take("http://b:80", "/x"));
    }

    [Fact]
    public void The_first_to_be_refused_brings_the_new_nonce_and_the_others_go_over_to_it()
    {
        var old = Enumerable.Range(0, 3).Select(_ => _spaces.Take(Origin, "/x")).Prepend(Answer("old", "/x")).ToArray();
        var known = old[0];

        Assert.Equal(("new", 1), Seen(Answer("new", "/x", known)));
        Assert.Equal(("new", 2), Seen(Answer("newer", "/x", known)));
        Assert.Equal(("new", 3), Seen(Answer("newest", "/x", known)));
    }

    [Fact]
    public void Requests_that_were_all_sent_without_a_nonce_share_the_first_one_that_comes_back()
    {
        Assert.Equal(("one", 1), Seen(Answer("one", "/x")));
        Assert.Equal(("one", 2), Seen(Answer("two", "/x")));
    }

    [Fact]
    public void A_challenge_on_other_terms_takes_the_place_of_the_known_one()
    {
        Answer("one", "/x");

        Assert.Equal(("two", 1), Seen(_spaces.Answer(Origin, "/x", Challenge("two", ", qop=\"auth\""), null, "c")));
    }

    [Fact]
    public void Of_two_realms_the_one_is_answered_whose_path_is_nearer()
    {
        Answer("red", "/red/1", realm: "red");
        Answer("blue", "/blue/1", realm: "blue");

        Assert.Equal("red", _spaces.Take(Origin, "/red/2")!.Value.Nonce);
        Assert.Equal("blue", _spaces.Take(Origin, "/blue/2")!.Value.Nonce);
    }

    [Fact]
    public void A_challenge_for_some_paths_is_not_answered_on_others()
    {
        _spaces.Answer(Origin, "/a/1", Challenge("n", ", domain=\"/a http://a:80/b http://other/c\""), null, "c");

        Assert.Equal("n", _spaces.Take(Origin, "/a/2")!.Value.Nonce);
        Assert.Equal("n", _spaces.Take(Origin, "/b")!.Value.Nonce);
        Assert.Null(_spaces.Take(Origin, "/c"));
    }

    [Fact]
    public void No_more_are_kept_than_there_is_room_for_and_the_one_used_longest_ago_goes()
    {
        for (var i = 0; i < DigestSpaces.Most; i++)
        {
            _spaces.Answer($"http://{i}", "/", Challenge("n", ""), null, "c");
        }

        _spaces.Take("http://0", "/");
        _spaces.Answer("http://one-more", "/", Challenge("n", ""), null, "c");

        Assert.NotNull(_spaces.Take("http://0", "/"));
        Assert.Null(_spaces.Take("http://1", "/"));
        Assert.NotNull(_spaces.Take("http://2", "/"));
    }

    [Theory]
    [InlineData(0, false, true)]
    [InlineData(0, true, true)]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(2, true, false)]
    public void One_challenge_is_answered_in_a_try_and_one_more_for_a_nonce_that_was_too_old(int answered, bool isStale, bool mayAnswer) =>
        Assert.Equal(mayAnswer, DigestSpaces.MayAnswer(answered, isStale));

    private static (string, int) Seen(DigestTicket? ticket) => (ticket!.Value.Nonce, ticket.Value.Count);

    private static DigestChallenge Challenge(string nonce, string more, string realm = "r") =>
        DigestChallenge.Choose([$"Digest realm=\"{realm}\", nonce=\"{nonce}\"{more}"])!;

    private DigestTicket Answer(string nonce, string target, DigestTicket? used = null, string realm = "r") =>
        _spaces.Answer(Origin, target, Challenge(nonce, "", realm), used, "c");
}
