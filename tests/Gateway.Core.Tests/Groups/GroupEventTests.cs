using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Every transition of a group is one event, that says what happens next.</summary>
public class GroupEventTests
{
    [Fact]
    public void A_backend_that_dies_and_comes_back_is_three_events()
    {
        var jury = new Jury().Suspended("b");
        jury.Pass(10_000);
        var permit = Assert.Single(jury.Pull("x").Permits);
        jury.Succeeds("x", "b", permit: permit.Id);

        var told = jury.Machine.TakeEvents();

        Assert.Equal(
            [
                (EventKind.MemberChanged, MemberState.Active, MemberState.Suspended, CauseKind.Failures, 10_000L, 20_000L, 1),
                (EventKind.MemberChanged, MemberState.Suspended, MemberState.Trial, CauseKind.Time, 0L, 20_000L, 1),
                (EventKind.MemberChanged, MemberState.Trial, MemberState.Active, CauseKind.Trial, 0L, 0L, 0),
            ],
            told.Select(happened =>
                (happened.Kind, happened.From, happened.To, happened.Cause, happened.ForMs, happened.ThenMs, happened.Suspensions)));
        Assert.All(told, happened => Assert.Equal("b", happened.Member));
        Assert.Equal(["x", "y"], told[0].Evidence.Select(seen => seen.Node));
        Assert.Equal(new EvidenceEntry("x", 0, FailureStage.Answer, 0), Assert.Single(told[2].Evidence));
    }

    [Fact]
    public void A_provisional_verdict_is_confirmed_by_an_event_of_its_own_and_needs_no_snapshot()
    {
        var jury = new Jury().Edges("a");
        jury.Fails("a", "b");
        Assert.True(Assert.Single(jury.Machine.TakeEvents()).IsProvisional);
        var snapshot = jury.Machine.Snapshot;

        jury.Edges("c").Pass(250);
        jury.Fails("c", "b", ask: jury.Owed("c")!.Value.Id);

        var confirmed = Assert.Single(jury.Machine.TakeEvents());
        Assert.Equal(
            (EventKind.VerdictConfirmed, "b", MemberState.Suspended, false, snapshot.Stamp.Version),
            (confirmed.Kind, confirmed.Member, confirmed.To, confirmed.IsProvisional, confirmed.Version));
        Assert.Equal(new EvidenceEntry("c", Refused, FailureStage.Connect, 0), Assert.Single(confirmed.Evidence));
        Assert.Equal(snapshot.Stamp, jury.Machine.Snapshot.Stamp);
    }

    [Fact]
    public void A_provisional_verdict_is_overturned_by_one_event()
    {
        var jury = new Jury().Edges("a");
        jury.Fails("a", "b");
        jury.Machine.TakeEvents();

        jury.Edges("c").Pass(250);
        jury.Succeeds("c", "b", FailureStage.Connect, ask: jury.Owed("c")!.Value.Id);

        var overturned = Assert.Single(jury.Machine.TakeEvents());
        Assert.Equal((MemberState.Suspended, MemberState.Active, CauseKind.Contradicted), (overturned.From, overturned.To, overturned.Cause));
    }

    [Fact]
    public void An_operators_word_is_one_event_when_it_is_set_and_one_when_it_runs_out()
    {
        var jury = new Jury();
        jury.Say("b", AdminVerb.Drain, forMs: 60_000);
        jury.Pass(60_000);

        Assert.Equal(
            [(EventKind.WordChanged, OperatorWord.Draining, CauseKind.Operator, 60_000L), (EventKind.WordChanged, OperatorWord.None, CauseKind.Time, 0L)],
            jury.Machine.TakeEvents().Select(happened => (happened.Kind, happened.Word, happened.Cause, happened.ForMs)));
    }

    [Theory]
    [InlineData(AdminVerb.Suspend, EventKind.MemberChanged)]
    [InlineData(AdminVerb.Resume, EventKind.WordChanged)]
    [InlineData(AdminVerb.Drain, EventKind.WordChanged)]
    [InlineData(AdminVerb.Off, EventKind.WordChanged)]
    public void A_word_said_of_an_active_member_is_one_event(AdminVerb verb, EventKind kind)
    {
        var jury = new Jury();

        jury.Say("b", verb);

        var happened = Assert.Single(jury.Machine.TakeEvents());
        Assert.Equal((kind, "b", "because (ops)"), (happened.Kind, happened.Member, happened.Reason));
    }

    [Fact]
    public void A_failover_groups_move_names_both_members()
    {
        var jury = new Jury(Judged("a b c") with { Failover = new FailoverRules(Core.Endpoints.FailoverOrder.Rotate, true) });
        jury.Say("a", AdminVerb.Off);

        var moved = Assert.Single(jury.Machine.TakeEvents(), happened => happened.Kind == EventKind.CurrentMoved);

        Assert.Equal(("a", "b"), (moved.Before, moved.Member));
    }

    [Fact]
    public void An_epoch_that_is_taken_or_raised_is_an_event()
    {
        var machine = new GroupMachine(new Epoch(7, 1), new GroupRecord(), new GrainTime(TimeSpan.FromSeconds(1), 0));
        Assert.Equal((EventKind.EpochTaken, 1L), Told(machine));
        Assert.Equal(1, machine.Snapshot.Stamp.Version);

        machine.RaiseTo(new Epoch(9, 1), TimeSpan.FromSeconds(2));
        Assert.Equal((EventKind.EpochTaken, 1L), Told(machine));

        static (EventKind, long) Told(GroupMachine machine)
        {
            var happened = Assert.Single(machine.TakeEvents());
            return (happened.Kind, happened.Version);
        }
    }

    [Fact]
    public void Storage_that_stays_behind_is_one_event_when_it_begins_and_one_when_it_ends()
    {
        var jury = new Jury();
        jury.Machine.Behind(jury.Now);
        jury.Pass(5000);
        jury.Machine.Behind(null);
        jury.Pass(5000);

        Assert.Equal([EventKind.UnfencedBegun, EventKind.UnfencedEnded], jury.Machine.TakeEvents().Select(happened => happened.Kind));
    }

    [Fact]
    public void The_evidence_of_a_verdict_stays_with_it_and_grows_older()
    {
        var jury = new Jury().Suspended("b");
        jury.Pass(3000);

        var described = jury.Described("b");

        Assert.Equal(
            [new EvidenceEntry("x", Refused, FailureStage.Connect, 3000), new EvidenceEntry("y", Refused, FailureStage.Connect, 3000)],
            described.Evidence.AsEnumerable());
        Assert.Equal((20_000L, 0L), (described.NextSuspensionMs, jury.Described("a").NextSuspensionMs));
    }

    [Fact]
    public void A_quorum_that_too_few_nodes_can_give_is_shown_as_configured_and_as_in_force()
    {
        var jury = new Jury(Judged("a b c") with { Quorum = 5 }).Edges("x", "y");

        var described = jury.Machine.Describe(default, jury.Now);

        Assert.Equal((5, 2), (described.Quorum, described.QuorumInForce));
        Assert.All(described.Members, member => Assert.Equal(2, member.Quorum));
    }

    [Fact]
    public void An_edge_is_shown_with_what_its_pull_says_of_it()
    {
        var jury = new Jury();
        jury.Machine.Pull(
            new PullRequest(IdOf("x"), "x", jury.Machine.Snapshot.Stamp, 1, 1000, [new("a", 1, false), new("b", 1, true)], [])
            {
                Mode = EdgeMode.Degraded,
                IsUnfenced = true,
            },
            jury.Now);

        var edge = Assert.Single(jury.Machine.Describe(default, jury.Now).Edges);

        Assert.Equal(["a", "b"], edge.Overlay.AsEnumerable());
        Assert.Equal(["b"], edge.Private.AsEnumerable());
        Assert.Equal((EdgeMode.Degraded, true, 0L), (edge.Mode, edge.IsUnfenced, edge.SnapshotAgeMs));
    }
}
