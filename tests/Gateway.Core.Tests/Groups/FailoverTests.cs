using Gateway.Core.Endpoints;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Who serves a failover group.</summary>
public class FailoverTests
{
    [Fact]
    public void The_first_member_serves_and_there_is_no_ring()
    {
        var jury = Failover();

        Assert.Equal("a", jury.Current);
        Assert.Empty(jury.Machine.Snapshot.Ring);
        Assert.Equal((GroupStatus.Ok, 0), Take(jury));
    }

    [Fact]
    public void The_substitute_rotates_from_outage_to_outage()
    {
        var jury = Failover();

        Assert.Equal(["b", "c", "d", "b"], Enumerable.Range(0, 4).Select(_ => Outage(jury, "a")));
    }

    [Fact]
    public void In_the_listed_order_the_first_that_is_available_stands_in()
    {
        var jury = Failover(FailoverOrder.Listed);

        Assert.Equal(["b", "b"], Enumerable.Range(0, 2).Select(_ => Outage(jury, "a")));
        jury.Fails("n", "a");
        jury.Fails("n", "b");
        Assert.Equal("c", jury.Current);
    }

    [Fact]
    public void A_substitute_that_fails_too_is_followed_by_the_next_and_with_none_left_nobody_serves()
    {
        var jury = Failover();
        jury.Fails("n", "a");
        jury.Fails("n", "b");
        Assert.Equal("c", jury.Current);
        jury.Fails("n", "c");
        jury.Fails("n", "d");
        Assert.Null(jury.Current);

        jury.Say("c", AdminVerb.Resume);
        Assert.Equal("c", jury.Current);
    }

    [Fact]
    public void The_primary_takes_over_when_it_is_active_again()
    {
        var jury = Failover();
        jury.Fails("n", "a");

        jury.Say("a", AdminVerb.Resume);

        Assert.Equal("a", jury.Current);
    }

    [Fact]
    public void Without_return_to_primary_the_substitute_stays()
    {
        var jury = Failover(returns: false);
        jury.Fails("n", "a");
        jury.Say("a", AdminVerb.Resume);
        Assert.Equal("b", jury.Current);

        jury.Fails("n", "b");
        Assert.Equal("c", jury.Current);
    }

    [Fact]
    public void A_delay_after_a_marking_error_does_not_move_the_group()
    {
        var jury = Failover();

        jury.Fails("n", "a", Silent, FailureStage.Answer);

        Assert.Equal(("a", MemberState.Timeout), (jury.Current, jury.StateOf("a")));
    }

    [Theory]
    [InlineData(AdminVerb.Drain)]
    [InlineData(AdminVerb.Off)]
    [InlineData(AdminVerb.Suspend)]
    public void An_operators_word_on_the_member_that_serves_moves_the_group(AdminVerb verb)
    {
        var jury = Failover();

        jury.Say("a", verb);

        Assert.Equal("b", jury.Current);
        Assert.Contains(jury.Machine.TakeEvents(), happened => (happened.Cause, happened.Member) == (CauseKind.Choice, "b"));
    }

    [Fact]
    public void Who_serves_and_who_stood_in_last_outlive_the_activation()
    {
        var jury = Failover(returns: false);
        jury.Fails("n", "a");
        var record = jury.Machine.Record(new GrainTime(jury.Now, jury.Utc));

        var next = new Jury(jury.Rules, "a b c d", isAlone: true, record: record);
        Assert.Equal("b", next.Current);
        next.Fails("n", "b");
        Assert.Equal("c", next.Current);
    }

    [Fact]
    public void A_choice_is_not_lost_while_the_catalog_is_not_known()
    {
        var record = new GroupRecord { Members = [new("a", 1), new("b", 1)], Failover = new FailoverRecord("b", "b", 1) };

        Assert.Equal(record.Failover, new GroupMachine(new Epoch(8, 0), record).Record().Failover);
    }

    [Fact]
    public void After_a_substitute_that_was_removed_the_one_in_its_old_place_is_next()
    {
        var jury = Failover();
        Outage(jury, "a");
        Assert.Equal("c", Outage(jury, "a"));
        jury.Machine.Adopt(
            new GroupDefinition("group", "failover", Plans.Members("a b d")) { Rules = Judged("a b d") with { Failover = jury.Rules.Failover } }, 2);

        jury.Fails("n", "a");

        Assert.Equal("d", jury.Current);
    }

    private static Jury Failover(FailoverOrder order = FailoverOrder.Rotate, bool returns = true) =>
        new(Judged("a b c d") with { Failover = new FailoverRules(order, returns) }, "a b c d", isAlone: true);

    private static string? Outage(Jury jury, string member)
    {
        jury.Fails("n", member);
        var substitute = jury.Current;
        jury.Say(member, AdminVerb.Resume);
        return substitute;
    }

    private static (GroupStatus, int) Take(Jury jury)
    {
        var reply = jury.Machine.Take(new TakeRequest(IdOf("n"), 1, 3, default, 1), jury.Now);
        return (reply.Status, reply.Count);
    }
}
