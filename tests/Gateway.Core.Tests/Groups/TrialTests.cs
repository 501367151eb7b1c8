using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Permits, their life, their holders and what their results decide.</summary>
public class TrialTests
{
    private static readonly MemberRules WithoutHealth = Member with { Health = null };

    [Fact]
    public void When_a_suspension_has_run_out_one_edge_gets_the_permit()
    {
        var jury = new Jury().OnTrial("b").Pass(250);

        var permit = Assert.Single(jury.Pull("a").Permits);

        Assert.Equal(("b", jury.Machine.Epoch, jury.GenOf("b"), 3000, true), (permit.Member, permit.Epoch, permit.Gen, permit.LifeMs, permit.ByProbe));
        Assert.Empty(jury.Pull("c").Permits);
        Assert.Equal("a", jury.Described("b").Permit);
        Assert.Equal("a c", Plans.RingOf(jury.Machine.Snapshot));
    }

    [Fact]
    public void A_trial_that_no_request_can_carry_and_no_probe_can_make_ends_after_the_length_of_the_suspension()
    {
        var jury = new Jury(Judged("a b c", WithoutHealth)).Edges("x", "y");
        jury.Fails("x", "b", 1, FailureStage.Answer);
        jury.Fails("y", "b", 1, FailureStage.Answer);
        jury.Pass(10_000);
        Assert.Equal(MemberState.Trial, jury.StateOf("b"));

        jury.Pass(9_750);
        Assert.Equal(MemberState.Trial, jury.StateOf("b"));
        jury.Pass(500);

        Assert.Equal(MemberState.Active, jury.StateOf("b"));
        jury.Edges("x", "y");
        jury.Fails("x", "b", 1, FailureStage.Answer);
        jury.Fails("y", "b", 1, FailureStage.Answer);
        Assert.Equal((MemberState.Suspended, 20_000L), (jury.StateOf("b"), jury.Verdict("b").RemainingMs));
    }

    [Fact]
    public void A_take_brings_a_permit_too_word_for_word_when_repeated_and_a_nudge_never()
    {
        var jury = new Jury().Suspended("b").Pass(9500).Edges("a");
        jury.Machine.TakeNudges(jury.Now);
        jury.Pass(500);

        var nudge = Assert.Single(jury.Machine.TakeNudges(jury.Now)).News;
        var take = jury.Machine.Take(new TakeRequest(IdOf("a"), 1, 1, jury.Machine.Snapshot.Stamp, 1), jury.Now);

        Assert.Equal((MemberState.Trial, 0), (nudge.Snapshot!.Verdicts[1].State, nudge.Permits.Length));
        Assert.Single(take.News.Permits);
        Assert.Same(take, jury.Machine.Take(new TakeRequest(IdOf("a"), 1, 1, default, 1), jury.Now));
    }

    [Fact]
    public void A_trial_that_succeeds_makes_the_member_active_for_all()
    {
        var jury = new Jury().OnTrial("b").Pass(250);

        jury.Succeeds("a", "b", permit: jury.Pull("a").Permits[0].Id);

        Assert.Equal((MemberState.Active, 0), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
        Assert.Equal("a b c", Plans.RingOf(jury.Machine.Snapshot));
    }

    [Fact]
    public void A_trial_that_fails_asks_for_an_opinion_and_only_the_second_failure_suspends_for_longer()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];
        jury.Pull("c");

        jury.Fails("a", "b", 1, permit: permit.Id);
        Assert.Equal((MemberState.Trial, 1), (jury.StateOf("b"), jury.Described("b").Votes.Length));
        Assert.Empty(jury.Pull("c").Permits);
        jury.Fails("c", "b", ask: jury.Owed("c")!.Value.Id);

        Assert.Equal((MemberState.Suspended, 20_000L, 2), (jury.StateOf("b"), jury.Verdict("b").RemainingMs, jury.Verdict("b").Suspensions));
    }

    [Fact]
    public void A_failed_trial_that_another_edge_contradicts_ends_with_the_member_active()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];
        jury.Pull("c");
        jury.Fails("a", "b", permit: permit.Id);

        jury.Succeeds("c", "b", FailureStage.Connect, jury.Owed("c")!.Value.Id);

        Assert.Equal(MemberState.Active, jury.StateOf("b"));
        Assert.Equal("b", Assert.Single(jury.Pull("a").Contradicted));
    }

    [Fact]
    public void Without_a_probe_that_fits_the_next_permit_goes_to_another_edge_with_traffic()
    {
        var jury = AfterAnswersFailed();
        Assert.Empty(jury.Pull("idle", period: 10_000).Permits);
        var permit = Assert.Single(jury.Pull("a").Permits);
        Assert.False(permit.ByProbe);
        jury.Pull("c");

        jury.Fails("a", "b", 101505, FailureStage.Answer, permit: permit.Id);
        Assert.Equal(MemberState.Trial, jury.StateOf("b"));
        Assert.Empty(jury.Pull("a").Permits);
        var second = Assert.Single(jury.Pull("c").Permits);
        jury.Fails("c", "b", 101505, FailureStage.Answer, permit: second.Id);

        Assert.Equal((MemberState.Suspended, 2), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
    }

    [Fact]
    public void The_edge_that_failed_last_gets_no_permit_for_three_seconds_while_another_could_have_it()
    {
        var jury = AfterAnswersFailed();
        var permit = jury.Pull("a").Permits[0];
        jury.Pull("c");
        jury.Fails("a", "b", 101505, FailureStage.Answer, permit: permit.Id);

        Assert.Empty(jury.Pass(2999).Pull("a").Permits);
        Assert.Single(jury.Pass(1).Pull("a").Permits);
    }

    [Fact]
    public void The_only_edge_there_need_not_wait_for_a_better_one()
    {
        var jury = new Jury(isAlone: true).Edges("a");
        jury.Fails("a", "b");
        jury.Fails("a", "b", permit: jury.Pass(10_000).Pull("a").Permits[0].Id);
        Assert.Equal((MemberState.Suspended, 2), (jury.StateOf("b"), jury.Verdict("b").Suspensions));

        Assert.Single(jury.Pass(20_000).Pull("a").Permits);
    }

    [Fact]
    public void A_permit_whose_holder_says_nothing_runs_out_and_is_dealt_anew_and_its_result_is_void()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];
        jury.Pass(2999);
        Assert.Empty(jury.Pull("c").Permits);
        jury.Pass(1);

        var next = Assert.Single(jury.Pull("c").Permits);

        Assert.NotEqual(permit.Id, next.Id);
        Assert.Equal(1, jury.Succeeds("a", "b", permit: permit.Id).Ignored);
        Assert.Equal(MemberState.Trial, jury.StateOf("b"));
    }

    [Fact]
    public void A_permit_is_renewed_by_its_holders_Pulls_up_to_the_longest_try_and_three_seconds()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];
        var lives = new List<int>();
        for (var second = 0; second < 10; second++)
        {
            jury.Pass(1000);
            lives.Add(jury.Pull("a", permits: [permit.Id]).Permits[0].LifeMs);
        }

        // Eight seconds for the try, and three.
        Assert.Equal([3000, 3000, 3000, 3000, 3000, 3000, 3000, 3000, 2000, 1000], lives);
        jury.Pass(1000);
        Assert.Equal(1, jury.Succeeds("a", "b", permit: permit.Id).Ignored);
    }

    [Fact]
    public void A_permit_given_back_is_dealt_again_and_is_no_evidence()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];

        Assert.Equal(0, jury.GivesBack("a", "b", permit: permit.Id).Ignored);

        Assert.Empty(jury.Described("b").Votes);
        Assert.Empty(jury.Pull("a").Permits);
        Assert.Single(jury.Pull("c").Permits);
    }

    [Fact]
    public void Somebody_elses_permit_counts_for_nothing()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];

        Assert.Equal(1, jury.Succeeds("c", "b", permit: permit.Id).Ignored);
        Assert.Equal(MemberState.Trial, jury.StateOf("b"));
    }

    [Fact]
    public void No_permit_is_dealt_in_the_first_five_seconds_of_an_epoch()
    {
        var jury = new Jury(record: new Jury().OnTrial("b").Machine.Record(new GrainTime(default, 0)), settled: false);
        for (var quarter = 0; quarter < 20; quarter++)
        {
            Assert.Empty(jury.Pull("a").Permits);
            jury.Pass(250);
        }

        Assert.Single(jury.Pull("a").Permits);
    }

    [Fact]
    public void No_permit_is_dealt_for_five_seconds_after_a_raised_epoch_or_a_conflict_and_old_ones_are_void()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = jury.Pull("a").Permits[0];
        jury.Machine.RaiseTo(new Epoch(9, 0), jury.Now);
        Assert.Equal(1, jury.Succeeds("a", "b", permit: permit.Id).Ignored);

        Assert.Empty(jury.Pass(4750).Pull("a").Permits);
        Assert.Single(jury.Pass(250).Pull("a").Permits);

        jury.Machine.WrittenOver(jury.Now);
        Assert.Empty(jury.Pass(4750).Pull("c").Permits);
        Assert.Single(jury.Pass(250).Pull("c").Permits);
    }

    [Fact]
    public void A_permit_ends_no_later_than_five_seconds_after_the_last_confirmed_write_began()
    {
        var jury = new Jury().OnTrial("b");
        jury.StorageIsUp = false;

        Assert.Equal(2500, Assert.Single(jury.Pass(2500).Pull("a").Permits).LifeMs);
    }

    [Fact]
    public void With_storage_down_for_a_second_permits_are_dealt_unfenced_and_every_answer_says_so()
    {
        var jury = new Jury().Suspended("b");
        jury.StorageIsUp = false;
        jury.Pass(10_000);
        Assert.Empty(jury.Pull("a").Permits);
        Assert.False(jury.Pull("a").IsUnfenced);
        jury.Pass(1000);

        var news = jury.Pull("a");

        Assert.True(news.IsUnfenced);
        Assert.Single(news.Permits);
        jury.StorageIsUp = true;
        Assert.False(jury.Pass(250).Pull("c").IsUnfenced);
    }

    [Fact]
    public void Changes_that_wait_for_three_seconds_are_said_with_every_answer()
    {
        var jury = new Jury().Edges("a");
        jury.Machine.Behind(jury.Now);

        Assert.False(jury.Pass(2750).Pull("a").IsUnfenced);
        Assert.True(jury.Pass(250).Pull("a").IsUnfenced);
        Assert.True(jury.Machine.Take(new TakeRequest(IdOf("a"), 1, 1, jury.Machine.Snapshot.Stamp, 1), jury.Now).News.IsUnfenced);
        jury.Machine.Behind(null);
        Assert.Same(GroupNews.None, jury.Pull("a"));
    }

    [Fact]
    public void A_member_that_an_operator_holds_back_is_not_tried()
    {
        var jury = new Jury().OnTrial("b");
        jury.Say("b", AdminVerb.Off);

        Assert.Empty(jury.Pass(250).Pull("a").Permits);
    }

    private static Jury AfterAnswersFailed()
    {
        var jury = new Jury(Judged("a b c", WithoutHealth)).Edges("x", "y");
        jury.Fails("x", "b", 101503, FailureStage.Answer);
        jury.Fails("y", "b", 101503, FailureStage.Answer);
        return jury.Pass(10_250);
    }
}
