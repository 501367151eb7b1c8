using CsCheck;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups;

public class RendezvousTests
{
    private const int Keys = 40_000;

    [Fact]
    public void Members_get_keys_in_the_shares_of_their_weights() => Gen.Int[1, 8].Array[2, 6].Sample(
        weights =>
        {
            var members = Plans.Members(string.Join(' ', weights.Select((weight, i) => $"m{i}:{weight}")));
            var counts = Shares(members.ToArray());
            for (var i = 0; i < weights.Length; i++)
            {
                // Five times the standard deviation of a fair draw.
                var share = (double)weights[i] / weights.Sum();
                var slack = 5 * Math.Sqrt(Keys * share * (1 - share));
                Assert.InRange(counts[members[i].Id], (Keys * share) - slack, (Keys * share) + slack);
            }
        },
        iter: 20);

    [Fact]
    public void When_a_member_goes_its_own_keys_move_and_no_others() => Gen.Select(Gen.Int[1, 5].Array[2, 8], Gen.Int[0, 7], Gen.ULong).Sample(
        (weights, gone, key) =>
        {
            var members = Plans.Members(string.Join(' ', weights.Select((weight, i) => $"m{i}:{weight}")));
            var left = members.RemoveAt(gone % weights.Length);
            var first = Rendezvous.First(key, members);
            var then = Rendezvous.First(key, left);
            Assert.True(first == then || first == members[gone % weights.Length].Id);
        },
        iter: 2000);

    [Fact]
    public void A_member_that_goes_hands_its_keys_to_all_the_others()
    {
        var members = Plans.Members("a b c d");
        var moved = Enumerable.Range(0, Keys).Select(i => KeyHash.Of($"user-{i}")).Where(key => Rendezvous.First(key, members) == "a")
            .CountBy(key => Rendezvous.First(key, members.RemoveAt(0))).ToDictionary();

        Assert.Equal(["b", "c", "d"], moved.Keys.Order());
        Assert.All(moved.Values, count => Assert.InRange(count, Keys / 12 * 0.9, Keys / 12 * 1.1));
    }

    [Fact]
    public void More_weight_only_draws_keys_to_its_member() => Gen.Select(Gen.ULong, Gen.Int[1, 9], Gen.Int[1, 9]).Sample((key, weight, more) =>
    {
        var before = Rendezvous.First(key, Plans.Members($"a:{weight} b:3 c:5"));
        var after = Rendezvous.First(key, Plans.Members($"a:{weight + more} b:3 c:5"));
        return before == after || after == "a";
    });

    // Every version of every node must find the same member: these values may never change.
    [Fact]
    public void Keys_have_the_same_number_and_the_same_member_for_ever()
    {
        Assert.Equal(0xEFD01F60BA992926UL, KeyHash.Of(""));
        Assert.Equal(0x41A2FCA5C68401C5UL, KeyHash.Of("user-1"));
        Assert.Equal("bbbbbabbbbbbcbcbbacb", string.Concat(Enumerable.Range(0, 20).Select(i => Rendezvous.First(KeyHash.Of($"user-{i}"), Plans.Members("a b:2 c")))));
    }

    private static Dictionary<string, int> Shares(GroupMember[] members) => Enumerable.Range(0, Keys)
        .CountBy(i => Rendezvous.First(KeyHash.Of($"user-{i}"), [.. members])).ToDictionary();
}
