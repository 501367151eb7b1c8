using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Evidence, votes and quorum.</summary>
public class VerdictTests
{
    [Fact]
    public void A_node_that_falls_silent_after_its_report_does_not_suspend_for_the_one_that_is_left()
    {
        var jury = new Jury().Edges("broken", "well");
        jury.Fails("broken", "b");

        // After 3 s it is out of the register, and its vote stands for one second more.
        for (var step = 0; step < 20; step++)
        {
            jury.Pull("well");
            Assert.Equal(MemberState.Active, jury.Pass(250).StateOf("b"));
        }

        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void Two_nodes_that_saw_a_failure_suspend_a_member_for_all_in_one_step()
    {
        var jury = new Jury().Edges("a", "b");
        var before = jury.Machine.Snapshot;

        jury.Fails("a", "b");
        Assert.Same(before, jury.Machine.Snapshot);
        jury.Fails("b", "b");

        var verdict = jury.Verdict("b");
        Assert.Equal((MemberState.Suspended, 10_000L, 1, before.Verdicts[1].Gen + 1), (verdict.State, verdict.RemainingMs, verdict.Suspensions, verdict.Gen));
        Assert.Equal(before.Stamp.Version + 1, jury.Machine.Snapshot.Stamp.Version);
        Assert.Equal("a c", Plans.RingOf(jury.Machine.Snapshot));
        Assert.Equal(jury.Machine.Snapshot.Stamp.Version, jury.Machine.Snapshot.RingVersion);
    }

    [Fact]
    public void A_burst_of_failures_in_flight_is_one_transition()
    {
        var jury = new Jury().Edges("a", "b");
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        jury.Report("a", item, item, item);
        var reply = jury.Report("b", item, item, item);

        Assert.Equal((MemberState.Suspended, 1), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
        Assert.Equal(2, reply.Ignored);
        Assert.Equal(1, jury.Report("c", item).Ignored);
    }

    [Fact]
    public void A_node_has_one_vote_however_many_of_its_processes_say_the_same()
    {
        var jury = new Jury().Edges("a", "b");
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        jury.Fails("a", "b");
        jury.Machine.Report(new ReportRequest(IdOf("other process"), "a", 1, default, 1, [item]), jury.Now);

        Assert.Equal(MemberState.Active, jury.StateOf("b"));
        Assert.Single(jury.Described("b").Votes);
    }

    [Fact]
    public void An_edge_that_is_the_only_one_registered_decides_alone()
    {
        var jury = new Jury().Edges("a");

        jury.Fails("a", "b");

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void In_the_first_two_pull_periods_two_nodes_are_needed_and_after_them_the_one_that_is_there()
    {
        var jury = new Jury(settled: false).Edges("a");
        jury.Fails("a", "b");

        jury.Pass(1750);
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
        jury.Pass(250);
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void In_the_embedded_mode_the_only_edge_decides_from_the_start()
    {
        var jury = new Jury(isAlone: true, settled: false);

        jury.Fails("a", "b");

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
        Assert.False(jury.Described("b").IsProvisional);
    }

    [Theory]
    [InlineData(1, 3, 1)]
    [InlineData(2, 3, 2)]
    [InlineData(3, 3, 3)]
    [InlineData(5, 3, 3)]
    [InlineData(null, 3, 2)]
    public void A_quorum_is_as_many_nodes_as_are_configured_but_no_more_than_are_registered(int? quorum, int nodes, int needed)
    {
        var names = Enumerable.Range(0, nodes).Select(node => $"n{node}").ToArray();
        var jury = new Jury(Judged("a b") with { Quorum = quorum }, "a b").Edges(names);
        for (var reports = 1; reports < needed; reports++)
        {
            jury.Fails(names[reports - 1], "b");
            Assert.Equal(MemberState.Active, jury.StateOf("b"));
        }

        jury.Fails(names[needed - 1], "b");
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void The_quorum_is_counted_again_when_the_other_edge_leaves_the_register()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        for (var second = 0; second < 3; second++)
        {
            jury.Pass(1000).Pull("a", "b");
            Assert.Equal(MemberState.Active, jury.StateOf("b"));
        }

        jury.Pass(250);
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void A_vote_ends_after_ten_seconds()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");
        for (var second = 0; second < 10; second++)
        {
            Assert.Single(jury.Described("b").Votes);
            jury.Pass(1000).Edges("a", "b", "c");
        }

        Assert.Empty(jury.Described("b").Votes);
        jury.Fails("b", "b");
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Fact]
    public void A_vote_ends_when_its_overlay_was_seen_in_a_Pull_and_is_gone_from_a_later_one()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");

        // This Pull may have left before the report.
        jury.Pull("a");
        Assert.Single(jury.Described("b").Votes);
        jury.Pull("a", "b");
        Assert.Single(jury.Described("b").Votes);
        jury.Pull("a");
        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void The_vote_of_an_error_that_only_marked_outlives_the_marks_delay()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b", Silent, FailureStage.Answer);
        jury.Pull("a", "b");
        jury.Pull("a");
        Assert.Single(jury.Described("b").Votes);

        jury.Fails("c", "b", Silent, FailureStage.Answer);
        Assert.Equal(MemberState.Timeout, jury.StateOf("b"));
    }

    [Fact]
    public void A_vote_ends_with_a_success_of_the_same_node()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");

        jury.Succeeds("b", "b");
        Assert.Single(jury.Described("b").Votes);
        jury.Succeeds("a", "b");
        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void A_vote_ends_a_second_after_its_edge_left_the_register()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");
        for (var second = 0; second < 4; second++)
        {
            jury.Pass(1000).Edges("b", "c");
            Assert.Single(jury.Described("b").Votes);
        }

        jury.Pass(250);
        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void A_late_success_revives_nobody()
    {
        var jury = new Jury().Suspended("b");

        jury.Succeeds("x", "b");

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void Marking_errors_cost_the_delay_and_after_the_retries_the_member_is_suspended()
    {
        var jury = new Jury(isAlone: true).Edges("a");
        for (var time = 0; time < 2; time++)
        {
            jury.Fails("a", "b", Silent, FailureStage.Answer);
            Assert.Equal((MemberState.Timeout, 2000L), (jury.StateOf("b"), jury.Verdict("b").RemainingMs));
            Assert.Equal("a c", Plans.RingOf(jury.Machine.Snapshot));
            jury.Pass(2000).Edges("a");
            Assert.Equal(MemberState.Active, jury.StateOf("b"));
        }

        jury.Fails("a", "b", Silent, FailureStage.Answer);
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void Errors_in_a_row_are_counted_over_all_edges_and_a_success_of_any_begins_the_row_again()
    {
        var jury = new Jury(Judged("a b") with { Quorum = 1 }, "a b").Edges("a", "b");
        jury.Fails("a", "b", Silent, FailureStage.Answer);
        jury.Pass(2000);
        jury.Succeeds("b", "b");

        jury.Fails("b", "b", Silent, FailureStage.Answer);
        jury.Pass(2000).Fails("a", "b", Silent, FailureStage.Answer);

        Assert.Equal(MemberState.Timeout, jury.StateOf("b"));
    }

    [Fact]
    public void Nodes_that_saw_different_errors_charge_the_member_with_the_milder_one()
    {
        var jury = new Jury().Edges("a", "b");

        jury.Fails("a", "b", Refused);
        jury.Fails("b", "b", Silent, FailureStage.Answer);

        Assert.Equal(MemberState.Timeout, jury.StateOf("b"));
    }
}
