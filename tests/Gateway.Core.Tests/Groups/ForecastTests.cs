using CsCheck;
using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>What is foretold is what a request then gets, and foretelling changes nothing.</summary>
public class ForecastTests
{
    private static readonly PickWish Any = new(true, 0);

    [Fact]
    public void A_turn_in_stock_is_foretold_with_its_place_and_stays_in_stock()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 8));
        pair.Waits();
        pair.Take(waiting: 1);
        for (var i = 0; i < 8; i++)
        {
            var stocked = pair.Edge.Stocked;
            var foretold = pair.Edge.Forecast(Any, null, pair.Now);

            Assert.Equal((PickBasis.Turn, stocked), (foretold.Basis, pair.Edge.Stocked));
            var pick = pair.Pick();
            Assert.Equal((pick.Member, pick.Epoch, pick.Offset), (foretold.Member, foretold.Epoch, foretold.Offset));
        }
    }

    [Fact]
    public void Without_a_turn_in_stock_the_clusters_next_one_is_foretold()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 0));
        for (var i = 0; i < 7; i++)
        {
            var truth = pair.Grain.Describe(TimeSpan.Zero, pair.Now);
            var foretold = pair.Edge.Forecast(Any, (truth.Snapshot.Stamp.Epoch, truth.Offset), pair.Now);
            pair.Waits();
            pair.Take(waiting: 1);

            Assert.Equal(PickBasis.NextTurn, foretold.Basis);
            Assert.Equal(pair.Pick().Member, foretold.Member);
        }
    }

    [Fact]
    public void A_turn_of_a_member_that_cannot_be_used_goes_to_the_next_and_says_whose_it_was()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 8));
        pair.Waits();
        pair.Take(waiting: 1);
        var turn = pair.Edge.Forecast(Any, null, pair.Now).Member!;
        pair.Judge(turn, MemberState.Active, word: OperatorWord.Draining);

        var foretold = pair.Edge.Forecast(Any, null, pair.Now);

        Assert.Equal((PickBasis.Substitute, turn), (foretold.Basis, foretold.Skipped));
        Assert.Equal(pair.Pick().Member, foretold.Member);
        var refused = foretold.Members.Single(member => member.Standing.Id == turn);
        Assert.Equal((false, OperatorWord.Draining, false), (refused.IsUsable, refused.Standing.Word, refused.IsOwnEvidence));
    }

    [Fact]
    public void What_this_edge_holds_against_a_member_is_told_from_the_clusters_verdict()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 0));
        pair.Fail("a");
        pair.Judge("b", MemberState.Suspended, 10_000);

        var members = pair.Edge.Forecast(Any, null, pair.Now).Members;

        Assert.Equal(
            ["a False True 30000", "b False False 10000", "c True False 0"],
            members.Select(member =>
                $"{member.Standing.Id} {member.IsUsable} {member.IsOwnEvidence} {member.Standing.LeftAloneFor.TotalMilliseconds}"));
    }

    [Fact]
    public void A_group_that_refuses_everything_foretells_nobody_and_one_that_would_rather_try_says_so()
    {
        var plan = Plans.Plan("a b", lookahead: 0);
        Assert.Equal((null, PickBasis.None), AllOut(plan));

        var anyway = plan.Definition with { Rules = plan.Definition.Rules with { WhenAllSuspended = WhenAllSuspended.TryAnyway } };
        Assert.Equal(PickBasis.Anyway, AllOut(plan with { Definition = anyway }).Basis);

        static (string? Member, PickBasis Basis) AllOut(GroupPlan plan)
        {
            var pair = EdgeAndGrain.Connected(plan);
            pair.Judge("a", MemberState.Suspended, 10_000);
            pair.Judge("b", MemberState.Suspended, 10_000);
            var foretold = pair.Edge.Forecast(Any, null, pair.Now);
            return (foretold.Member, foretold.Basis);
        }
    }

    [Fact]
    public void A_trial_is_foretold_to_a_request_that_may_carry_it_and_is_still_there_afterwards()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c"));
        pair.Fail("a", 101506, FailureStage.Answer);
        pair.Pass(30_000);

        Assert.Equal(("a", PickBasis.Trial), Told(pair.Edge.Forecast(Any, null, pair.Now)));
        Assert.NotEqual("a", pair.Edge.Forecast(Any with { MaySendOn = false }, null, pair.Now).Member);
        Assert.Equal(("a", true), (pair.Pick() is var pick ? pick.Member : "", pick.Routing.IsTry));
        Assert.NotEqual("a", pair.Edge.Forecast(Any, null, pair.Now).Member);
    }

    [Fact]
    public void A_session_goes_to_its_member_though_that_is_drained_and_a_failover_group_to_the_one_that_serves()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 0));
        pair.Judge("b", MemberState.Active, word: OperatorWord.Draining);
        Assert.Equal(("b", PickBasis.Session), Told(pair.Edge.Forecast(Any with { Member = "b" }, null, pair.Now)));

        var plan = Plans.Plan("a b");
        var failover = EdgeAndGrain.Connected(plan with
        {
            Definition = plan.Definition with { Rules = plan.Definition.Rules with { Failover = new FailoverRules(FailoverOrder.Rotate, true) } },
        });
        failover.Judge("a", MemberState.Active, current: 1);
        Assert.Equal(("b", PickBasis.Current), Told(failover.Edge.Forecast(Any, null, failover.Now)));
        failover.Judge("b", MemberState.Suspended, 10_000, current: 1);
        var substitute = failover.Edge.Forecast(Any, null, failover.Now);
        Assert.Equal(("a", PickBasis.Substitute, "b"), (substitute.Member, substitute.Basis, substitute.Skipped));
    }

    [Fact]
    public void Chance_names_nobody_unless_only_one_is_left()
    {
        var pair = EdgeAndGrain.Connected(Balances.Plan("a b", BalanceAlgorithm.Random));
        Assert.Equal((null, PickBasis.Chance), Told(pair.Edge.Forecast(Any, null, pair.Now)));
        pair.Fail("a");
        Assert.Equal(("b", PickBasis.Only), Told(pair.Edge.Forecast(Any, null, pair.Now)));
    }

    /// <summary>Whatever has happened: asked three times the answer is the same, and the next request gets what was foretold.</summary>
    [Fact]
    public void Whatever_has_happened_the_next_request_gets_what_was_foretold() => Gen.Select(
        Gen.Bool, Gen.Bool, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 2]).Array[0, 30], Gen.ULong[0, 3], Gen.Bool).Sample(
            (byKey, isLocal, deeds, key, maySendOn) =>
            {
                var pair = EdgeAndGrain.Connected(
                    Plans.Plan("a b:2 c", lookahead: 4, cursor: isLocal ? CursorScope.Local : CursorScope.Cluster) with
                    {
                        Algorithm = byKey ? BalanceAlgorithm.Hash : BalanceAlgorithm.RoundRobin,
                    });
                foreach (var (deed, which) in deeds)
                {
                    Do(pair, deed, "abc"[which].ToString());
                }

                var wish = new PickWish(maySendOn, byKey ? key : 0);
                var foretold = Enumerable.Range(0, 3).Select(_ => pair.Edge.Forecast(wish, null, pair.Now)).ToArray();
                if (!pair.Edge.TryPickOwn(wish, pair.Now, out var outcome, out var pick))
                {
                    outcome = pair.Edge.TryPick(maySendOn, pair.Now, out pick);
                }

                Assert.Single(foretold.Select(Told).Distinct());
                if (outcome != PickOutcome.Wait)
                {
                    Assert.Equal(outcome == PickOutcome.Picked ? pick.Member : null, foretold[0].Member);
                    Assert.Equal(outcome == PickOutcome.NoneAvailable, foretold[0].Basis == PickBasis.None);
                }
            },
            iter: 3000);

    private static void Do(EdgeAndGrain pair, int deed, string member)
    {
        switch (deed)
        {
            case 0 when pair.Edge.NextTake(3, pair.Now) is { } take:
                pair.Edge.TakeAnswered(pair.Grain.Take(take, pair.Now), pair.Now);
                break;
            case 1 when pair.Edge.TryPick(true, pair.Now, out var pick) == PickOutcome.Picked:
                pair.Edge.Failed(pick, 101506, FailureStage.Answer, pair.Now);
                break;
            case 2 when pair.Edge.TryPick(false, pair.Now, out _) == PickOutcome.Picked:
                break;
            case 3:
                pair.Judge(member, MemberState.Suspended, 5000);
                break;
            case 4:
                pair.Judge(member, MemberState.Active, word: member == "a" ? OperatorWord.Off : OperatorWord.None);
                break;
            default:
                pair.Pass(10_000);
                break;
        }
    }

    private static (string? Member, PickBasis Basis) Told(PickForecast foretold) => (foretold.Member, foretold.Basis);
}
