using CsCheck;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>The algorithm <c>hash</c>: rendezvous with bounded load.</summary>
public class HashTests
{
    [Fact]
    public void A_key_has_the_same_member_on_every_edge() => Gen.Select(Gen.String, Gen.ULong, Gen.ULong).Where(c => c.Item1.Length > 0).Sample(
        (key, one, other) =>
            Balances.Edge("a b:2 c", BalanceAlgorithm.Hash, 1.25, one).Pick(key).Member
            == Balances.Edge("a b:2 c", BalanceAlgorithm.Hash, 1.25, other).Pick(key).Member);

    [Fact]
    public void No_member_has_more_than_its_bound_whatever_the_keys() => Gen.Select(
        Gen.Int[1, 5].Array[2, 6], Gen.Double[1.01, 2], Gen.Select(Gen.Int[0, 3], Gen.Bool).Array[1, 200]).Sample((weights, factor, steps) =>
    {
        var edge = Balances.Edge(string.Join(' ', weights.Select((weight, i) => $"m{i}:{weight}")), BalanceAlgorithm.Hash, factor);
        var outstanding = new Queue<Pick>();
        foreach (var (key, ends) in steps)
        {
            if (ends && outstanding.TryDequeue(out var ended))
            {
                edge.Ended(ended);
            }

            var pick = edge.Pick($"hot-{key}");
            outstanding.Enqueue(pick);
            var weight = weights[pick.Member[1] - '0'];
            var bound = Math.Ceiling((factor * outstanding.Count * weight / weights.Sum()) - 1e-6);
            Assert.True(edge.OutstandingAt(pick.Member) <= bound, $"{pick.Member} has {edge.OutstandingAt(pick.Member)}, its bound is {bound}");
        }
    });

    [Fact]
    public void A_key_whose_member_is_full_passes_on_to_the_next_in_the_keys_order()
    {
        var order = Balances.Edge("a b c d", BalanceAlgorithm.Hash).Order(new PickWish(true, KeyHash.Of("hot"))).Split(' ');
        var edge = Balances.Edge("a b c d", BalanceAlgorithm.Hash, 1.25);

        // The bounds of one to five requests over four members are 1, 1, 1, 2 and 2.
        Assert.Equal([order[0], order[1], order[2], order[0], order[1]], Enumerable.Range(0, 5).Select(_ => edge.Pick("hot").Member));
    }

    [Fact]
    public void Without_a_bound_a_key_stays_with_its_member_whatever_that_has_to_do()
    {
        var edge = Balances.Edge("a b c", BalanceAlgorithm.Hash, 0);

        Assert.Single(Enumerable.Range(0, 100).Select(_ => edge.Pick("hot").Member).Distinct());
    }

    [Fact]
    public void A_request_without_a_key_is_dealt_in_turn()
    {
        var edge = Balances.Edge("a b c", BalanceAlgorithm.Hash, 1.25);

        Assert.All(
            Enumerable.Range(0, 10).Select(_ => edge.Pick(new PickWish(true, 0)).Member).CountBy(member => member),
            pair => Assert.InRange(pair.Value, 3, 4));
    }

    [Fact]
    public void When_a_member_is_suspended_its_keys_move_to_their_next_and_others_stay_and_all_are_back_afterwards()
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b c", BalanceAlgorithm.Hash));
        var keys = Enumerable.Range(0, 200).Select(i => new PickWish(true, KeyHash.Of($"user-{i}"))).ToArray();
        var orders = keys.Select(pair.Edge.Order).ToArray();

        pair.Judge("a", MemberState.Suspended, 10_000);
        Assert.Equal(orders.Select(order => order.Replace("a", "", StringComparison.Ordinal).Trim()[0]), keys.Select(key => pair.Edge.Pick(key).Member[0]));
        pair.Judge("a", MemberState.Active);
        Assert.Equal(orders.Select(order => order[0]), keys.Select(key => pair.Edge.Pick(key).Member[0]));
    }
}
