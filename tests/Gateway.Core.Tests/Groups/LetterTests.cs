using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>Rules of which a fault in one word would go unseen elsewhere.</summary>
public class LetterTests
{
    [Fact]
    public void Whoever_leaves_a_member_alone_privately_leaves_the_count()
    {
        var jury = new Jury().Edges("a");
        jury.Machine.Pull(
            new PullRequest(IdOf("b"), "b", jury.Machine.Snapshot.Stamp, 1, 1000, [new OverlayEntry("b", 1, IsPrivate: true)], []), jury.Now);

        jury.Fails("a", "b");

        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void A_vote_that_was_cast_again_ends_with_its_overlay_all_the_same()
    {
        var jury = new Jury().Edges("a", "b", "c");
        jury.Fails("a", "b");
        jury.Pull("a", "b");
        jury.Fails("a", "b");
        Assert.Single(jury.Described("b").Votes);

        jury.Pull("a");

        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void Good_checks_do_not_end_what_an_operator_has_said()
    {
        var jury = new Jury(Judged("b", Member with { Health = Check(TimeSpan.FromSeconds(1)) }), "b").Edges("x", "y");
        jury.Say("b", AdminVerb.Suspend, 60_000);
        var checks = 0;
        for (var i = 0; i < 5; i++)
        {
            jury.Pass(1000);
            foreach (var node in (string[])["x", "y"])
            {
                if (jury.Owed(node) is { } ask)
                {
                    jury.Succeeds(node, "b", FailureStage.Answer, ask.Id);
                    checks++;
                }
            }
        }

        Assert.InRange(checks, 3, 10);
        Assert.Equal(MemberState.Suspended, jury.StateOf("b"));
    }

    [Fact]
    public void A_permit_is_renewed_for_its_holder_only()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = Assert.Single(jury.Pull("a").Permits);

        Assert.Empty(jury.Pull("c", permits: [permit.Id]).Permits);
        Assert.Equal(permit.Id, Assert.Single(jury.Pull("a", permits: [permit.Id]).Permits).Id);
    }

    [Fact]
    public void Who_had_the_last_permit_comes_after_another_with_traffic()
    {
        var jury = new Jury().OnTrial("b").Pass(250);
        var permit = Assert.Single(jury.Pull("a").Permits);
        jury.Pull("c");
        jury.GivesBack("a", "b", permit: permit.Id);
        jury.Pass(1500);

        Assert.Empty(jury.Pull("a").Permits);
        Assert.Single(jury.Pull("c").Permits);
    }

    [Fact]
    public void An_ask_goes_as_deep_as_the_deepest_vote()
    {
        var jury = new Jury().Edges("a", "b");
        jury.Fails("a", "b");
        Assert.Equal(FailureStage.Connect, jury.Owed("b")!.Value.Stage);

        jury.Fails("a", "b", Silent, FailureStage.Answer);
        jury.Pass(1000);

        Assert.Equal(FailureStage.Answer, jury.Owed("b")!.Value.Stage);
    }
}
