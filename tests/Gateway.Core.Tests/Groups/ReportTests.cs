using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>What is taken for evidence, what is answered, and what is told.</summary>
public class ReportTests
{
    [Fact]
    public void Evidence_of_another_epoch_or_gen_or_of_a_stranger_is_counted_as_ignored_and_does_nothing()
    {
        var jury = new Jury(isAlone: true);
        var good = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        var reply = jury.Report(
            "a", good with { Epoch = new Epoch(6, 1) }, good with { Epoch = new Epoch(7, 2) }, good with { Gen = good.Gen + 1 },
            good with { Member = "z" }, good with { Permit = 99 }, good with { Kind = ReportKind.Succeeded, Ask = 99 },
            good with { Kind = ReportKind.GivenBack });

        Assert.Equal(7, reply.Ignored);
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
        Assert.Equal(0, jury.Report("a", good).Ignored);
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Theory]
    [InlineData("a c")]
    [InlineData("a b c")]
    public void Evidence_against_a_member_that_was_removed_or_became_a_group_does_not_fit_one_that_comes_back_under_its_name(string meanwhile)
    {
        var jury = new Jury(isAlone: true);
        jury.Fails("a", "b");
        var old = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);
        jury.Machine.Adopt(new GroupDefinition("group", "load_balance", Plans.Members(meanwhile)) { Rules = Jury.Judged("a c") }, 2);
        jury.Machine.Adopt(new GroupDefinition("group", "load_balance", Plans.Members("a b c")) { Rules = Jury.Judged("a b c") }, 3);
        Assert.True(jury.GenOf("b") > old.Gen, $"gen {jury.GenOf("b")}");

        jury.Succeeds("c", "c");
        var stale = old with { Gen = 1 };
        Assert.Equal(2, jury.Report("a", old, stale).Ignored);
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Fact]
    public void More_items_than_a_report_may_have_are_ignored()
    {
        var jury = new Jury().Edges("a", "b");
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        Assert.Equal(4, jury.Report("a", [.. Enumerable.Repeat(item, ReportRequest.MostItems + 4)]).Ignored);
    }

    [Fact]
    public void A_repeated_report_is_answered_word_for_word_and_counted_once_and_an_older_one_ignored()
    {
        var jury = new Jury().Edges("a", "b");
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);
        var request = new ReportRequest(IdOf("a"), "a", 5, default, 1, [item]);

        var first = jury.Machine.Report(request, jury.Now);

        Assert.Same(first, jury.Machine.Report(request with { Items = [] }, jury.Now));
        Assert.Equal(GroupStatus.OldSeq, jury.Machine.Report(request with { Seq = 4, Edge = IdOf("a") }, jury.Now).Status);
        Assert.Single(jury.Described("b").Votes);
    }

    [Fact]
    public void Reports_and_takes_are_counted_apart()
    {
        var jury = new Jury();
        jury.Machine.Take(new TakeRequest(IdOf("a"), 9, 1, default, 1), jury.Now);

        Assert.Equal(GroupStatus.Ok, jury.Succeeds("a", "b").Status);
    }

    [Fact]
    public void A_reporter_that_has_seen_a_later_epoch_is_fenced_and_its_evidence_not_taken()
    {
        var jury = new Jury(isAlone: true);
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        var reply = jury.Machine.Report(new ReportRequest(IdOf("a"), "a", 1, new Stamp(new Epoch(8, 0), 1), 1, [item]), jury.Now);

        Assert.Equal(GroupStatus.Fenced, reply.Status);
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(0.34, 1)]
    [InlineData(0.33, 0)]
    [InlineData(0.67, 2)]
    [InlineData(1.0, 3)]
    public void No_more_members_are_suspended_at_once_than_the_group_allows(double share, int most)
    {
        var jury = new Jury(Judged("a b c") with { MaxSuspended = share }, isAlone: true);
        foreach (var member in new[] { "a", "b", "c" })
        {
            jury.Fails("n", member);
        }

        Assert.Equal(most, jury.Machine.Snapshot.Verdicts.Count(verdict => verdict.State == MemberState.Suspended));
    }

    [Fact]
    public void With_nobody_left_a_take_is_answered_without_turns()
    {
        var jury = new Jury(members: "a", isAlone: true);
        jury.Fails("n", "a");

        var reply = jury.Machine.Take(new TakeRequest(IdOf("n"), 1, 5, default, 1), jury.Now);

        Assert.Equal((GroupStatus.Ok, 0), (reply.Status, reply.Count));
        Assert.Equal(0, jury.Machine.NextOffset);
    }

    [Fact]
    public void With_nobody_left_a_group_that_tries_anyway_deals_to_all_but_those_an_operator_holds_back()
    {
        var jury = new Jury(Judged("a b c") with { WhenAllSuspended = Endpoints.WhenAllSuspended.TryAnyway }, isAlone: true);
        jury.Say("c", AdminVerb.Off);
        jury.Fails("n", "a");
        jury.Fails("n", "b");

        Assert.Equal("a b", Plans.RingOf(jury.Machine.Snapshot));
    }

    [Fact]
    public void A_member_that_is_a_group_has_no_state()
    {
        var jury = new Jury(Judged("a"), "a inner", isAlone: true);

        Assert.Equal(1, jury.Report("n", new ReportItem("inner", jury.Machine.Epoch, 1, ReportKind.Failed, Refused, default, 0, 0)).Ignored);
        Assert.Equal(AdminStatus.MemberIsGroup, jury.Say("inner", AdminVerb.Off));
        Assert.True(jury.Verdict("inner").IsAvailable);
    }

    [Fact]
    public void A_transition_is_one_event_with_its_evidence_and_is_kept_among_the_last_64()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        jury.Pass(250);
        jury.Fails("b", "b", 101506);

        var happened = Assert.Single(jury.Machine.TakeEvents());
        Assert.Equal(
            ("b", MemberState.Active, MemberState.Suspended, CauseKind.Failures, 10_000L, false, jury.Machine.Snapshot.Stamp.Version),
            (happened.Member, happened.From, happened.To, happened.Cause, happened.ForMs, happened.IsProvisional, happened.Version));
        Assert.Equal(
            [new EvidenceEntry("a", Refused, FailureStage.Connect, 250), new EvidenceEntry("b", 101506, FailureStage.Connect, 0)], happened.Evidence.AsEnumerable());
        Assert.Empty(jury.Machine.TakeEvents());

        jury.Pass(1000);
        Assert.Equal(1000, jury.Machine.Describe(default, jury.Now).Events[^1].AgoMs);
        for (var time = 0; time < 70; time++)
        {
            jury.Say("a", AdminVerb.Drain);
        }

        Assert.Equal(64, jury.Machine.Describe(default, jury.Now).Events.Length);
    }

    [Fact]
    public void News_of_a_suspension_counts_its_time_from_the_moment_of_sending()
    {
        var jury = new Jury().Suspended("b");
        jury.Pass(3500);

        var snapshot = jury.Machine.Pull(new PullRequest(IdOf("late"), "late", default, 1, 1000, [], []), jury.Now).News.Snapshot!;

        Assert.Equal(6500, snapshot.Verdicts[1].RemainingMs);
        Assert.Equal(jury.Machine.Snapshot.Stamp, snapshot.Stamp);
    }

    [Fact]
    public void All_that_listen_are_nudged_of_a_transition_once()
    {
        var jury = new Jury().Edges("x", "y", "z");
        jury.Machine.TakeNudges(jury.Now);
        jury.Fails("x", "b");
        jury.Fails("y", "b");

        var nudges = jury.Machine.TakeNudges(jury.Now);

        Assert.Equal(3, nudges.Count);
        Assert.All(nudges, nudge => Assert.Equal(MemberState.Suspended, nudge.News.Snapshot!.Verdicts[1].State));
        Assert.Empty(jury.Machine.TakeNudges(jury.Now));
    }

    [Fact]
    public void With_nothing_new_the_answer_says_so_without_a_new_object()
    {
        var jury = new Jury().Edges("a");

        Assert.Same(GroupNews.None, jury.Pull("a"));
        Assert.Same(GroupNews.None, jury.Machine.Take(new TakeRequest(IdOf("a"), 1, 1, jury.Machine.Snapshot.Stamp, 1), jury.Now).News);
    }
}
