using System.Text;
using Gateway.Core.Authentication;

namespace Gateway.Core.Tests.Authentication;

public sealed class TokenTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly TokenDesk _desk = new();

    [Fact]
    public void The_first_to_ask_fetches_and_the_others_wait()
    {
        Assert.Equal(TokenStep.Fetch, _desk.Ask(default, "").Step);
        Assert.Equal(TokenStep.Wait, _desk.Ask(Second, "").Step);
        Assert.Equal(TokenStep.Wait, _desk.Ask(TokenDesk.LeaseLength - Second, "").Step);
    }

    [Fact]
    public void Whoever_takes_too_long_has_lost_its_turn()
    {
        var slow = _desk.Ask(default, "");
        var next = _desk.Ask(TokenDesk.LeaseLength, "");
        Assert.Equal(TokenStep.Fetch, next.Step);

        _desk.Put(TokenDesk.LeaseLength, slow.Lease, "late", TimeSpan.FromHours(1));
        Assert.Equal(TokenStep.Wait, _desk.Ask(TokenDesk.LeaseLength, "").Step);
        _desk.Fail(TokenDesk.LeaseLength, slow.Lease);
        Assert.Equal(TokenStep.Wait, _desk.Ask(TokenDesk.LeaseLength, "").Step);

        _desk.Put(TokenDesk.LeaseLength, next.Lease, "token", TimeSpan.FromHours(1));
        Assert.Equal("token", _desk.Ask(TokenDesk.LeaseLength, "").Token);
    }

    [Fact]
    public void A_token_is_renewed_by_one_before_it_ends_and_used_meanwhile()
    {
        Put(default, 100 * Second);

        Assert.Equal(TokenStep.Use, _desk.Ask(79 * Second, "").Step);
        var renewal = _desk.Ask(80 * Second, "");
        Assert.Equal((TokenStep.UseAndFetch, "token"), (renewal.Step, renewal.Token));
        Assert.Equal(TokenStep.Use, _desk.Ask(81 * Second, "").Step);

        // A renewal that fails leaves the old token in use, and is tried again after a pause.
        _desk.Fail(82 * Second, renewal.Lease);
        Assert.Equal(TokenStep.Use, _desk.Ask(82.9 * Second, "").Step);
        Assert.Equal(TokenStep.UseAndFetch, _desk.Ask(83 * Second, "").Step);
        Assert.Equal(TokenStep.Wait, _desk.Ask(95 * Second, "").Step);
    }

    [Theory]
    [InlineData(10, 8, 9.5)]
    [InlineData(100, 80, 95)]
    [InlineData(3600, 3540, 3595)]
    public void It_is_renewed_a_fifth_ahead_and_at_most_a_minute_and_its_last_twentieth_is_not_used(double life, double renewed, double ends)
    {
        Put(default, life * Second);

        Assert.Equal(TokenStep.Use, _desk.Ask((renewed - 0.01) * Second, "").Step);
        Assert.Equal((TokenStep.Use, (ends - renewed + 0.01) * Second), (_desk.Ask((renewed - 0.01) * Second, "").Step, _desk.Ask((renewed - 0.01) * Second, "").For));
        Assert.Equal(TokenStep.UseAndFetch, _desk.Ask(renewed * Second, "").Step);
        Assert.Equal("token", _desk.Ask((ends - 0.01) * Second, "").Token);
        Assert.Equal("", _desk.Ask(ends * Second, "").Token);
    }

    [Fact]
    public void After_failures_nobody_asks_for_longer_and_longer()
    {
        var now = TimeSpan.Zero;
        var pauses = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var advice = _desk.Ask(now, "");
            Assert.Equal(TokenStep.Fetch, advice.Step);
            var pause = _desk.Fail(now, advice.Lease);
            pauses.Add(pause.TotalSeconds);
            Assert.Equal((TokenStep.Pause, pause), (_desk.Ask(now, "").Step, _desk.Ask(now, "").For));
            now += pause;
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], pauses);
        Put(now, 100 * Second);
        _desk.Ask(now, "token");
        Assert.Equal(1, _desk.Fail(now, 10).TotalSeconds);
    }

    [Fact]
    public void A_token_that_the_backend_refuses_is_given_to_nobody_any_more_but_its_successor_is()
    {
        Put(default, 100 * Second);
        var renewal = _desk.Ask(Second, "token");
        Assert.Equal((TokenStep.Fetch, ""), (renewal.Step, renewal.Token));
        _desk.Put(Second, renewal.Lease, "successor", 100 * Second);

        Assert.Equal((TokenStep.Use, "successor"), (_desk.Ask(Second, "token").Step, _desk.Ask(Second, "token").Token));
    }

    [Theory]
    [InlineData("""{"access_token":"abc","token_type":"Bearer","expires_in":3600}""", "abc", 3600, "")]
    [InlineData("""{"access_token":"abc","expires_in":"60"}""", "abc", 60, "")]
    [InlineData("""{"access_token":"abc","token_type":"bearer"}""", "abc", 300, "")]
    [InlineData("""{"access_token":"abc","expires_in":1e12}""", "abc", 86400, "")]
    [InlineData("""{"access_token":"abc","expires_in":-1}""", "abc", 0, "")]
    [InlineData("""{"access_token":"abc","expires_in":null}""", "abc", 300, "")]
    [InlineData("""{"access_token":"abc","token_type":"mac"}""", null, 0, "it gives tokens of type 'mac', and only bearer tokens can be used")]
    [InlineData("""{"error":"invalid_client","error_description":"hunter2"}""", null, 0, "it answers 'invalid_client'")]
    [InlineData("""{"error":"a\u0007b"}""", null, 0, "it answers 'a?b'")]
    [InlineData("""{"access_token":""}""", null, 0, "its answer has no access_token")]
    [InlineData("""{"access_token":"a\r\nX: y"}""", null, 0, "its answer has no access_token")]
    [InlineData("""{"access_token":5}""", null, 0, "its answer has no access_token")]
    [InlineData("""["access_token"]""", null, 0, "its answer is no JSON object")]
    [InlineData("<html>hunter2</html>", null, 0, "its answer is not JSON")]
    [InlineData("", null, 0, "its answer is not JSON")]
    public void An_answer_gives_a_token_or_says_why_not(string json, string? token, double seconds, string fault)
    {
        var read = AccessToken.Read(Encoding.UTF8.GetBytes(json), out var said);

        Assert.Equal((token, token is null ? 0 : seconds, fault), (read?.Value, read?.Life.TotalSeconds ?? 0, said));
    }

    [Fact]
    public void A_sealed_token_is_opened_with_the_same_key_and_name_only()
    {
        var key = Encoding.UTF8.GetBytes("0123456789abcdef0123456789abcdef");
        var text = new TokenSeal(key, "pets").Seal("abc", new byte[TokenSeal.NonceLength]);

        Assert.DoesNotContain("abc", text, StringComparison.Ordinal);
        Assert.Equal("abc", new TokenSeal(key, "pets").Open(text));
        Assert.Null(new TokenSeal(key, "shop").Open(text));
        Assert.Null(new TokenSeal(key.AsSpan(1), "pets").Open(text));
        Assert.Null(new TokenSeal(key, "pets").Open(text[..^4]));
        Assert.Null(new TokenSeal(key, "pets").Open("not base64"));
        Assert.Null(new TokenSeal(key, "pets").Open(""));
    }

    [Fact]
    public void No_text_of_these_shows_a_token() =>
        Assert.DoesNotContain("hunter2", $"{new AccessToken("hunter2", Second)} {new TokenAdvice(TokenStep.Use, "hunter2", 1, Second)}", StringComparison.Ordinal);

    // WSO2's own checks (section 7 of its tests' payloads): the characters survive untouched.
    [Theory]
    [InlineData("admin1", "admin123", "Basic YWRtaW4xOmFkbWluMTIz")]
    [InlineData("user", "abcd-+={[}]|:;'<,>.?/efghijk", "Basic dXNlcjphYmNkLSs9e1t9XXw6Oyc8LD4uPy9lZmdoaWpr")]
    [InlineData("user", "abcd!@#$%^&*()_efghijk", "Basic dXNlcjphYmNkIUAjJCVeJiooKV9lZmdoaWpr")]
    [InlineData("test", "123£", "Basic dGVzdDoxMjPCow==")]
    public void Basic_credentials_are_written_as_WSO2_and_RFC_7617_have_them(string username, string password, string header) =>
        Assert.Equal(header, BasicCredentials.Header(username, password));

    private void Put(TimeSpan now, TimeSpan life) => _desk.Put(now, _desk.Ask(now, "").Lease, "token", life);
}
