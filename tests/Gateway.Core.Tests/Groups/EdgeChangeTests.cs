using Gateway.Core.Endpoints;
using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using static Gateway.Core.Tests.Groups.Plans;

namespace Gateway.Core.Tests.Groups;

/// <summary>What changes on one edge alone is told once.</summary>
public class EdgeChangeTests
{
    [Fact]
    public void An_edge_that_starts_tells_nothing_until_it_loses_the_grain_it_has_reached()
    {
        var pair = new EdgeAndGrain(Plan("a b c", lookahead: 0));
        Assert.Empty(pair.Edge.TakeChanges());
        pair.Pull();
        pair.Pull();
        Assert.Empty(pair.Edge.TakeChanges());

        pair.LoseTheGrain();

        Assert.Equal([new EdgeChange(EventKind.GroupDegraded, "", 0, pair.Edge.Snapshot!.Stamp)], pair.Edge.TakeChanges());
        Assert.Empty(pair.Edge.TakeChanges());
        Back(pair);
        Assert.Equal([EventKind.GroupBack], pair.Edge.TakeChanges().Select(change => change.Kind));
        Assert.Empty(pair.Edge.TakeChanges());
    }

    [Fact]
    public void A_private_overlay_is_told_when_the_cluster_contradicts_it_and_when_it_ends()
    {
        var rules = MemberRules.Default with { Suspend = SuspensionPolicy.Default with { Initial = TimeSpan.FromSeconds(10) } };
        var pair = EdgeAndGrain.Connected(Plan("a b c", rules, cursor: CursorScope.Local));
        pair.Edge.TakeChanges();
        pair.Fail("b");
        Assert.Empty(pair.Edge.TakeChanges());

        pair.Report(GroupNews.None with { Contradicted = ["b"] });
        Assert.Equal([new EdgeChange(EventKind.OverlayPrivate, "b", 101503, pair.Edge.Snapshot!.Stamp)], pair.Edge.TakeChanges());
        pair.Pass(1000).Probe(new ProbeResult(ReportKind.Succeeded, 0, FailureStage.Connect));

        Assert.Equal([new EdgeChange(EventKind.OverlayEnded, "b", 0, pair.Edge.Snapshot!.Stamp)], pair.Edge.TakeChanges());
        Assert.Empty(pair.Edge.TakeChanges());
    }

    private static void Back(EdgeAndGrain pair)
    {
        for (var i = 0; i < 10 && pair.Edge.IsDegraded; i++)
        {
            pair.Pass(1000).Pull();
        }

        Assert.False(pair.Edge.IsDegraded);
    }
}
