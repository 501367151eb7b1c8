using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Jury;

namespace Gateway.Core.Tests.Groups;

/// <summary>What an edge sends that does not fit is counted and ignored.</summary>
public class MisfitTests
{
    private static readonly Epoch Future = new(long.MaxValue, 0);

    [Theory]
    [InlineData("member", Misfit.UnknownMember)]
    [InlineData("no member", Misfit.UnknownMember)]
    [InlineData("earlier epoch", Misfit.OtherEpoch)]
    [InlineData("later epoch", Misfit.OtherEpoch)]
    [InlineData("earlier gen", Misfit.OtherGen)]
    [InlineData("later gen", Misfit.OtherGen)]
    [InlineData("kind", Misfit.OutOfBounds)]
    [InlineData("stage", Misfit.OutOfBounds)]
    [InlineData("negative stage", Misfit.OutOfBounds)]
    [InlineData("negative code", Misfit.OutOfBounds)]
    [InlineData("long code", Misfit.OutOfBounds)]
    [InlineData("negative permit", Misfit.OutOfBounds)]
    [InlineData("negative ask", Misfit.OutOfBounds)]
    [InlineData("permit", Misfit.Void)]
    [InlineData("ask", Misfit.Void)]
    public void A_piece_of_evidence_that_does_not_fit_is_counted_by_its_reason_and_moves_nothing(string wrong, Misfit reason)
    {
        var jury = new Jury().Edges("a", "b");
        var item = new ReportItem("b", jury.Machine.Epoch, jury.GenOf("b"), ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);
        var broken = wrong switch
        {
            "member" => item with { Member = "nobody" },
            "no member" => item with { Member = null! },
            "earlier epoch" => item with { Epoch = new Epoch(6, 1) },
            "later epoch" => item with { Epoch = Future },
            "earlier gen" => item with { Gen = item.Gen - 1 },
            "later gen" => item with { Gen = long.MaxValue },
            "kind" => item with { Kind = (ReportKind)9 },
            "stage" => item with { Stage = (FailureStage)9 },
            "negative stage" => item with { Stage = (FailureStage)(-1) },
            "negative code" => item with { ErrorCode = -1 },
            "long code" => item with { ErrorCode = 1_000_000 },
            "negative permit" => item with { Permit = -1 },
            "negative ask" => item with { Ask = -1 },
            "permit" => item with { Permit = 77 },
            _ => item with { Ask = 77, Kind = ReportKind.Succeeded },
        };
        var before = jury.Machine.Snapshot;

        Assert.Equal(1, jury.Report("a", broken).Ignored);
        Assert.Equal(1, jury.Report("b", broken).Ignored);

        Assert.Equal([(reason, 2L)], jury.Machine.TakeMisfits());
        Assert.Empty(jury.Machine.TakeMisfits());
        Assert.Same(before, jury.Machine.Snapshot);
        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void What_stands_behind_the_256th_item_is_not_looked_at()
    {
        var jury = new Jury().Edges("a", "b");
        var useless = new ReportItem("nobody", jury.Machine.Epoch, 1, ReportKind.Failed, Refused, FailureStage.Connect, 0, 0);
        var good = useless with { Member = "b", Gen = jury.GenOf("b") };

        var reply = jury.Report("a", [.. Enumerable.Repeat(useless, ReportRequest.MostItems), good]);

        Assert.Equal(257, reply.Ignored);
        Assert.Equal([(Misfit.UnknownMember, 256L), (Misfit.TooMany, 1L)], jury.Machine.TakeMisfits());
        Assert.Empty(jury.Described("b").Votes);
    }

    [Fact]
    public void A_pull_names_no_more_overlays_than_there_are_leaves_and_none_of_strangers()
    {
        var jury = new Jury();
        OverlayEntry[] overlays = [new("nobody", 1, true), .. Enumerable.Repeat(new OverlayEntry("b", 1, false), 5)];

        jury.Machine.Pull(new PullRequest(IdOf("a"), "a", default, 1, 1000, [.. overlays], []), jury.Now);

        Assert.Equal([(Misfit.UnknownMember, 1L), (Misfit.TooMany, 2L)], jury.Machine.TakeMisfits());
        Assert.Equal(["b", "b", "b"], jury.Machine.Describe(default, jury.Now).Edges[0].Overlay.AsEnumerable());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1000)]
    [InlineData(int.MinValue)]
    public void A_period_that_cannot_be_is_counted_and_taken_for_the_shortest(int period)
    {
        var jury = new Jury();

        jury.Machine.Pull(new PullRequest(IdOf("a"), "a", default, 1, period, default, [.. Enumerable.Range(1, 300).Select(id => (long)id)]), jury.Now);

        Assert.Equal([(Misfit.OutOfBounds, 1L), (Misfit.TooMany, 44L)], jury.Machine.TakeMisfits());
        Assert.Single(jury.Machine.ToNudge(jury.Now + TimeSpan.FromMilliseconds(300)));
        Assert.Empty(jury.Machine.ToNudge(jury.Now + TimeSpan.FromMilliseconds(301)));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-7, 1)]
    [InlineData(int.MaxValue, GroupMachine.MaxTake)]
    public void A_number_of_turns_that_cannot_be_is_counted_and_bounded(int asked, int dealt)
    {
        var jury = new Jury();

        Assert.Equal(dealt, jury.Machine.Take(new TakeRequest(IdOf("a"), 1, asked, default, 1), jury.Now).Count);

        Assert.Equal([(Misfit.OutOfBounds, 1L)], jury.Machine.TakeMisfits());
    }

    [Fact]
    public void An_epoch_behind_the_end_of_all_numbers_fences_nobody()
    {
        var jury = new Jury();
        var seen = new Stamp(Future, 1);

        Assert.Equal(GroupStatus.Ok, jury.Machine.Take(new TakeRequest(IdOf("a"), 1, 1, seen, 1), jury.Now).Status);
        Assert.Equal(GroupStatus.Ok, jury.Machine.Pull(new PullRequest(IdOf("a"), "a", seen, 1, 1000, [], []), jury.Now).Status);
        Assert.Equal(GroupStatus.Ok, jury.Machine.Report(new ReportRequest(IdOf("a"), "a", 1, seen, 1, default), jury.Now).Status);

        Assert.Equal([(Misfit.OutOfBounds, 3L)], jury.Machine.TakeMisfits());
    }

    [Theory]
    [InlineData(AdminVerb.Off, -1)]
    [InlineData(AdminVerb.Suspend, long.MinValue)]
    [InlineData((AdminVerb)9, 1000)]
    public void A_word_that_cannot_be_is_refused(AdminVerb verb, long forMs)
    {
        var jury = new Jury();

        Assert.Equal(AdminStatus.NotUnderstood, jury.Say("b", verb, forMs));

        Assert.Equal((MemberState.Active, OperatorWord.None), (jury.StateOf("b"), jury.Verdict("b").Word));
        Assert.Equal([(Misfit.OutOfBounds, 1L)], jury.Machine.TakeMisfits());
    }
}
