using System.Collections.Immutable;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Grains.Catalog;

namespace Gateway.Management.Tests.Fakes;

/// <summary>The catalog's grain, as far as the fields of <see cref="FakeCluster"/> say.</summary>
internal sealed class FakeCatalogGrain(FakeCluster cluster) : ICatalogGrain
{
    public ValueTask<CatalogAnswer> ProposeAsync(CatalogProposal proposal) => new(cluster.Propose(proposal));

    public ValueTask<MoveReply> MoveAsync(ApiMove move, string node, string reason) => cluster.MoveApi(move, node, reason);

    public ValueTask<CatalogAnswer> ReadAsync(long seenRevision, string seenHash) => cluster.ReadCatalog(seenRevision, seenHash);

    public ValueTask<ImmutableArray<RevisionEntry>> HistoryAsync() => new(cluster.Revisions ?? throw new TimeoutException());

    public ValueTask<KeptBundle?> BundleAsync(long number) => new(cluster.Bundles.GetValueOrDefault(number));

    public ValueTask AttendAsync(EdgeAttendance edge, ICatalogObserver observer) => throw new NotSupportedException();

    public ValueTask LeaveAsync(string node, Guid ear) => throw new NotSupportedException();

    public ValueTask<EdgesReply> EdgesAsync() => new(cluster.Edges());

    public ValueTask<bool> StageAsync(string ticket, string text) => new(true);

    public ValueTask<string?> StagedAsync(string ticket) => throw new NotSupportedException();

    public ValueTask JudgeAsync(string ticket, EdgeVerdict verdict) => throw new NotSupportedException();

    public ValueTask<RoundReply> VerdictsAsync(string ticket) => new(new RoundReply(true, cluster.Edges(), cluster.Verdicts(ticket)));

    public ValueTask UnstageAsync(string ticket) => default;
}
