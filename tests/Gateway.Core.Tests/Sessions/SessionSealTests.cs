using System.Text;
using CsCheck;
using Gateway.Core.Sessions;

namespace Gateway.Core.Tests.Sessions;

/// <summary>What the cookie of a session is taken for.</summary>
public class SessionSealTests
{
    private const string Group = "pets";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("the cluster's key: 32 characters or more");
    private static readonly TimeSpan Now = TimeSpan.FromDays(20_000);
    private static readonly TimeSpan End = Now + TimeSpan.FromMinutes(10);
    private static readonly SessionSeal Seal = new(Key, Group);
    private static readonly string Token = Seal.Write(Seal.TagOf("pets-a"), key: 0, End);

    [Fact]
    public void A_token_names_its_member_and_its_end_to_every_node_with_the_key()
    {
        Assert.True(new SessionSeal(Key, Group).TryRead(Token, 0, Now, out var tag, out var end));
        Assert.Equal((Seal.TagOf("pets-a"), End), (tag, end));
        Assert.NotEqual(Seal.TagOf("pets-b"), tag);
    }

    [Fact]
    public void A_token_is_40_characters_that_a_cookie_may_hold_and_none_of_them_tells_the_member()
    {
        Assert.Matches("^[A-Za-z0-9_-]{40}$", Token);
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(Token);
        Assert.DoesNotContain("pets-a", Encoding.Latin1.GetString(bytes), StringComparison.Ordinal);
        Assert.NotEqual(new SessionSeal("another key, also of 32 characters"u8, Group).TagOf("pets-a"), Seal.TagOf("pets-a"));
    }

    [Fact]
    public void What_is_no_token_counts_as_none()
    {
        string[] texts =
        [
            "", " ", "x", Token[..39], Token[1..], Token + "A", Token + " ", " " + Token[1..], "\"" + Token[..38] + "\"", new('A', 40),
            new('!', 40), Token[..20] + "=" + Token[21..], Token[..39] + "é",
        ];
        Assert.All(texts, text => Assert.False(Seal.TryRead(text, 0, Now, out _, out _), text));
    }

    [Fact]
    public void A_token_with_any_one_character_changed_counts_as_none() => Gen.Select(Gen.Int[0, 39], Gen.Int[1, 63]).Sample((place, by) =>
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var forged = Token.ToCharArray();
        forged[place] = Alphabet[(Alphabet.IndexOf(forged[place], StringComparison.Ordinal) + by) % 64];
        return !Seal.TryRead(forged, 0, Now, out _, out _);
    });

    [Theory]
    [InlineData(-600_000, true)]
    [InlineData(-1, true)]
    [InlineData(0, false)]
    [InlineData(1, false)]
    public void A_token_counts_until_its_end(int sinceEnd, bool counts) =>
        Assert.Equal(counts, Seal.TryRead(Token, 0, End + TimeSpan.FromMilliseconds(sinceEnd), out _, out _));

    [Fact]
    public void A_token_of_another_key_of_another_group_or_of_another_session_counts_as_none()
    {
        Assert.False(new SessionSeal("another key, also of 32 characters"u8, Group).TryRead(Token, 0, Now, out _, out _));
        Assert.False(new SessionSeal(Key, "pets-2").TryRead(Token, 0, Now, out _, out _));
        Assert.False(Seal.TryRead(Token, key: 7, Now, out _, out _));

        var ofSession = Seal.Write(1, key: 7, End);
        Assert.True(Seal.TryRead(ofSession, key: 7, Now, out _, out _));
        Assert.False(Seal.TryRead(ofSession, key: 8, Now, out _, out _));
        Assert.False(Seal.TryRead(ofSession, key: 0, Now, out _, out _));
    }

    [Fact]
    public void What_is_written_is_read() => Gen.Select(Gen.ULong, Gen.ULong, Gen.Long[1, 253_402_300_799_999]).Sample((tag, key, end) =>
    {
        var until = TimeSpan.FromMilliseconds(end);
        return Seal.TryRead(Seal.Write(tag, key, until), key, until - TimeSpan.FromMilliseconds(1), out var readTag, out var readEnd)
            && (readTag, readEnd) == (tag, until);
    });

    // Every node of a cluster must read it, those of a newer version too: the form may change only with the number in the derivation.
    [Fact]
    public void The_form_of_a_token_is_fixed() =>
        Assert.Equal("AZJU3KfAOuQgumAFZpl14pfg7cp14KnkQIKQ1bzf", Seal.Write(Seal.TagOf("pets-a"), key: 5, End));
}
