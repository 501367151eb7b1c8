using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Routing;
using Gateway.Grains.Catalog;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Grains.Tests.Catalog;

/// <summary>What the catalog's grain stores of secrets.</summary>
public sealed class CatalogSealingTests
{
    private const string Secret = "hunter2-and-more";
    private static readonly CatalogSealing Key = new("the cluster's key, which has 32 c"u8);
    private static readonly CatalogSealing OtherKey = new("another key, which has 32 letters"u8);
    private static readonly Core.Configuration.Catalog Pets = Read(Secret);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_secret_is_stored_or_told_in_clear_however_it_came(bool isSealed)
    {
        await using var cluster = await StartAsync(Key);

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, isSealed ? Key : CatalogSealing.None));
        var told = await cluster.Catalog.ReadAsync(0, "");

        Assert.Equal((CatalogStatus.Accepted, 1L, Pets.Bundle.Hash), (answer.Status, answer.Revision, answer.Hash));
        Assert.All([cluster.Storage.Writes.Last(), told.Text!, (await cluster.Catalog.BundleAsync(1))!.Text], text => Assert.DoesNotContain(Secret, text, StringComparison.Ordinal));
        Assert.Equal(Pets.Bundle, Key.Open("x", told.Text!, told.Hash).Value?.Bundle);
    }

    [Fact]
    public async Task A_bundle_sealed_anew_is_no_other_revision()
    {
        await using var cluster = await StartAsync(Key);
        await cluster.Catalog.ProposeAsync(Proposal(Pets, Key));
        var writes = cluster.Storage.Writes.Count;

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, Key) with { Wins = true });

        Assert.Equal((CatalogStatus.Current, 1L, writes), (answer.Status, answer.Revision, cluster.Storage.Writes.Count));
    }

    [Fact]
    public async Task What_an_older_version_stored_in_clear_is_sealed_with_the_next_word_all_of_it()
    {
        await using var cluster = await StartAsync(Key);
        var old = Read("an-older-secret");
        cluster.Storage.Overwrite(cluster.Catalog.GetGrainId(), new CatalogRecord()
            .With(new StoredRevision(1, old.Bundle.Hash, "edge-1", default, old.Bundle.Text)).With(new StoredRevision(2, Pets.Bundle.Hash, "edge-1", default, Pets.Bundle.Text)));

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, Key));

        Assert.Equal((CatalogStatus.Current, 2L), (answer.Status, answer.Revision));
        Assert.All([Secret, "an-older-secret"], secret => Assert.DoesNotContain(secret, cluster.Storage.Writes.Last(), StringComparison.Ordinal));
        Assert.Equal(old.Bundle, Key.Open("x", (await cluster.Catalog.BundleAsync(1))!.Text).Value?.Bundle);
    }

    [Fact]
    public async Task A_silo_with_another_key_refuses_and_says_which()
    {
        await using var cluster = await StartAsync(Key);

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, OtherKey));

        Assert.Equal(CatalogStatus.Refused, answer.Status);
        Assert.Contains($"sealed with the cluster's key {OtherKey.KeyId}, and this node has the key {Key.KeyId}", Assert.Single(answer.Problems), StringComparison.Ordinal);
        Assert.Empty(cluster.Storage.Writes);
    }

    [Fact]
    public async Task After_a_change_of_the_key_the_catalog_offered_anew_takes_the_place_of_what_nobody_can_open()
    {
        await using var cluster = await StartAsync(Key);
        cluster.Storage.Overwrite(cluster.Catalog.GetGrainId(), new CatalogRecord().With(
            new StoredRevision(4, Pets.Bundle.Hash, "edge-1", default, OtherKey.Seal(Pets)) { IsSafe = true }));
        var move = await cluster.Catalog.MoveAsync(new ApiMove("Pets", "1", Lifecycle.Blocked, null, 0), "edge-1", "");

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, Key));

        Assert.Equal(MoveStatus.NoCatalog, move.Status);
        Assert.Contains($"sealed with the cluster's key {OtherKey.KeyId}", move.Reason, StringComparison.Ordinal);
        Assert.Equal((CatalogStatus.Current, 4L), (answer.Status, answer.Revision));
        Assert.Equal(Pets.Bundle, Key.Open("x", (await cluster.Catalog.ReadAsync(0, "")).Text!).Value?.Bundle);
    }

    [Fact]
    public async Task A_silo_without_a_key_keeps_what_is_sealed_as_it_is()
    {
        await using var cluster = await StartAsync(CatalogSealing.None);

        var answer = await cluster.Catalog.ProposeAsync(Proposal(Pets, Key));

        Assert.Equal(CatalogStatus.Accepted, answer.Status);
        Assert.Equal(Pets.Bundle, Key.Open("x", (await cluster.Catalog.ReadAsync(0, "")).Text!).Value?.Bundle);
    }

    [Fact]
    public void A_sealed_bundle_under_the_hash_of_another_one_is_not_opened()
    {
        var text = Key.Seal(Pets);

        var read = Key.Open("x", text, Read("another").Bundle.Hash);

        Assert.Null(read.Value);
        Assert.Contains("it was damaged, or is another one's", Assert.Single(read.Problems).ToString(), StringComparison.Ordinal);
        Assert.NotNull(Key.Open("x", text, Pets.Bundle.Hash).Value);
    }

    [Fact]
    public async Task A_moved_API_leaves_no_secret_behind()
    {
        await using var cluster = await StartAsync(Key);
        await cluster.Catalog.ProposeAsync(Proposal(Pets, Key));

        var reply = await cluster.Catalog.MoveAsync(new ApiMove("Pets", "1", Lifecycle.Blocked, null, 0), "edge-1", "");

        Assert.Equal((MoveStatus.Moved, 2L), (reply.Status, reply.Revision));
        Assert.DoesNotContain(Secret, cluster.Storage.Writes.Last(), StringComparison.Ordinal);
        var told = await cluster.Catalog.ReadAsync(0, "");
        Assert.Equal(2, CatalogSecrets.Count(Key.Open("x", told.Text!, told.Hash).Value!));
    }

    private static Task<GrainCluster> StartAsync(CatalogSealing sealing) => GrainCluster.StartAsync(configure: services => services.AddSingleton(sealing));

    private static CatalogProposal Proposal(Core.Configuration.Catalog catalog, CatalogSealing sealing) => new(sealing.Seal(catalog), catalog.Bundle.Hash, "edge-1", 0, Wins: false);

    private static Core.Configuration.Catalog Read(string password) => CatalogReader.Read("x", $"""
        [[endpoint]]
        name = "a"
        url = "https://a"
        security = {"{"} type = "basic", username = "gina", password = "{password}" {"}"}
        [[api]]
        name = "Pets"
        context = "/pets"
        version = "1"
        endpoint = "a"
        """).Value!;
}
