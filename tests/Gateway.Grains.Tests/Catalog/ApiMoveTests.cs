using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Routing;
using Gateway.Grains.Catalog;

namespace Gateway.Grains.Tests.Catalog;

/// <summary>An API's move through its life cycle, in the turn of the catalog's grain.</summary>
public sealed class ApiMoveTests : IAsyncLifetime
{
    private GrainCluster _cluster = null!;

    public async Task InitializeAsync()
    {
        _cluster = await GrainCluster.StartAsync();
        await _cluster.Catalog.ProposeAsync(GrainCluster.Proposal(Text(
            Api("Pets", "1"), Api("Cats", "1"), Api("Trial", "1", "CREATED", "p"))));
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_move_is_the_next_revision_and_whoever_reads_the_catalog_gets_it()
    {
        var reply = await MoveAsync("Pets", Lifecycle.Blocked);

        Assert.Equal(new MoveReply(MoveStatus.Moved, Lifecycle.Published, Lifecycle.Blocked, LifecycleAction.Block, 2, "", ""), reply);
        var read = await _cluster.Catalog.ReadAsync(0, "");
        Assert.Equal((2L, "silo-9"), (read.Revision, read.Node));
        Assert.Equal(Text(Api("Pets", "1", "BLOCKED"), Api("Cats", "1"), Api("Trial", "1", "CREATED", "p")), read.Text);
        Assert.Equal(2, _cluster.Storage.Stored<CatalogRecord>(_cluster.Catalog.GetGrainId()).Revisions[0].Number);
    }

    [Theory]
    [InlineData("token", "10.0.0.7")]
    [InlineData("", "")]
    public async Task The_revision_that_a_move_makes_says_who_made_it(string who, string from)
    {
        var origin = new RevisionOrigin(RevisionCause.Move, who, from, 0);

        await _cluster.Catalog.MoveAsync(new ApiMove("Pets", "1", Lifecycle.Blocked, null, 0) { Origin = who.Length == 0 ? null : origin }, "silo-9", "");

        Assert.Equal(origin, (await _cluster.Catalog.HistoryAsync())[0].Origin);
    }

    [Fact]
    public async Task A_move_that_is_refused_or_changes_nothing_writes_nothing()
    {
        var writes = _cluster.Storage.Writes.Count;

        Assert.Equal(MoveStatus.Refused, (await MoveAsync("Pets", Lifecycle.Retired)).Status);
        Assert.Equal(MoveStatus.Refused, (await MoveAsync("Trial", Lifecycle.Published)).Status);
        Assert.Equal(MoveStatus.Unchanged, (await MoveAsync("Pets", Lifecycle.Published)).Status);
        Assert.Equal(MoveStatus.NoSuchApi, (await MoveAsync("Dogs", Lifecycle.Blocked)).Status);
        Assert.Equal(MoveStatus.RevisionMovedOn, (await MoveAsync("Pets", Lifecycle.Blocked, expect: 2)).Status);

        Assert.Equal((1L, writes), ((await _cluster.Catalog.ReadAsync(0, "")).Revision, _cluster.Storage.Writes.Count));
    }

    [Fact]
    public async Task Of_moves_at_once_that_exclude_each_other_one_wins_and_the_others_hear_why()
    {
        var moves = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => MoveAsync("Pets", i % 2 == 0 ? Lifecycle.Created : Lifecycle.Deprecated, expect: 1)));

        var winner = Assert.Single(moves, reply => reply.Status == MoveStatus.Moved);
        Assert.Equal(2, winner.Revision);
        Assert.All(moves.Except([winner]), reply => Assert.Equal((MoveStatus.RevisionMovedOn, 2L), (reply.Status, reply.Revision)));
    }

    [Fact]
    public async Task Moves_of_different_APIs_at_once_are_all_in_the_last_revision()
    {
        await Task.WhenAll(MoveAsync("Pets", Lifecycle.Blocked), MoveAsync("Cats", Lifecycle.Blocked));

        var read = await _cluster.Catalog.ReadAsync(0, "");
        Assert.Equal(3, read.Revision);
        Assert.Equal(Text(Api("Pets", "1", "BLOCKED"), Api("Cats", "1", "BLOCKED"), Api("Trial", "1", "CREATED", "p")), read.Text);
    }

    [Fact]
    public async Task A_file_from_before_the_move_is_stale_and_the_move_stays()
    {
        await MoveAsync("Pets", Lifecycle.Blocked);

        var answer = await _cluster.Catalog.ProposeAsync(GrainCluster.Proposal(Text(Api("Pets", "1"), Api("Cats", "1"), Api("Trial", "1", "CREATED", "p"))));

        Assert.Equal((CatalogStatus.Stale, 2L), (answer.Status, answer.Revision));
    }

    [Fact]
    public async Task A_move_that_cannot_be_stored_fails_and_the_API_stays_where_it_was()
    {
        _cluster.Storage.IsDown = true;
        await Assert.ThrowsAsync<CatalogUnavailableException>(() => MoveAsync("Pets", Lifecycle.Blocked));
        Assert.Equal(1, (await _cluster.Catalog.ReadAsync(0, "")).Revision);

        _cluster.Storage.IsDown = false;
        Assert.Equal((MoveStatus.Moved, 2L), await MoveAsync("Pets", Lifecycle.Blocked) is var reply ? (reply.Status, reply.Revision) : default);
    }

    [Fact]
    public async Task Without_a_catalog_there_is_nothing_to_move()
    {
        await using var empty = await GrainCluster.StartAsync();

        var reply = await empty.Catalog.MoveAsync(new ApiMove("Pets", "1", Lifecycle.Blocked, null, 0), "silo-9", "");

        Assert.Equal((MoveStatus.NoCatalog, 0L), (reply.Status, reply.Revision));
    }

    private Task<MoveReply> MoveAsync(string api, Lifecycle to, long expect = 0) =>
        _cluster.Catalog.MoveAsync(new ApiMove(api, "1", to, null, expect), "silo-9", "").AsTask();

    // In the canonical form, so that it can be compared.
    private static string Text(params string[] apis) =>
        "[[endpoint]]\nname = \"a\"\ntype = \"http\"\nurl = \"http://127.0.0.1:9/\"\n\n"
        + "[[endpoint]]\nname = \"p\"\ntype = \"prototype\"\nurl = \"http://127.0.0.1:9/\"\n\n" + string.Join('\n', apis);

    private static string Api(string name, string version, string state = "PUBLISHED", string endpoint = "a") =>
        $"[[api]]\nname = \"{name}\"\ncontext = \"/{name}\"\nversion = \"{version}\"\n"
        + $"{(state == "PUBLISHED" ? "" : $"lifecycle = \"{state}\"\n")}endpoint = \"{endpoint}\"\n";
}
