using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Gateway.Core.Groups;
using Gateway.Core.Suspension;
using Gateway.Grains.EndpointGroups;

namespace Gateway.Grains.Tests.EndpointGroups;

/// <summary>Verdicts through the grain: over the wire, in storage, with storage down and with two activations.</summary>
[Collection(GrainCluster.CountsInProcess)]
public sealed class GroupVerdictTests : IAsyncLifetime
{
    private static readonly Guid One = new(1, 0, 0, new byte[8]);
    private static readonly Guid Two = new(2, 0, 0, new byte[8]);

    private GrainCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b"]));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_name_that_the_catalog_does_not_know_is_answered_and_leaves_no_record()
    {
        var stranger = _cluster.Silos.Client.GetGrain<IEndpointGroupGrain>("no-such-group");
        var writes = _cluster.Storage.Writes.Count;

        Assert.Empty((await stranger.DescribeAsync(1)).Snapshot.Members);
        Assert.Equal(GroupStatus.NoMembers, (await stranger.TakeAsync(new TakeRequest(One, 1, 1, default, 1))).Status);
        Assert.Equal(GroupStatus.NoMembers, (await stranger.PullAsync(new PullRequest(One, "n", default, 1, 1000, [], []), null)).Status);
        Assert.Equal(GroupStatus.NoMembers, (await stranger.ReportAsync(new ReportRequest(One, "n", 1, default, 1, []))).Status);
        Assert.Equal(AdminStatus.NoSuchMember, (await stranger.AdminAsync(new AdminCommand("a", AdminVerb.Off, "", 0, ""), 1)).Status);
        Assert.Equal(writes, _cluster.Storage.Writes.Count);
    }

    [Fact]
    public async Task A_name_that_becomes_known_is_served_from_then_on()
    {
        var late = _cluster.Silos.Client.GetGrain<IEndpointGroupGrain>("c");
        Assert.Equal(GroupStatus.NoMembers, (await late.TakeAsync(new TakeRequest(One, 1, 1, default, 1))).Status);
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b", "c"]));

        TakeReply? reply = null;
        await UntilAsync(async () => (reply = await late.TakeAsync(new TakeRequest(One, 2, 1, default, 2))).Status == GroupStatus.Ok);
        Assert.Equal(1, reply!.Count);
    }

    [Fact]
    public async Task Two_edges_suspend_a_member_and_all_that_listen_hear_of_it()
    {
        var ear = new Ear();
        var reference = _cluster.Silos.Client.CreateObjectReference<IGroupObserver>(ear);
        var first = await PullAsync(One, "edge-1", reference);
        await PullAsync(Two, "edge-2", null);

        await FailAsync(One, "edge-1", first);
        var reply = await FailAsync(Two, "edge-2", first);

        Assert.Equal(MemberState.Suspended, reply.News.Snapshot!.Verdicts[1].State);
        await UntilAsync(() => Task.FromResult(ear.Heard.Any(news => news.Snapshot?.Verdicts[1].State == MemberState.Suspended)));
        var seen = await _cluster.Pets.DescribeAsync(1);
        Assert.Equal(["edge-1", "edge-2"], seen.Events[^1].Evidence.Select(evidence => evidence.Node));
        await UntilAsync(() => Task.FromResult(_cluster.StoredPets.Members[1].State == MemberState.Suspended));
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task A_suspension_is_counted_once_however_many_edges_hear_of_it()
    {
        var counted = new ConcurrentQueue<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument is { Name: "gateway.suspensions", Meter.Name: "Gateway" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>(
            (_, value, tags, _) => counted.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}"));
        listener.Start();
        var first = await PullAsync(One, "edge-1", null);
        await PullAsync(Two, "edge-2", null);

        await FailAsync(One, "edge-1", first);
        await FailAsync(Two, "edge-2", first);
        await PullAsync(One, "edge-1", null);

        Assert.Equal(["1 group=pets member=b cause=failures"], counted);
    }

    [Fact]
    public async Task A_second_opinion_is_asked_for_by_nudge()
    {
        var ear = new Ear();
        var reference = _cluster.Silos.Client.CreateObjectReference<IGroupObserver>(ear);
        await PullAsync(Two, "edge-2", reference);

        await FailAsync(One, "edge-1", await PullAsync(One, "edge-1", null));

        await UntilAsync(() => Task.FromResult(ear.Heard.Any(news => news.Asks.Any(ask => ask is { Member: "b", ByProbe: true }))));
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task A_new_ear_is_greeted_once_with_what_concerns_nobody()
    {
        var ear = new Ear();
        var reference = _cluster.Silos.Client.CreateObjectReference<IGroupObserver>(ear);
        await PullAsync(One, "edge-1", reference);
        await PullAsync(One, "edge-1", reference);
        await _cluster.Pets.AdminAsync(new AdminCommand("b", AdminVerb.Suspend, "test", 3_600_000, "me"), 1);
        await UntilAsync(() => Task.FromResult(ear.Heard.Any(news => news.Snapshot is not null)));

        var greeting = Assert.Single(ear.Heard, news => news.Snapshot is null);
        Assert.Equal(("", 0L), (Assert.Single(greeting.Asks).Member, greeting.Asks[0].Id));
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task A_suspension_outlives_its_activation()
    {
        await PullAsync(One, "edge-1", null);
        await _cluster.Pets.AdminAsync(new AdminCommand("b", AdminVerb.Suspend, "test", 3_600_000, "me"), 1);
        await _cluster.Silos.DeactivateAsync(_cluster.Pets);

        var verdict = (await _cluster.Pets.DescribeAsync(1)).Snapshot.Verdicts[1];

        Assert.Equal((MemberState.Suspended, 2L), (verdict.State, verdict.Gen));
        Assert.InRange(verdict.RemainingMs, 3_500_000, 3_600_000);
    }

    [Fact]
    public async Task With_storage_down_a_member_is_suspended_all_the_same_and_after_three_seconds_every_answer_says_unfenced()
    {
        await PullAsync(One, "edge-1", null);
        _cluster.Storage.IsDown = true;

        await _cluster.Pets.AdminAsync(new AdminCommand("b", AdminVerb.Off, "test", 0, "me"), 1);
        var reply = await PullAsync(One, "edge-1", null);
        Assert.Equal((OperatorWord.Off, false), (reply.News.Snapshot!.Verdicts[1].Word, reply.News.IsUnfenced));
        await UntilAsync(async () => (await PullAsync(One, "edge-1", null)).News.IsUnfenced);

        _cluster.Storage.IsDown = false;
        await UntilAsync(async () => !(await PullAsync(One, "edge-1", null)).News.IsUnfenced);
        Assert.Equal(OperatorWord.Off, _cluster.StoredPets.Members[1].Word);
    }

    [Fact]
    public async Task What_a_later_activation_has_stored_wins()
    {
        var before = await PullAsync(One, "edge-1", null);
        var rival = _cluster.StoredPets with
        {
            EpochNumber = before.Stamp.Epoch.Number + 3_600_000,
            Members = [new("a", 1), new("b", 1) { Word = OperatorWord.Draining, Gen = 9 }],
        };
        _cluster.Storage.Overwrite(_cluster.Pets.GetGrainId(), rival);
        await _cluster.Pets.AdminAsync(new AdminCommand("a", AdminVerb.Off, "lost", 0, "me"), 1);

        await UntilAsync(async () => (await _cluster.Pets.DescribeAsync(1)).Snapshot.Stamp.Epoch > rival.WrittenBy());

        var verdicts = (await _cluster.Pets.DescribeAsync(1)).Snapshot.Verdicts;
        Assert.Equal((OperatorWord.None, OperatorWord.Draining, 9L), (verdicts[0].Word, verdicts[1].Word, verdicts[1].Gen));
    }

    [Fact]
    public async Task A_record_that_was_rolled_back_is_written_again_with_all_that_this_activation_knows()
    {
        await PullAsync(One, "edge-1", null);
        await _cluster.Pets.AdminAsync(new AdminCommand("a", AdminVerb.Drain, "one", 0, "me"), 1);
        await UntilAsync(() => Task.FromResult(_cluster.StoredPets.Members[0].Word == OperatorWord.Draining));
        _cluster.Storage.RollBack(_cluster.Pets.GetGrainId());

        await _cluster.Pets.AdminAsync(new AdminCommand("b", AdminVerb.Drain, "two", 0, "me"), 1);

        await UntilAsync(() => Task.FromResult(_cluster.StoredPets.Members.All(member => member.Word == OperatorWord.Draining)));
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(GrainCluster.Patience);
        while (!await holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private async Task<PullReply> PullAsync(Guid edge, string node, IGroupObserver? ear) =>
        await _cluster.Pets.PullAsync(new PullRequest(edge, node, default, 1, 1000, [], []), ear);

    private async Task<ReportReply> FailAsync(Guid edge, string node, PullReply under) => await _cluster.Pets.ReportAsync(new ReportRequest(
        edge, node, 1, default, 1,
        [new ReportItem("b", under.Stamp.Epoch, under.News.Snapshot!.Verdicts[1].Gen, ReportKind.Failed, 101503, FailureStage.Connect, 0, 0)]));

    private sealed class Ear : IGroupObserver
    {
        public ConcurrentQueue<GroupNews> Heard { get; } = new();

        public Task NudgeAsync(string group, GroupNews news)
        {
            Heard.Enqueue(news);
            return Task.CompletedTask;
        }
    }
}
