using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;

namespace Gateway.Grains.Tests.EndpointGroups;

public sealed class EndpointGroupGrainTests : IAsyncLifetime
{
    private static readonly Guid Edge = Guid.Parse("00000000-0000-0000-0000-000000000001");
    private static readonly Guid OtherEdge = Guid.Parse("00000000-0000-0000-0000-000000000002");

    private GrainCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b"]));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task The_epoch_is_stored_before_the_first_answer()
    {
        var reached = new TaskCompletionSource();
        var held = new TaskCompletionSource();
        _cluster.Storage.BeforeWrite = () =>
        {
            reached.TrySetResult();
            return held.Task;
        };
        var take = TakeAsync(seq: 1, count: 3).AsTask();
        await reached.Task.WaitAsync(GrainCluster.Patience);
        for (var call = 0; call < 200; call++)
        {
            // An answer that did not wait for the write would be here long before these.
            await _cluster.Nodes.ListAsync();
        }

        Assert.False(take.IsCompleted);

        _cluster.Storage.BeforeWrite = () => Task.CompletedTask;
        held.SetResult();
        var reply = await take.WaitAsync(GrainCluster.Patience);
        Assert.Equal((GroupStatus.Ok, 0L, 3), (reply.Status, reply.Start, reply.Count));
        Assert.Equal(reply.Stamp.Epoch, _cluster.StoredPets.WrittenBy());
    }

    [Fact]
    public async Task Without_storage_no_activation_answers_and_with_it_the_next_one_does()
    {
        // The catalog is read into the silo first: this is about the group's own storage.
        _cluster.Storage.IsDown = true;
        var fault = await Assert.ThrowsAsync<GroupUnavailableException>(async () => await TakeAsync(1, 1));
        Assert.Equal("Group 'pets' cannot be activated: its epoch could not be stored. storage is down", fault.Message);

        _cluster.Storage.IsDown = false;
        Assert.Equal(GroupStatus.Ok, (await TakeAsync(1, 1)).Status);
    }

    [Fact]
    public async Task A_repeated_seq_gets_the_same_turns_and_an_older_one_none()
    {
        var first = await TakeAsync(seq: 5, count: 4);
        var again = await TakeAsync(seq: 5, count: 9);
        Assert.Equal((first.Start, first.Count, first.Stamp), (again.Start, again.Count, again.Stamp));
        Assert.Equal(GroupStatus.OldSeq, (await TakeAsync(4, 1)).Status);
        Assert.Equal(4, (await TakeAsync(6, 1)).Start);
    }

    [Fact]
    public async Task A_new_activation_has_a_later_epoch_and_goes_on_from_where_the_stopped_one_was()
    {
        await TakeAsync(1, 10);
        await UntilAsync(() => Task.FromResult(_cluster.StoredPets.Checkpoint == 10));
        var before = await TakeAsync(2, 5);
        await _cluster.Silos.DeactivateAsync(_cluster.Pets);
        var after = await TakeAsync(1, 1);
        Assert.True(after.Stamp.Epoch > before.Stamp.Epoch);
        Assert.Equal(15, after.Start);
    }

    [Fact]
    public async Task Storage_that_is_down_stops_no_turn_and_is_seen_as_lag()
    {
        await TakeAsync(1, 1);
        _cluster.Storage.IsDown = true;
        for (var seq = 2; seq <= 50; seq++)
        {
            Assert.Equal(seq - 1, (await TakeAsync(seq, 1)).Start);
        }

        await UntilAsync(async () => (await _cluster.Pets.DescribeAsync(0)).StorageLagMs > 0);
        _cluster.Storage.IsDown = false;
        await UntilAsync(async () => (await _cluster.Pets.DescribeAsync(0)).StorageLagMs == 0);
        Assert.Equal(50, _cluster.StoredPets.Checkpoint);
    }

    [Fact]
    public async Task An_activation_whose_record_has_a_later_epoch_ends_and_the_next_one_is_later_still()
    {
        var before = await TakeAsync(1, 1);
        var rival = new GroupRecord { EpochNumber = before.Stamp.Epoch.Number + 3_600_000, EpochTag = 1, Revision = 1, Members = [new("a", 1)], Checkpoint = 1000 };
        _cluster.Storage.Overwrite(_cluster.Pets.GetGrainId(), rival);
        var seq = 1;
        TakeReply? reply = null;
        await UntilAsync(async () => (reply = await TakeAsync(++seq, 1)).Stamp.Epoch > rival.WrittenBy());
        Assert.Equal(1000, reply!.Start);
    }

    [Fact]
    public async Task A_caller_that_has_seen_a_later_epoch_is_fenced_until_the_group_has_a_later_one_still()
    {
        var before = await TakeAsync(1, 7);
        var forgotten = new Stamp(new Epoch(before.Stamp.Epoch.Number + 3_600_000, 5), 4);
        Assert.Equal(GroupStatus.Fenced, (await TakeAsync(2, 1, forgotten)).Status);

        TakeReply? reply = null;
        await UntilAsync(async () => (reply = await TakeAsync(2, 1, forgotten)).Status == GroupStatus.Ok);
        Assert.Equal((forgotten.Epoch.Number + 1, 7L), (reply!.Stamp.Epoch.Number, reply.Start));
        Assert.Equal(reply.Stamp.Epoch, _cluster.StoredPets.WrittenBy());
        Assert.NotNull(reply.News.Snapshot);
    }

    [Fact]
    public async Task A_newer_revision_is_adopted_before_the_answer_and_leaves_the_cursor_where_it_is()
    {
        Assert.Equal(["a", "b"], Members((await TakeAsync(1, 5)).News.Snapshot!));
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", "b", "c"]));

        var reply = await TakeAsync(2, 1, revision: 2);
        Assert.Equal((5L, 2L, 5L), (reply.Start, reply.News.Snapshot!.Revision, reply.News.Snapshot.RingBase));
        Assert.Equal(["a", "b", "c"], Members(reply.News.Snapshot));
        await UntilAsync(() => Task.FromResult(_cluster.StoredPets.Revision == 2));
    }

    [Fact]
    public async Task A_revision_that_nobody_has_costs_one_short_wait_and_no_turn()
    {
        await TakeAsync(1, 1);
        var reply = await TakeAsync(2, 1, revision: 99);
        Assert.Equal((GroupStatus.Ok, 1L), (reply.Status, reply.Start));
    }

    [Fact]
    public async Task An_edge_that_pulls_is_nudged_when_somebody_else_brings_a_newer_revision()
    {
        var ear = new Ear();
        var reference = _cluster.Silos.Client.CreateObjectReference<IGroupObserver>(ear);
        var pull = await _cluster.Pets.PullAsync(new PullRequest(Edge, "edge-1", default, 1, 10_000, [], []), reference);
        Assert.Equal((0, 1), (pull.PhaseOrdinal, pull.PhaseCount));
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["c"]));
        await _cluster.Pets.TakeAsync(new TakeRequest(OtherEdge, 1, 1, default, 2));

        var (group, news) = await ear.Heard.Task.WaitAsync(GrainCluster.Patience);
        Assert.Equal(("pets", 2L), (group, news.Snapshot!.Revision));
        Assert.True(news.Snapshot.Stamp > pull.Stamp);
        GC.KeepAlive(ear);
    }

    [Fact]
    public async Task A_description_names_the_edges_that_pull()
    {
        await _cluster.Pets.PullAsync(new PullRequest(Edge, "edge-1", default, 1, 10_000, [new OverlayEntry("b", 1, false)], []), null);
        var edge = Assert.Single((await _cluster.Pets.DescribeAsync(1)).Edges);
        Assert.Equal(("edge-1", true), (edge.Node, edge.Behind));
        Assert.Equal("b", Assert.Single(edge.Overlay));
    }

    private static IEnumerable<string> Members(GroupSnapshot snapshot) => snapshot.Members.Select(member => member.Id);

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(GrainCluster.Patience);
        while (!await holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private ValueTask<TakeReply> TakeAsync(long seq, int count, Stamp seen = default, long revision = 1) =>
        _cluster.Pets.TakeAsync(new TakeRequest(Edge, seq, count, seen, revision));

    private sealed class Ear : IGroupObserver
    {
        public TaskCompletionSource<(string, GroupNews)> Heard { get; } = new();

        public Task NudgeAsync(string group, GroupNews news)
        {
            if (news.Snapshot is not null)
            {
                Heard.TrySetResult((group, news));
            }

            return Task.CompletedTask;
        }
    }
}
