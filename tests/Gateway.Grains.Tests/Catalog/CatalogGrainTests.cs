using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;

namespace Gateway.Grains.Tests.Catalog;

public sealed class CatalogGrainTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await GrainCluster.StartAsync();

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task The_first_bundle_is_revision_one_and_a_different_one_is_the_next()
    {
        Assert.Equal(CatalogStatus.None, (await _cluster.Catalog.ReadAsync(0, "")).Status);
        var first = GrainCluster.Bundle(["a"]);
        Assert.Equal((CatalogStatus.Accepted, 1), await ProposeAsync(first));
        Assert.Equal((CatalogStatus.Current, 1), await ProposeAsync(first));
        Assert.Equal((CatalogStatus.Accepted, 2), await ProposeAsync(GrainCluster.Bundle(["a", "b"], node: "edge-2")));

        var read = await _cluster.Catalog.ReadAsync(1, first.Hash);
        Assert.Equal(("edge-2", GrainCluster.Bundle(["a", "b"]).Text), (read.Node, read.Text));
        Assert.Null((await _cluster.Catalog.ReadAsync(2, read.Hash)).Text);
    }

    [Fact]
    public async Task A_nodes_own_file_that_was_running_once_is_stale_and_one_that_wins_is_not()
    {
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        await ProposeAsync(GrainCluster.Bundle(["b"]));
        Assert.Equal((CatalogStatus.Stale, 2), await ProposeAsync(GrainCluster.Bundle(["a"])));
        Assert.Equal((CatalogStatus.Accepted, 3), await ProposeAsync(GrainCluster.Bundle(["a"], wins: true)));
        Assert.Equal((CatalogStatus.Current, 3), await ProposeAsync(GrainCluster.Bundle(["a"], wins: true)));
    }

    [Fact]
    public async Task Numbers_go_on_from_what_the_proposer_has_seen_even_for_the_same_bundle()
    {
        Assert.Equal((CatalogStatus.Accepted, 8), await ProposeAsync(GrainCluster.Bundle(["a"], seen: 7)));
        Assert.Equal((CatalogStatus.Accepted, 9), await ProposeAsync(GrainCluster.Bundle(["b"], seen: 3)));
        Assert.Equal((CatalogStatus.Accepted, 21), await ProposeAsync(GrainCluster.Bundle(["b"], seen: 20)));
    }

    [Fact]
    public async Task A_bundle_that_does_not_check_out_is_refused_with_all_its_problems_and_changes_nothing()
    {
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        var writes = _cluster.Storage.Writes.Count;
        var refused = await _cluster.Catalog.ProposeAsync(GrainCluster.Proposal(
            "[[endpoint]]\nname = \"a\"\ntype = \"http\"\n\n[[endpoint]]\nname = \"pets\"\ntype = \"load_balance\"\nmembers = [\"nobody\"]\n", wins: true));
        Assert.Equal((CatalogStatus.Refused, 1L), (refused.Status, refused.Revision));
        Assert.Contains(refused.Problems, problem => problem.Contains("url", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.Contains("nobody", StringComparison.Ordinal));
        Assert.Equal(GrainCluster.Bundle(["a"]).Hash, (await _cluster.Catalog.ReadAsync(0, "")).Hash);
        Assert.Equal(writes, _cluster.Storage.Writes.Count);
    }

    [Fact]
    public async Task A_bundle_whose_hash_is_not_its_own_is_refused()
    {
        var damaged = GrainCluster.Bundle(["a"]) with { Hash = new string('0', 64) };
        var refused = await _cluster.Catalog.ProposeAsync(damaged);
        Assert.Equal(CatalogStatus.Refused, refused.Status);
        Assert.Contains("hash", Assert.Single(refused.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proposal_that_cannot_be_stored_fails_and_the_old_revision_runs_on()
    {
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        _cluster.Storage.IsDown = true;
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => ProposeAsync(GrainCluster.Bundle(["b"])));
        Assert.Equal(1, (await _cluster.Catalog.ReadAsync(0, "")).Revision);

        _cluster.Storage.IsDown = false;
        Assert.Equal((CatalogStatus.Accepted, 2), await ProposeAsync(GrainCluster.Bundle(["b"])));
    }

    [Fact]
    public async Task A_proposal_that_was_stored_although_its_answer_was_lost_is_found_to_be_running()
    {
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        _cluster.Storage.FailAfter = 1;
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => ProposeAsync(GrainCluster.Bundle(["b"])));
        Assert.Equal((CatalogStatus.Current, 2), await ProposeAsync(GrainCluster.Bundle(["b"])));
    }

    [Fact]
    public async Task Revisions_survive_their_activation()
    {
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        await ProposeAsync(GrainCluster.Bundle(["b"]));
        await _cluster.Silos.DeactivateAsync(_cluster.Catalog);
        Assert.Equal((CatalogStatus.Stale, 2), await ProposeAsync(GrainCluster.Bundle(["a"])));
    }

    [Fact]
    public async Task Whoever_listens_hears_of_the_next_revision()
    {
        var ear = new Ear();
        await _cluster.Catalog.AttendAsync(new EdgeAttendance("edge-1", Guid.NewGuid(), 0, ""), _cluster.Silos.Client.CreateObjectReference<ICatalogObserver>(ear));
        await ProposeAsync(GrainCluster.Bundle(["a"]));
        Assert.Equal(1, await ear.Heard.Task.WaitAsync(GrainCluster.Patience));
        GC.KeepAlive(ear);
    }

    [Fact]
    public void Twenty_revisions_are_remembered_and_old_texts_while_there_is_room()
    {
        var record = new CatalogRecord();
        var text = new string('x', (CatalogRecord.MostOldText / 2) - 1);
        for (var number = 1; number <= 25; number++)
        {
            record = record.With(new StoredRevision(number, $"h{number}", "edge-1", default, text));
        }

        Assert.Equal(Enumerable.Range(6, 20).Reverse().Select(number => (long)number), record.Revisions.Select(revision => revision.Number));
        Assert.Equal([25L, 24L, 23L], record.Revisions.Where(revision => revision.Text is not null).Select(revision => revision.Number));
    }

    private async Task<(CatalogStatus, int)> ProposeAsync(CatalogProposal proposal)
    {
        var answer = await _cluster.Catalog.ProposeAsync(proposal);
        return (answer.Status, (int)answer.Revision);
    }

    private sealed class Ear : ICatalogObserver
    {
        public TaskCompletionSource<long> Heard { get; } = new();

        public Task ChangedAsync(long revision)
        {
            Heard.TrySetResult(revision);
            return Task.CompletedTask;
        }

        public Task LookAsync(string ticket) => Task.CompletedTask;
    }
}
