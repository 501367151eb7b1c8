using Gateway.Core.Events;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Grains.Nodes;
using Gateway.Management.Tests.Fakes;
using Gateway.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Management.Tests;

/// <summary><c>GET /v1/events</c> over a real connection, read with .NET's own parser.</summary>
public sealed class EventRoutesTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_suspension_is_told_with_cause_evidence_stamp_and_what_happens_next()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await FakeRing.InClusterAsync(stream);

        await ring.HappenAsync(Suspended);

        var told = await stream.WaitAsync("member.suspended", Soon);
        Assert.Equal("5-1", told.Id);
        Assert.Equal(
            """
            {"id":"p-1","at":"2026-01-01T00:00:00+00:00","view":"cluster","event":"member.suspended","node":null,"group":"pets","member":"a","api":null,"from":"active","to":"suspended",
            "cause":{"kind":"failures","code":101503,"text":"Error connecting to the back end"},"provisional":false,
            "evidence":[{"node":"edge-1","code":101504,"text":"Send timeout","stage":"answer","at":"2025-12-31T23:59:59.75+00:00"},
            {"node":"edge-2","code":101503,"text":"Error connecting to the back end","stage":"connect","at":"2026-01-01T00:00:00+00:00"}],
            "stamp":{"epoch":1764000000000,"version":7},"forMs":30000,"suspensions":1,"number":null,"by":null,"next":"trial in 30000 ms","detail":"","audit":null}
            """.ReplaceLineEndings(""),
            told.Data.GetRawText());
        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Every_event_is_told_once_in_the_clusters_order_whether_it_was_nudged_or_asked_for()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await FakeRing.InClusterAsync(stream);

        await ring.HappenAsync(FakeRing.Adopted("n1"));
        await ring.HappenAsync(FakeRing.Adopted("n2"), nudge: false);
        await ring.HappenAsync(FakeRing.Adopted("n3"));
        await ring.HappenAsync(FakeRing.Adopted("n4"));

        await stream.WaitAsync(item => item.Name == "config.adopted" && item["node"] == "n4", Soon);
        Assert.Equal(["5-1 n1", "5-2 n2", "5-3 n3", "5-4 n4"], Adoptions(stream));
    }

    [Fact]
    public async Task A_client_that_comes_again_goes_on_behind_what_it_has_seen()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        await using (var first = await EventStreamClient.OpenAsync(node.Client.BaseAddress!))
        {
            await FakeRing.InClusterAsync(first);
            for (var i = 1; i <= 5; i++)
            {
                await ring.HappenAsync(FakeRing.Adopted($"n{i}"));
            }

            await first.WaitAsync(item => item.Id == "5-5", Soon);
        }

        await using var again = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, lastEventId: "5-3");
        await ring.HappenAsync(FakeRing.Adopted("n6"));
        await again.WaitAsync(item => item.Id == "5-6", Soon);
        await using var last = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=2");
        await last.WaitAsync(item => item.Id == "5-6", Soon);

        Assert.Equal(["5-4 n4", "5-5 n5", "5-6 n6"], Adoptions(again));
        Assert.Equal(["5-5 n5", "5-6 n6"], Adoptions(last));
    }

    [Theory]
    [InlineData("no id of ours", null)]
    [InlineData("5-10", "190")]
    [InlineData("4-7", null)]
    [InlineData("9-1", null)]
    public async Task A_client_that_has_been_away_too_long_is_told_that_events_are_missing(string lastEventId, string? missed)
    {
        var ring = new FakeRing();
        for (var i = 1; i <= EventHistory.MostKept + 200; i++)
        {
            await ring.HappenAsync(FakeRing.Adopted($"n{i}"), nudge: false);
        }

        await using var node = await ring.StartAsync();
        await using (var first = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=1"))
        {
            await first.WaitAsync(item => item.Id == "5-1200", Soon);
        }

        await using var again = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, lastEventId: lastEventId);
        await again.WaitAsync(item => item.Id == "5-1200", Soon);

        var notice = again.Heard.Single(item => item.Name == "events.missed");
        Assert.Equal(missed, notice["missed"]);
        Assert.Equal(EventHistory.MostKept, Adoptions(again).Length);
        Assert.Equal("5-201 n201", Adoptions(again)[0]);
    }

    [Fact]
    public async Task A_node_alone_tells_its_own_events_marked_and_tells_them_no_second_time_when_the_cluster_has_them()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        node.Cluster.IsConnected = false;
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await stream.WaitAsync(item => item.Name == "view" && item["view"] == "local", Soon);

        node.Services.GetRequiredService<EventOutbox>().Note(ClusterEvent.Of(EventKind.GroupDegraded, "edge-1", "pets"));
        var told = await stream.WaitAsync("edge.degraded", Soon);
        Assert.Null(told.Id);
        Assert.Equal(("local", "cluster", "degraded"), (told["view"], told["from"], told["to"]));

        node.Cluster.IsConnected = true;
        await FakeRing.UntilAsync(() => Task.FromResult(ring.Taken == 1));
        await ring.HappenAsync(FakeRing.Adopted("later"));
        await stream.WaitAsync("config.adopted", Soon);
        Assert.Single(stream.Heard, item => item.Name == "edge.degraded");

        // Whoever comes later finds it in the cluster's order.
        await using var late = await EventStreamClient.OpenAsync(node.Client.BaseAddress!, "?last=10");
        var placed = await late.WaitAsync("edge.degraded", Soon);
        Assert.Equal((told["id"], "cluster", "5-1"), (placed["id"], placed["view"], placed.Id));
    }

    [Fact]
    public async Task What_the_cluster_has_not_heard_yet_is_told_when_it_gets_out_of_reach()
    {
        var ring = new FakeRing { TakesEvents = false };
        await using var node = await ring.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await FakeRing.InClusterAsync(stream);
        node.Services.GetRequiredService<EventOutbox>().Note(ClusterEvent.Of(EventKind.GroupDegraded, "edge-1", "pets"));

        node.Cluster.IsConnected = false;

        var told = await stream.WaitAsync("edge.degraded", Soon);
        Assert.Equal((null, "local"), (told.Id, told["view"]));
    }

    [Fact]
    public async Task A_node_that_has_more_than_a_new_activation_gives_it_what_it_has()
    {
        var ring = new FakeRing();
        await using var node = await ring.StartAsync();
        await using var stream = await EventStreamClient.OpenAsync(node.Client.BaseAddress!);
        await FakeRing.InClusterAsync(stream);
        await ring.HappenAsync(FakeRing.Adopted("n1"));
        await ring.HappenAsync(FakeRing.Adopted("n2"));
        await stream.WaitAsync(item => item.Id == "5-2", Soon);

        var seed = await ring.AskForSeedAsync(new EventPosition(5, 1));

        Assert.Equal(["n2"], seed.Select(placed => placed.Event.Node));
    }

    private static ClusterEvent Suspended => ClusterEvent.Of("pets", new Epoch(1_764_000_000_000, 1), new GroupEvent(
        7, 0, "a", Core.Suspension.MemberState.Active, Core.Suspension.MemberState.Suspended, OperatorWord.None, CauseKind.Failures, 30_000, false,
        [new EvidenceEntry("edge-1", 101504, FailureStage.Answer, 250), new EvidenceEntry("edge-2", 101503, FailureStage.Connect, 0)], "")
    {
        Suspensions = 1,
        ThenMs = 30_000,
    }) with { Id = "p-1", AtUtcMs = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() };

    private static string[] Adoptions(EventStreamClient stream) =>
        [.. stream.Heard.Where(item => item.Name == "config.adopted").Select(item => $"{item.Id} {item["node"]}")];
}
