using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>What operators say, active checks, slow starts, and what is stored.</summary>
public class OperatorWordTests
{
    [Theory]
    [InlineData(AdminVerb.Drain, OperatorWord.Draining)]
    [InlineData(AdminVerb.Off, OperatorWord.Off)]
    public void A_word_takes_the_member_off_the_ring_until_it_is_taken_back(AdminVerb verb, OperatorWord word)
    {
        var jury = new Jury();

        Assert.Equal(AdminStatus.Done, jury.Say("b", verb));
        Assert.Equal((MemberState.Active, word, "a c"), (jury.StateOf("b"), jury.Verdict("b").Word, Plans.RingOf(jury.Machine.Snapshot)));
        Assert.Equal(("because", "ops"), (jury.Described("b").Reason, jury.Described("b").By));
        Assert.Equal("because (ops)", Assert.Single(jury.Machine.TakeEvents()).Reason);

        jury.Say("b", AdminVerb.Resume);
        Assert.Equal("a b c", Plans.RingOf(jury.Machine.Snapshot));
        Assert.Equal("", jury.Described("b").Reason);
    }

    [Fact]
    public void A_word_with_a_length_ends_by_itself()
    {
        var jury = new Jury();
        jury.Say("b", AdminVerb.Off, forMs: 60_000);

        jury.Pass(59_750);
        Assert.Equal((OperatorWord.Off, 250L), (jury.Verdict("b").Word, jury.Described("b").WordRemainingMs));
        Assert.Equal(OperatorWord.None, jury.Pass(250).Verdict("b").Word);
    }

    [Theory]
    [InlineData(90_000, 90_000)]
    [InlineData(0, 10_000)]
    [InlineData(long.MaxValue, 315_360_000_000)]
    public void A_suspension_by_word_lasts_as_long_as_it_says_or_as_the_policy_does(long forMs, long remaining)
    {
        var jury = new Jury();
        jury.Say("b", AdminVerb.Suspend, forMs);

        Assert.Equal((MemberState.Suspended, remaining, 0), (jury.StateOf("b"), jury.Verdict("b").RemainingMs, jury.Verdict("b").Suspensions));
        Assert.Equal(CauseKind.Operator, jury.Described("b").Cause);
    }

    [Fact]
    public void Resume_makes_a_suspended_member_active_and_forgives_all()
    {
        var jury = new Jury().Suspended("b");

        jury.Say("b", AdminVerb.Resume);

        Assert.Equal((MemberState.Active, 0), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
    }

    [Fact]
    public void A_success_leaves_a_word_alone()
    {
        var jury = new Jury();
        jury.Say("b", AdminVerb.Off);

        jury.Succeeds("a", "b");

        Assert.Equal(OperatorWord.Off, jury.Verdict("b").Word);
    }

    [Fact]
    public void A_member_that_the_group_does_not_have_is_not_spoken_of() => Assert.Equal(AdminStatus.NoSuchMember, new Jury().Say("z", AdminVerb.Off));

    [Fact]
    public void Active_checks_are_dealt_one_an_interval_to_the_edges_in_turn_and_a_fall_needs_another_node()
    {
        var jury = new Jury(Judged("b", Member with { Health = Check(TimeSpan.FromSeconds(1)) }), "b").Edges("p", "q").Pass(250);
        var checkers = new List<string>();
        for (var check = 0; check < 3; check++)
        {
            var node = jury.Owed("p") is not null ? "p" : "q";
            checkers.Add(node);
            Assert.Equal(MemberState.Active, jury.StateOf("b"));
            jury.Fails(node, "b", 1, FailureStage.Answer, jury.Owed(node)!.Value.Id);
            jury.Pass(check < 2 ? 1000 : 0);
        }

        Assert.Equal(checkers[0], checkers[2]);
        Assert.NotEqual(checkers[0], checkers[1]);
        Assert.Equal(checkers[2], Assert.Single(jury.Described("b").Votes).Node);
        jury.Fails(checkers[1], "b", Refused, FailureStage.Connect, jury.Owed(checkers[1])!.Value.Id);

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void As_many_good_checks_in_a_row_as_configured_make_a_suspended_member_active()
    {
        var jury = new Jury(Judged("b", Member with { Health = Check(TimeSpan.FromSeconds(1)) }), "b", isAlone: true).Edges("p");
        jury.Fails("p", "b");
        for (var check = 0; check < 2; check++)
        {
            Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
            jury.Pass(1000);
            jury.Succeeds("p", "b", ask: jury.Owed("p")!.Value.Id);
        }

        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Fact]
    public void A_member_that_is_back_gets_a_growing_share_in_at_most_ten_steps()
    {
        var jury = new Jury(Judged("a b") with { SlowStart = TimeSpan.FromSeconds(9) }, "a b").Suspended("b");
        jury.Say("b", AdminVerb.Resume);
        Assert.Equal((0.1, 11), (jury.Verdict("b").Share, jury.Machine.Snapshot.Ring.Length));
        var rings = new HashSet<long>();
        for (var second = 0; second < 20; second++)
        {
            rings.Add(jury.Machine.Snapshot.RingVersion);
            jury.Pass(1000);
        }

        Assert.Equal(10, rings.Count);
        Assert.Equal((1.0, "a b"), (jury.Verdict("b").Share, Plans.RingOf(jury.Machine.Snapshot)));
    }

    [Fact]
    public void What_is_stored_brings_the_next_activation_to_where_this_one_was()
    {
        var jury = new Jury(isAlone: true);
        jury.Fails("n", "b");
        jury.Say("c", AdminVerb.Drain, forMs: 60_000);
        jury.Fails("n", "a", Silent, FailureStage.Answer);
        jury.Pass(1000);
        var record = jury.Machine.Record(new GrainTime(jury.Now, jury.Utc));

        var next = new GroupMachine(new Epoch(8, 0), record, new GrainTime(TimeSpan.FromSeconds(5), jury.Utc + 500));

        var verdicts = next.Snapshot.Verdicts;
        Assert.Equal((MemberState.Timeout, 500L), (verdicts[0].State, verdicts[0].RemainingMs));
        Assert.Equal((MemberState.Suspended, 8500L, 1, jury.GenOf("b")), (verdicts[1].State, verdicts[1].RemainingMs, verdicts[1].Suspensions, verdicts[1].Gen));
        Assert.Equal(OperatorWord.Draining, verdicts[2].Word);
        Assert.Equal(("because", 58_500L), (next.Describe(default, TimeSpan.FromSeconds(5)).Members[2].Reason, next.Describe(default, TimeSpan.FromSeconds(5)).Members[2].WordRemainingMs));
    }

    [Theory]
    [InlineData(3_600_000, 0)]
    [InlineData(-3_600_000, 10_000)]
    public void A_clock_that_is_an_hour_off_shortens_or_keeps_a_suspension_but_never_makes_it_longer_than_it_is(long offMs, long remaining)
    {
        var jury = new Jury(isAlone: true);
        jury.Fails("n", "b");
        var record = jury.Machine.Record(new GrainTime(jury.Now, jury.Utc));

        var next = new GroupMachine(new Epoch(8, 0), record, new GrainTime(default, jury.Utc + offMs));

        Assert.Equal(remaining, next.Snapshot.Verdicts[1].RemainingMs);
        Assert.Equal(remaining == 0 ? MemberState.Trial : MemberState.Suspended, next.Snapshot.Verdicts[1].State);
    }

    [Theory]
    [InlineData(3_600_000, 0)]
    [InlineData(-3_600_000, 4_000)]
    [InlineData(7_000, 3_000)]
    public void A_word_with_a_length_is_held_no_longer_than_that_whatever_the_clock_of_the_next_silo_says(long offMs, long remaining)
    {
        var jury = new Jury();
        jury.Say("b", AdminVerb.Off, forMs: 4_000);
        var stored = jury.Machine.Record(new GrainTime(jury.Now, jury.Utc));

        var next = new Jury(record: stored, settled: false, utcOffMs: offMs);

        Assert.Equal(remaining, next.Described("b").WordRemainingMs);
        Assert.Equal(OperatorWord.None, next.Pass(4_000).Verdict("b").Word);
    }

    [Fact]
    public void A_record_from_before_there_were_states_loads_with_every_member_active()
    {
        const string Old = """{"Schema":1,"EpochNumber":5,"EpochTag":6,"Revision":3,"Members":[{"Id":"a","Weight":2},{"Id":"b","Weight":1}],"Checkpoint":9}""";
        var record = System.Text.Json.JsonSerializer.Deserialize<GroupRecord>(Old)!;

        var machine = new GroupMachine(new Epoch(8, 0), record);

        Assert.Equal((9L, 3L, "a b a"), (machine.NextOffset, machine.Revision, Plans.RingOf(machine.Snapshot)));
        Assert.All(machine.Snapshot.Verdicts, verdict => Assert.Equal(new MemberVerdict(1, MemberState.Active, OperatorWord.None, 0, 0, 1), verdict));
        Assert.Equal([new MemberRecord("a", 2), new MemberRecord("b", 1)], machine.Record().Members);
    }

    [Fact]
    public void A_revision_keeps_the_standing_of_members_that_stay()
    {
        var jury = new Jury().Suspended("b");

        jury.Machine.Adopt(new GroupDefinition("group", "load_balance", Plans.Members("d b")) { Rules = Judged("d b") }, 2);

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
        Assert.Equal("d", Plans.RingOf(jury.Machine.Snapshot));
    }
}
