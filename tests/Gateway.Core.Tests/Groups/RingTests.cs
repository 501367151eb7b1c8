using CsCheck;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups;

public class RingTests
{
    private static readonly Gen<int[]> Weights = Gen.Frequency((4, Gen.Int[0, 9]), (1, Gen.Int[0, 60])).Array[1, 9];

    private static readonly Gen<int[]> AnyWeights =
        Gen.Frequency((3, Gen.Int[0, 9]), (2, Gen.Int[0, 1000]), (1, Gen.Int[0, int.MaxValue])).Array[1, 12];

    [Theory]
    [InlineData("1", "a")]
    [InlineData("7", "a")]
    [InlineData("1 1 1", "abc")]
    [InlineData("5 1 1", "aabacaa")]
    [InlineData("3 1", "aaba")]
    [InlineData("1 2", "bab")]
    [InlineData("4 2", "aba")]
    [InlineData("2 0 1", "aca")]
    [InlineData("10 10 20", "cabc")]
    [InlineData("1 1 1 3", "dabdcd")]
    [InlineData("0 0", "")]
    public void Small_rings_read(string weights, string ring) =>
        Assert.Equal(ring, string.Concat(Ring.Build(Parse(weights)).Select(member => (char)('a' + member))));

    [Fact]
    public void No_members_make_an_empty_ring() => Assert.Empty(Ring.Build([]));

    [Fact]
    public void A_negative_weight_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Ring.Build([1, -1]));

    [Fact]
    public void A_ring_deals_each_member_exactly_its_weight() => Weights.Sample(weights =>
    {
        var ring = Ring.Build(weights);
        var divisor = weights.Aggregate(0, Gcd);
        for (var member = 0; member < weights.Length; member++)
        {
            Assert.Equal(divisor == 0 ? 0 : weights[member] / divisor, ring.Count(place => place == member));
        }
    });

    // The bound. Let n members have weight, L be the length, and d(i) = k * w(i) / L - count(i) what member i is still owed after
    // k positions. They sum to 0; at each position i earns w(i) / L, 1 in all, and the member with the largest d pays 1.
    // Below: the largest is at least the mean, which is 1 / n before paying, so nobody ends below 1 / n - 1.
    // Above: the mean of any j of them never passes H(n) - H(j), H being the harmonic numbers. It holds at 0 and for j = n (sum 0).
    // If the payer is among the j, their sum does not grow. If not, it had at least as much as each of them before it paid, so
    // their mean is at most that of the j + 1 with it, H(n) - H(j + 1) + 1 / (j + 1) = H(n) - H(j). For j = 1: H(n) - 1.
    [Fact]
    public void Every_prefix_is_within_the_harmonic_bound_of_its_shares() => Weights.Sample(weights =>
    {
        var ring = Ring.Build(weights);
        var members = weights.Count(weight => weight > 0);
        var sum = weights.Sum();
        var counts = new int[weights.Length];
        for (var length = 1; length <= ring.Length * 2; length++)
        {
            counts[ring[(length - 1) % ring.Length]]++;
            for (var member = 0; member < weights.Length; member++)
            {
                var owed = ((double)length * weights[member] / sum) - counts[member];
                Assert.InRange(owed, -1 + (1.0 / members) - 1e-9, Harmonic(members) - 1 + 1e-9);
            }
        }
    });

    // Two prefixes' bounds added: H(n) - 1 + 1 - 1 / n = H(n - 1).
    [Fact]
    public void Every_window_wherever_it_begins_is_within_the_sum_of_both_bounds() => Weights.Where(all => all.Sum() is > 0 and < 60).Sample(weights =>
    {
        var ring = Ring.Build(weights);
        var bound = Math.Max(Harmonic(weights.Count(weight => weight > 0) - 1), 0) + 1e-9;
        var sum = weights.Sum();
        for (var start = 0; start < ring.Length; start++)
        {
            var counts = new int[weights.Length];
            for (var length = 1; length <= ring.Length; length++)
            {
                counts[ring[(start + length - 1) % ring.Length]]++;
                for (var member = 0; member < weights.Length; member++)
                {
                    Assert.InRange(((double)length * weights[member] / sum) - counts[member], -bound, bound);
                }
            }
        }
    });

    [Fact]
    public void A_ring_is_the_same_whoever_builds_it_and_whatever_all_weights_are_multiplied_by() =>
        Gen.Select(Weights, Gen.Int[1, 1000]).Sample((weights, factor) =>
            Assert.Equal(Ring.Build(weights).AsEnumerable(), Ring.Build([.. weights.Select(weight => weight * factor)])));

    [Fact]
    public void No_ring_is_longer_than_its_limit_and_nobody_with_a_weight_is_left_out() => AnyWeights.Sample(
        weights =>
        {
            var ring = Ring.Build(weights);
            Assert.InRange(ring.Length, weights.Any(weight => weight > 0) ? 1 : 0, Ring.MaxLength);
            Assert.Equal(weights.Count(weight => weight > 0), ring.Distinct().Count());
            Assert.DoesNotContain(ring, member => weights[member] == 0);
        },
        iter: 40);

    [Fact]
    public void Many_light_members_beside_a_heavy_one_do_not_break_the_limit()
    {
        int[] weights = [1000, 1000, 1000, 1000, 1000, .. Enumerable.Repeat(1, 900)];

        var ring = Ring.Build(weights);

        Assert.InRange(ring.Length, 1, Ring.MaxLength);
        Assert.Equal(1, ring.Count(member => member == 5));
        Assert.Equal((Ring.MaxLength - 900) / 5, ring.Count(member => member == 0));
    }

    [Fact]
    public void Scaling_down_keeps_every_share_to_a_position()
    {
        int[] weights = [4000, 997, 3001, 503];

        var ring = Ring.Build(weights);

        for (var member = 0; member < weights.Length; member++)
        {
            var share = (double)weights[member] * Ring.MaxLength / weights.Sum();
            Assert.InRange(ring.Count(place => place == member), share - 1, share);
        }
    }

    [Fact]
    public void More_members_than_the_limit_get_a_turn_each() =>
        Assert.Equal(Enumerable.Range(0, 5000), Ring.Build([int.MaxValue, .. Enumerable.Repeat(1, 4999)]));

    [Theory]
    [InlineData(0, 0, 3, 0)]
    [InlineData(7, 5, 3, 2)]
    [InlineData(8, 5, 3, 0)]
    [InlineData(long.MaxValue, 0, 7, (int)(long.MaxValue % 7))]
    public void A_position_counts_from_the_rings_first_offset(long offset, long first, int length, int position) =>
        Assert.Equal(position, Ring.PositionOf(offset, first, length));

    private static int[] Parse(string weights) => [.. weights.Split(' ').Select(int.Parse)];

    private static double Harmonic(int n) => Enumerable.Range(1, Math.Max(n, 0)).Sum(i => 1.0 / i);

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);
}
