using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Events;
using Gateway.Grains.Catalog;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Grains.Tests.Catalog;

/// <summary>Revisions as operators make them: expectations, history, and edges that look first and acknowledge.</summary>
public sealed class RevisionTests : IAsyncLifetime
{
    private static readonly RevisionOrigin Applied = new(RevisionCause.Apply, "token", "10.0.0.7", 0);

    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    /// <summary>The rule, without a grain: revision 7 (hash b) runs, revision 6 (hash a) did.</summary>
    [Theory]
    [InlineData("b", 7, true, 0, CatalogStatus.Current)]
    [InlineData("b", 7, true, 6, CatalogStatus.Current)]
    [InlineData("b", 8, true, 0, CatalogStatus.Accepted)]
    [InlineData("a", 7, false, 0, CatalogStatus.Stale)]
    [InlineData("a", 8, false, 0, CatalogStatus.Accepted)]
    [InlineData("a", 7, true, 0, CatalogStatus.Accepted)]
    [InlineData("a", 7, true, 7, CatalogStatus.Accepted)]
    [InlineData("a", 7, true, 6, CatalogStatus.MovedOn)]
    [InlineData("c", 0, false, 0, CatalogStatus.Accepted)]
    [InlineData("c", 0, false, 7, CatalogStatus.Accepted)]
    [InlineData("c", 0, false, 8, CatalogStatus.MovedOn)]
    [InlineData("c", 0, true, CatalogProposal.NoRevision, CatalogStatus.MovedOn)]
    public void A_proposal_is_judged_by_what_runs_and_what_it_expects(string hash, long seen, bool wins, long expect, CatalogStatus expected)
    {
        var record = new CatalogRecord().With(new StoredRevision(6, "a", "edge-1", default, "A")).With(new StoredRevision(7, "b", "edge-1", default, "B"));

        Assert.Equal(expected, record.Judge(new CatalogProposal("text", hash, "edge-1", seen, wins) { Expect = expect }));
        Assert.Equal(expect is 0 or CatalogProposal.NoRevision ? CatalogStatus.Accepted : CatalogStatus.MovedOn, new CatalogRecord().Judge(new CatalogProposal("text", hash, "edge-1", seen, wins) { Expect = expect }));
    }

    [Fact]
    public async Task Of_changes_at_once_that_expect_the_same_revision_one_wins()
    {
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(i =>
            _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a", $"b{i}"], wins: true) with { Expect = 1 }).AsTask()));

        Assert.Equal(2, Assert.Single(answers, answer => answer.Status == CatalogStatus.Accepted).Revision);
        Assert.Equal(15, answers.Count(answer => answer is { Status: CatalogStatus.MovedOn, Revision: 2 }));
    }

    [Fact]
    public async Task The_history_says_what_by_whom_and_what_can_be_gone_back_to_and_survives_its_activation()
    {
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["b"], wins: true, node: "silo-9") with { Origin = Applied });
        await _cluster.Silos.DeactivateAsync(_cluster.Catalog);

        var history = await _cluster.Catalog.HistoryAsync();

        Assert.Equal([(2L, "silo-9", Applied, true), (1L, "edge-1", RevisionOrigin.OfFile, true)],
            history.Select(entry => (entry.Number, entry.Node, entry.Origin, entry.IsKept)));
        Assert.Equal(GrainCluster.Bundle(["a"]).Text, (await _cluster.Catalog.BundleAsync(1))!.Text);
        Assert.Null(await _cluster.Catalog.BundleAsync(3));
    }

    [Fact]
    public async Task Going_back_is_the_next_revision_with_the_old_bundle()
    {
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["b"]));
        var old = (await _cluster.Catalog.BundleAsync(1))!;

        var answer = await _cluster.Catalog.ProposeAsync(
            new CatalogProposal(old.Text, old.Hash, "silo-9", 2, Wins: true) { Origin = new RevisionOrigin(RevisionCause.Rollback, "token", "", 1) });

        Assert.Equal((CatalogStatus.Accepted, 3L, old.Hash), (answer.Status, answer.Revision, answer.Hash));
        Assert.Equal(1, (await _cluster.Catalog.HistoryAsync())[0].Origin.Of);
    }

    [Fact]
    public async Task A_change_is_told_with_who_made_it_and_what_ran_before()
    {
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));
        var heard = new TaskCompletionSource<ClusterEvent>();
        _cluster.Silos.Silos[0].ServiceProvider.GetRequiredService<EventOutbox>().Noted += happened =>
        {
            if (happened.Kind == EventKind.RevisionAccepted)
            {
                heard.TrySetResult(happened);
            }
        };

        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["b"], wins: true) with { Origin = Applied });

        var told = await heard.Task.WaitAsync(GrainCluster.Patience);
        Assert.Equal((1L, 2L, Applied, GrainCluster.Bundle(["b"]).Hash), (told.Before, told.Number, told.Origin, told.Detail));
    }

    [Fact]
    public async Task Edges_look_at_a_bundle_while_the_grain_goes_on_and_nothing_is_stored()
    {
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));
        var writes = _cluster.Storage.Writes.Count;
        var (one, two) = (await AttendAsync("edge-1", 1), await AttendAsync("edge-2", 1));

        Assert.True(await _cluster.Catalog.StageAsync("ticket", "text"));
        Assert.Equal(("ticket", "ticket"), (await one.Looked.Task.WaitAsync(GrainCluster.Patience), await two.Looked.Task.WaitAsync(GrainCluster.Patience)));
        Assert.Equal("text", await _cluster.Catalog.StagedAsync("ticket"));
        await _cluster.Catalog.JudgeAsync("ticket", new EdgeVerdict("edge-2", ["no password"]));

        var round = await _cluster.Catalog.VerdictsAsync("ticket");
        Assert.True(round.IsKnown);
        Assert.Equal(["edge-1", "edge-2"], round.Edges.Edges.Select(edge => edge.Node));
        Assert.Equal("no password", Assert.Single(Assert.Single(round.Verdicts).Problems));
        await _cluster.Catalog.UnstageAsync("ticket");
        Assert.False((await _cluster.Catalog.VerdictsAsync("ticket")).IsKnown);
        Assert.Equal((1L, writes), ((await _cluster.Catalog.ReadAsync(0, "")).Revision, _cluster.Storage.Writes.Count));
        GC.KeepAlive(one);
        GC.KeepAlive(two);
    }

    [Fact]
    public async Task An_edge_that_has_not_answered_is_asked_again()
    {
        var ear = await AttendAsync("edge-1", 0);
        await _cluster.Catalog.StageAsync("ticket", "text");
        await ear.Looked.Task.WaitAsync(GrainCluster.Patience);
        ear.Looked = new TaskCompletionSource<string>();

        using var patience = new CancellationTokenSource(GrainCluster.Patience);
        while (!ear.Looked.Task.IsCompleted)
        {
            await _cluster.Catalog.VerdictsAsync("ticket");
            await Task.Delay(50, patience.Token);
        }

        Assert.Equal("ticket", await ear.Looked.Task);
    }

    [Fact]
    public async Task What_each_edge_serves_is_known_until_it_says_goodbye()
    {
        var ear = Guid.NewGuid();
        var first = await AttendAsync("edge-1", 4, ear);
        await AttendAsync("edge-2", 5);

        Assert.Equal([("edge-1", 4L), ("edge-2", 5L)], (await _cluster.Catalog.EdgesAsync()).Edges.Select(edge => (edge.Node, edge.Revision)));
        await _cluster.Catalog.LeaveAsync("edge-1", ear);
        Assert.Equal("edge-2", Assert.Single((await _cluster.Catalog.EdgesAsync()).Edges).Node);
        await _cluster.Catalog.ProposeAsync(GrainCluster.Bundle(["a"]));
        Assert.Equal(0, first.Changes);
    }

    private async Task<Ear> AttendAsync(string node, long revision, Guid? id = null)
    {
        var ear = new Ear();
        await _cluster.Catalog.AttendAsync(
            new EdgeAttendance(node, id ?? Guid.NewGuid(), revision, ""), _cluster.Silos.Client.CreateObjectReference<ICatalogObserver>(ear));
        return ear;
    }

    private sealed class Ear : ICatalogObserver
    {
        private int _changes;

        public TaskCompletionSource<string> Looked { get; set; } = new();

        public int Changes => _changes;

        public Task ChangedAsync(long revision)
        {
            Interlocked.Increment(ref _changes);
            return Task.CompletedTask;
        }

        public Task LookAsync(string ticket)
        {
            Looked.TrySetResult(ticket);
            return Task.CompletedTask;
        }
    }
}
