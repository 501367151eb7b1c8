using Gateway.Core.Endpoints;
using Gateway.Core.Groups;

namespace Gateway.Core.Tests.Groups;

/// <summary>Edges of groups whose algorithm takes no turns, without a grain.</summary>
internal static class Balances
{
    public static readonly TimeSpan Now = TimeSpan.FromSeconds(100);

    public static GroupPlan Plan(string members, BalanceAlgorithm algorithm, double factor = 0) =>
        Plans.Plan(members) with { Algorithm = algorithm, BalanceFactor = factor };

    public static EdgeGroup Edge(string members, BalanceAlgorithm algorithm, double factor = 0, ulong random = 42) =>
        new(Plan(members, algorithm, factor), Guid.Empty, "node", random);

    public static Pick Pick(this EdgeGroup edge)
    {
        Assert.Equal(PickOutcome.Picked, edge.TryPick(true, Now, out var pick));
        return pick;
    }

    public static Pick Pick(this EdgeGroup edge, PickWish wish)
    {
        Assert.True(edge.TryPickOwn(wish, Now, out var outcome, out var pick));
        Assert.Equal(PickOutcome.Picked, outcome);
        return pick;
    }

    public static Pick Pick(this EdgeGroup edge, string key) => edge.Pick(new PickWish(true, KeyHash.Of(key)));

    /// <summary>Every member that a request can be sent on to after its first, in that order.</summary>
    public static string Order(this EdgeGroup edge, PickWish wish)
    {
        List<string> tried = [edge.Pick(wish).Member];
        while (edge.TryPickAnother(wish, tried, Now, out var next))
        {
            Assert.Equal(PickMode.Spill, next.Mode);
            tried.Add(next.Member);
        }

        return string.Join(' ', tried);
    }

    /// <summary>A key that belongs to a member.</summary>
    public static string KeyOf(string members, string member) => Enumerable.Range(0, 10_000).Select(i => $"key-{i}")
        .First(key => Rendezvous.First(KeyHash.Of(key), Plans.Members(members)) == member);
}
