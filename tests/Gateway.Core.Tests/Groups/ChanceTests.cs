using CsCheck;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary><c>random</c> and <c>least_outstanding</c>.</summary>
public class ChanceTests
{
    private const int Picks = 20_000;

    [Theory]
    [InlineData(BalanceAlgorithm.Random)]
    [InlineData(BalanceAlgorithm.LeastOutstanding)]
    public void With_nothing_outstanding_members_get_requests_in_the_shares_of_their_weights(BalanceAlgorithm algorithm) =>
        Gen.Select(Gen.Int[1, 9].Array[2, 6], Gen.ULong).Sample(
            (weights, seed) =>
            {
                var edge = Balances.Edge(string.Join(' ', weights.Select((weight, i) => $"m{i}:{weight}")), algorithm, random: seed);
                var counts = new int[weights.Length];
                for (var i = 0; i < Picks; i++)
                {
                    var pick = edge.Pick();
                    counts[pick.Member[1] - '0']++;
                    edge.Ended(pick);
                }

                for (var i = 0; i < weights.Length; i++)
                {
                    var share = (double)weights[i] / weights.Sum();
                    var slack = 5 * Math.Sqrt(Picks * share * (1 - share));
                    Assert.InRange(counts[i], (Picks * share) - slack, (Picks * share) + slack);
                }
            },
            iter: 10);

    [Fact]
    public void Of_two_members_the_one_with_fewer_outstanding_requests_is_picked()
    {
        var edge = Balances.Edge("a b", BalanceAlgorithm.LeastOutstanding);
        var first = edge.Pick();
        var second = edge.Pick();
        Assert.NotEqual(first.Member, second.Member);

        edge.Ended(second);
        Assert.Equal(second.Member, edge.Pick().Member);
    }

    [Fact]
    public void Outstanding_requests_count_by_weight()
    {
        var edge = Balances.Edge("a:3 b", BalanceAlgorithm.LeastOutstanding);
        var picks = Enumerable.Range(0, 40).Select(_ => edge.Pick().Member).ToArray();

        Assert.Equal((30, 10), (picks.Count(member => member == "a"), picks.Count(member => member == "b")));
    }

    [Fact]
    public void Two_choices_leave_the_busiest_member_less_busy_than_one() => Gen.ULong.Sample(
        seed => Busiest(BalanceAlgorithm.LeastOutstanding, seed) < Busiest(BalanceAlgorithm.Random, seed), iter: 50);

    [Theory]
    [InlineData(BalanceAlgorithm.Random)]
    [InlineData(BalanceAlgorithm.LeastOutstanding)]
    [InlineData(BalanceAlgorithm.Hash)]
    public void A_request_goes_to_each_member_at_most_once(BalanceAlgorithm algorithm)
    {
        var edge = Balances.Edge("a b:7 c", algorithm, 1.25);
        List<string> tried = [edge.Pick().Member];
        while (edge.TryPickAnother(tried, Balances.Now, out var next))
        {
            Assert.Equal(PickMode.Spill, next.Mode);
            tried.Add(next.Member);
        }

        Assert.Equal(["a", "b", "c"], tried.Order());
    }

    [Theory]
    [InlineData(BalanceAlgorithm.Random)]
    [InlineData(BalanceAlgorithm.LeastOutstanding)]
    [InlineData(BalanceAlgorithm.Hash)]
    public void No_turn_is_taken_and_news_are_asked_for_all_the_same(BalanceAlgorithm algorithm)
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b c", algorithm));
        for (var i = 0; i < 100; i++)
        {
            var pick = pair.Pass(1).Pick();
            Assert.Equal((PickMode.Local, false), (pick.Mode, pick.HasSlot));
            Assert.Null(pair.Edge.NextTake(0, pair.Now));
        }

        Assert.Equal(0, pair.Grain.Describe(TimeSpan.Zero, pair.Now).Offset);
        Assert.NotNull(pair.Pass(1000).Edge.NextPull(pair.Now));
    }

    [Theory]
    [InlineData(BalanceAlgorithm.Random)]
    [InlineData(BalanceAlgorithm.LeastOutstanding)]
    [InlineData(BalanceAlgorithm.Hash)]
    public void A_member_that_is_left_alone_here_or_suspended_in_the_cluster_is_passed_over(BalanceAlgorithm algorithm)
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b c", algorithm));
        pair.Fail("a");
        pair.Judge("b", MemberState.Suspended, 10_000);

        Assert.Equal("c", Assert.Single(pair.Picks(50).Split(' ').Distinct()));
        pair.Judge("c", MemberState.Active, word: OperatorWord.Off);
        Assert.Equal(PickOutcome.NoneAvailable, pair.Edge.TryPick(true, pair.Now, out _));
    }

    [Fact]
    public void A_member_that_starts_slowly_gets_its_share_of_its_weight()
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b", BalanceAlgorithm.Random));
        var last = pair.Edge.Snapshot!;
        pair.Edge.Nudged(
            GroupNews.None with
            {
                Snapshot = last with
                {
                    Stamp = last.Stamp with { Version = last.Stamp.Version + 1 },
                    Verdicts = last.Verdicts.SetItem(0, last.Verdicts[0] with { Share = 0.1 }),
                },
            },
            pair.Now);

        Assert.InRange(pair.Picks(11_000).Split(' ').Count(member => member == "a"), 850, 1150);
    }

    [Fact]
    public void One_live_try_is_carried_as_with_turns()
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b c", BalanceAlgorithm.LeastOutstanding));
        pair.Fail("a", 101506, FailureStage.Answer);
        pair.Pass(30_000);

        var trial = pair.Pick();
        Assert.Equal(("a", true, true), (trial.Member, trial.Routing.IsTry, trial.IsCounted));
        Assert.DoesNotContain("a", pair.Picks(20).Split(' '));
    }

    [Fact]
    public void A_pick_allocates_nothing_whatever_the_algorithm()
    {
        foreach (var algorithm in Enum.GetValues<BalanceAlgorithm>())
        {
            var edge = Balances.Edge("a b:2 c", algorithm, 1.25);
            PickWish[] wishes =
            [
                new(true, 7), new(true, 7) { IsSession = true }, new(true, 7) { Member = "b" },
            ];
            Use(edge, wishes);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                Use(edge, wishes);
            }

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        static void Use(EdgeGroup edge, PickWish[] wishes)
        {
            edge.TryPick(true, Balances.Now, out var dealt);
            edge.Ended(dealt);
            foreach (var wish in wishes)
            {
                edge.TryPickOwn(wish, Balances.Now, out _, out var own);
                edge.Ended(own);
            }
        }
    }

    [Fact]
    public void A_pick_that_was_made_while_nobody_counted_changes_no_count()
    {
        var edge = Balances.Edge("a b", BalanceAlgorithm.Random);
        var before = edge.Pick();
        edge.Replan(Balances.Plan("a b", BalanceAlgorithm.LeastOutstanding));
        edge.Pick();
        edge.Pick();
        edge.Ended(before);

        Assert.Equal((1, 1), (edge.OutstandingAt("a"), edge.OutstandingAt("b")));
    }

    // A hundred requests are always outstanding over ten members; which one ends is chance.
    private static int Busiest(BalanceAlgorithm algorithm, ulong seed)
    {
        string[] members = [.. Enumerable.Range(0, 10).Select(i => $"m{i}")];
        var edge = new EdgeGroup(
            Balances.Plan(string.Join(' ', members), algorithm), Guid.Empty, "node", seed);
        var outstanding = new List<Pick>();
        var counts = members.ToDictionary(member => member, _ => 0);
        var chance = new Random((int)(seed % int.MaxValue));
        var busiest = 0;
        for (var i = 0; i < 3000; i++)
        {
            var pick = edge.Pick();
            outstanding.Add(pick);
            busiest = Math.Max(busiest, ++counts[pick.Member]);
            if (outstanding.Count > 100)
            {
                var end = chance.Next(outstanding.Count);
                counts[outstanding[end].Member]--;
                edge.Ended(outstanding[end]);
                outstanding.RemoveAt(end);
            }
        }

        return busiest;
    }
}
