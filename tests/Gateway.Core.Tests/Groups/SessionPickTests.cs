using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;

namespace Gateway.Core.Tests.Groups;

/// <summary>Requests whose session is with a member, or has a key of its own.</summary>
public class SessionPickTests
{
    private static readonly PickWish OfB = new(true, 0) { Member = "b" };

    [Fact]
    public void A_session_stays_with_its_member_and_uses_no_turn()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 8));
        pair.Waits();
        pair.Take(waiting: 1);
        var stocked = pair.Edge.Stocked;
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(new Pick("b", PickMode.Local, 0, 0), Own(pair, OfB) with { Routing = default });
        }

        Assert.Equal(stocked, pair.Edge.Stocked);
        Assert.Null(pair.Edge.NextTake(0, pair.Now));
    }

    [Fact]
    public void Requests_of_sessions_do_not_make_the_edge_fetch_turns_ahead_but_keep_its_news_fresh()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c"));
        for (var i = 0; i < 2000; i++)
        {
            Own(pair.Pass(1), OfB);
        }

        Assert.Null(pair.Edge.NextTake(0, pair.Now));
        Assert.True(pair.Edge.NextDue(pair.Now) <= pair.Now + TimeSpan.FromSeconds(1));
        pair.Waits();
        Assert.Equal(1, pair.Edge.NextTake(1, pair.Now)!.Value.Count);
    }

    [Theory]
    [InlineData(MemberState.Suspended, OperatorWord.None, false)]
    [InlineData(MemberState.Trial, OperatorWord.None, false)]
    [InlineData(MemberState.Timeout, OperatorWord.None, false)]
    [InlineData(MemberState.Active, OperatorWord.Off, false)]
    [InlineData(MemberState.Suspended, OperatorWord.Draining, false)]
    [InlineData(MemberState.Active, OperatorWord.Draining, true)]
    public void A_session_stays_with_a_member_that_is_well_or_drained_and_with_no_other(MemberState state, OperatorWord word, bool stays)
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 0));
        pair.Judge("b", state, state is MemberState.Active or MemberState.Trial ? 0 : 10_000, word);

        Assert.Equal(stays, pair.Edge.TryPickOwn(OfB, pair.Now, out _, out _));
        Assert.DoesNotContain("b", string.Join(' ', Enumerable.Range(0, 6).Select(_ => Another(pair))).Split(' '));
    }

    [Fact]
    public void A_session_whose_member_this_edge_leaves_alone_or_does_not_know_is_dealt_another()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c", lookahead: 0));
        Assert.False(pair.Edge.TryPickOwn(OfB with { Member = "z" }, pair.Now, out _, out _));
        pair.Fail("b");

        Assert.False(pair.Edge.TryPickOwn(OfB, pair.Now, out _, out _));
        pair.Waits();
    }

    [Fact]
    public void In_a_failover_group_a_session_stays_with_the_member_that_it_began_with()
    {
        var plan = Plans.Plan("a b", lookahead: null);
        var definition = plan.Definition with { Rules = plan.Definition.Rules with { Failover = new FailoverRules(FailoverOrder.Rotate, true) } };
        var pair = EdgeAndGrain.Connected(plan with { Definition = definition });
        pair.Judge("b", MemberState.Active, current: 0);

        Assert.Equal("a", pair.Pick().Member);
        Assert.Equal("b", Own(pair, OfB).Member);
    }

    [Fact]
    public void A_sessions_key_is_with_one_member_however_much_that_has_to_do_and_passes_on_in_the_keys_order()
    {
        var edge = Balances.Edge("a b c", BalanceAlgorithm.Hash, 1.25);
        var wish = new PickWish(true, KeyHash.Of("session")) { IsSession = true };
        var first = Rendezvous.First(wish.Key, Plans.Members("a b c"));

        Assert.Equal(first, Assert.Single(Enumerable.Range(0, 100).Select(_ => edge.Pick(wish).Member).Distinct()));
        Assert.Equal(Balances.Edge("a b c", BalanceAlgorithm.Hash).Order(wish with { IsSession = false }), edge.Order(wish));
    }

    [Fact]
    public void A_trial_is_carried_by_a_session_whose_key_belongs_to_that_member_and_by_no_other()
    {
        var pair = EdgeAndGrain.Connected(Plans.Plan("a b c"));
        pair.Fail("a", 101506, FailureStage.Answer);
        pair.Pass(30_000);
        PickWish Session(string member) => new(true, KeyHash.Of(Balances.KeyOf("a b c", member))) { IsSession = true };

        Assert.Equal("b", Own(pair, Session("b")).Member);
        Assert.NotEqual("a", Own(pair, Session("a") with { MaySendOn = false }).Member);
        var trial = Own(pair, Session("a"));
        Assert.Equal(("a", true), (trial.Member, trial.Routing.IsTry));
        Assert.NotEqual("a", Own(pair, Session("a")).Member);
        pair.Edge.Succeeded(trial, pair.Now);
        Assert.Equal("a", Own(pair, Session("a")).Member);
    }

    private static Pick Own(EdgeAndGrain pair, PickWish wish)
    {
        Assert.True(pair.Edge.TryPickOwn(wish, pair.Now, out var outcome, out var pick));
        Assert.Equal(PickOutcome.Picked, outcome);
        return pick;
    }

    private static string Another(EdgeAndGrain pair)
    {
        Assert.True(pair.Edge.TryPickAnother([], pair.Now, out var pick));
        return pick.Member;
    }
}
