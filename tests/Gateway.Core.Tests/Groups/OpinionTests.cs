using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Second opinions, contradictions and provisional verdicts.</summary>
public class OpinionTests
{
    private static readonly MemberRules WithoutHealth = Member with { Health = null };

    [Theory]
    [InlineData(FailureStage.Connect, true, true)]
    [InlineData(FailureStage.Tls, false, true)]
    [InlineData(FailureStage.Answer, true, true)]
    [InlineData(FailureStage.Answer, false, false)]
    public void The_first_report_asks_another_node_at_once_by_a_probe_that_fits_or_else_by_its_next_request(
        FailureStage stage, bool hasHealth, bool byProbe)
    {
        var jury = new Jury(Judged("a b c", hasHealth ? Member : WithoutHealth)).Edges("a", "b");
        jury.Machine.TakeNudges(jury.Now);

        jury.Fails("a", "b", stage: stage);

        var (edge, news) = Assert.Single(jury.Machine.TakeNudges(jury.Now));
        var ask = Assert.Single(news.Asks);
        Assert.Equal((IdOf("b"), "b", stage, byProbe), (edge, ask.Member, ask.Stage, ask.ByProbe));
        Assert.Equal((jury.Machine.Epoch, jury.GenOf("b")), (ask.Epoch, ask.Gen));
        Assert.Null(news.Snapshot);
        Assert.Empty(jury.Pull("a").Asks);
    }

    [Fact]
    public void An_ask_goes_with_every_answer_until_it_is_answered()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        var ask = jury.Owed("b")!.Value;

        Assert.Equal(ask, Assert.Single(jury.Machine.Take(new TakeRequest(IdOf("b"), 1, 1, jury.Machine.Snapshot.Stamp, 1), jury.Now).News.Asks));
        Assert.Equal(ask, jury.Owed("b"));
        Assert.Empty(jury.GivesBack("b", "b", ask.Id).News.Asks);
    }

    [Fact]
    public void A_second_opinion_that_fails_suspends_for_the_price_of_one_request_and_one_probe()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");

        jury.Fails("b", "b", ask: jury.Owed("b")!.Value.Id);

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
        Assert.False(jury.Described("b").IsProvisional);
        Assert.Null(jury.Owed("c"));
    }

    [Fact]
    public void A_second_opinion_that_finds_nothing_wrong_ends_the_vote_and_takes_it_from_the_node()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");
        var ask = jury.Owed("b")!.Value;
        jury.Machine.TakeNudges(jury.Now);

        jury.Succeeds("b", "b", FailureStage.Connect, ask.Id);

        Assert.Equal("b", Assert.Single(jury.Pull("a").Contradicted));
        Assert.Empty(jury.Pull("b").Contradicted);
        Assert.Equal("a", Assert.Single(jury.Described("b").Contradicted));
        Assert.Equal(IdOf("a"), Assert.Single(jury.Machine.TakeNudges(jury.Now)).Edge);
        jury.Fails("a", "b");
        Assert.Empty(jury.Described("b").Votes);
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Fact]
    public void A_nodes_own_fine_ends_the_others_votes_and_not_what_it_has_just_seen_itself()
    {
        var jury = new Jury(Judged("a b c") with { Quorum = 3 }).Edges("a", "b", "c");
        jury.Fails("a", "b");
        var ask = jury.Owed("b")!.Value;
        var failed = new ReportItem("b", ask.Epoch, ask.Gen, ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);

        // The probe was under way when a request met the failure: both are told in one report.
        jury.Report("b", failed, failed with { Kind = ReportKind.Succeeded, ErrorCode = 0, Ask = ask.Id });

        Assert.Equal("b", Assert.Single(jury.Described("b").Votes).Node);
        Assert.Equal("a", Assert.Single(jury.Described("b").Contradicted));
    }

    [Fact]
    public void A_node_without_a_vote_leaves_the_count()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        jury.Succeeds("b", "b", FailureStage.Connect, jury.Owed("b")!.Value.Id);

        jury.Fails("b", "b");

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void A_node_gets_its_vote_back_with_a_success_of_its_own()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        jury.Succeeds("b", "b", FailureStage.Connect, jury.Owed("b")!.Value.Id);

        Assert.Empty(jury.Succeeds("a", "b").News.Contradicted);
        jury.Fails("a", "b");

        Assert.Single(jury.Described("b").Votes);
    }

    [Fact]
    public void A_success_that_did_not_come_as_far_as_the_failure_acquits_nobody()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b", 101505, FailureStage.Answer);

        jury.Succeeds("b", "b", FailureStage.Connect, jury.Owed("b")!.Value.Id);

        Assert.Single(jury.Described("b").Votes);
        Assert.Empty(jury.Described("b").Contradicted);
    }

    [Fact]
    public void An_answer_to_no_ask_contradicts_nobody()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        var ask = jury.Owed("b")!.Value;

        Assert.Equal(1, jury.Succeeds("c", "b", ask: ask.Id).Ignored);
        Assert.Equal(1, jury.Succeeds("b", "b", ask: ask.Id + 7).Ignored);
        Assert.Single(jury.Described("b").Votes);
    }

    [Fact]
    public void After_a_second_the_next_edge_is_asked_round_and_round_while_the_vote_stands()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");
        var asked = new List<Guid>();
        for (var second = 0; second < 5; second++)
        {
            asked.AddRange(jury.Machine.TakeNudges(jury.Now).Select(nudge => nudge.Edge));
            jury.Pass(1000);
            jury.Edges("a", "b", "c");
        }

        Assert.Equal([IdOf("b"), IdOf("c"), IdOf("b"), IdOf("c"), IdOf("b")], asked);
    }

    [Fact]
    public void An_edge_that_leaves_the_member_alone_itself_is_not_asked()
    {
        var jury = new Jury().Edges("a", "c");
        jury.Pull("b", "b");
        jury.Fails("a", "b");

        Assert.Null(jury.Owed("b"));
        Assert.NotNull(jury.Owed("c"));
    }

    [Fact]
    public void Another_process_of_the_same_node_is_not_another_opinion()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Machine.Pull(new PullRequest(IdOf("a2"), "a", default, 1, 1000, [], []), jury.Now);
        jury.Pass(2750).Edges("a");
        jury.Machine.Pull(new PullRequest(IdOf("a2"), "a", default, 1, 1000, [], []), jury.Now);
        jury.Pass(500);

        jury.Fails("a", "c");

        // b has left the register: a alone is enough, and there is nobody else to ask.
        Assert.Equal(MemberState.Suspended, jury.StateOf("c"));
        Assert.True(jury.Described("c").IsProvisional);
        Assert.Empty(jury.Described("c").Asks);
    }

    [Fact]
    public void A_verdict_of_one_node_is_provisional_and_the_next_edge_that_comes_confirms_it()
    {
        var jury = new Jury().Edges("a");
        jury.Fails("a", "b");
        Assert.True(jury.Described("b").IsProvisional);

        jury.Edges("c").Pass(250);
        jury.Fails("c", "b", ask: jury.Owed("c")!.Value.Id);

        Assert.Equal((MemberState.Suspended, 1), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
        Assert.False(jury.Described("b").IsProvisional);
        Assert.Null(jury.Owed("c"));
    }

    [Fact]
    public void A_provisional_verdict_that_the_next_edge_contradicts_is_over_and_its_reporter_has_lost_its_vote()
    {
        var jury = new Jury().Edges("a");
        jury.Fails("a", "b");

        jury.Edges("c").Pass(250);
        jury.Succeeds("c", "b", FailureStage.Connect, jury.Owed("c")!.Value.Id);

        Assert.Equal((MemberState.Active, 0), (jury.StateOf("b"), jury.Verdict("b").Suspensions));
        Assert.Equal("b", Assert.Single(jury.Pull("a").Contradicted));
        jury.Fails("a", "b");
        Assert.Equal(MemberState.Active, jury.StateOf("b"));
    }

    [Fact]
    public void A_verdict_of_two_nodes_is_not_asked_about()
    {
        var jury = new Jury().Suspended("b");

        jury.Edges("c").Pass(250);

        Assert.Null(jury.Owed("c"));
    }

    [Fact]
    public void Where_no_probe_reaches_a_suspended_member_is_not_asked_about()
    {
        var jury = new Jury(Judged("a b c", WithoutHealth)).Edges("a");
        jury.Fails("a", "b", stage: FailureStage.Answer);

        jury.Edges("c").Pass(250);

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
        Assert.Null(jury.Owed("c"));
    }
}
