using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Utilities;

namespace Gateway.Grains.Catalog;

/// <summary>The catalog's revisions: accepts by the rule of <see cref="CatalogProposal"/>, stores, tells the edges.</summary>
[KeepAlive, GrainType("catalog")]
internal sealed class CatalogGrain(IGrainStorage storage, CatalogCompiler compile, EventOutbox outbox, TimeProvider clock, ILogger<CatalogGrain> logger)
    : Grain, ICatalogGrain
{
    private static readonly TimeSpan ListenFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RereadPeriod = TimeSpan.FromMilliseconds(500);

    private readonly ObserverManager<Guid, ICatalogObserver> _observers = new(ListenFor, logger) { GetDateTime = () => clock.GetUtcNow().UtcDateTime };
    private CatalogStore _store = null!;
    private CatalogRecord _record = new();
    private bool _isUnclear;
    private IGrainTimer _reread = null!;

    private StoredRevision? Running => _record.Revisions.Count > 0 ? _record.Revisions[0] : null;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _store = new CatalogStore(storage, this.GetGrainId(), clock);
        _record = await _store.ReadAsync();
        _reread = this.RegisterGrainTimer(
            RereadAsync, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
    }

    /// <inheritdoc />
    public async ValueTask<CatalogAnswer> ProposeAsync(CatalogProposal proposal)
    {
        if (_isUnclear)
        {
            await ReadAgainAsync();
        }

        var problems = ProblemsOf(proposal);
        if (problems.Length > 0)
        {
            logger.RevisionRefused(proposal.Hash, proposal.Node, problems[0]);
            return Answer(CatalogStatus.Refused, proposal.Hash, problems);
        }

        // The same bundle under a number that storage has lost is numbered anew: else nodes that remember it would be ahead for ever.
        if (Running is { } running && running.Hash == proposal.Hash && running.Number >= proposal.SeenRevision)
        {
            return Answer(CatalogStatus.Current, proposal.Hash);
        }

        if (!proposal.Wins && Running?.Hash != proposal.Hash && _record.Revisions.Any(old => old.Hash == proposal.Hash))
        {
            return Answer(CatalogStatus.Stale, proposal.Hash);
        }

        await AcceptAsync(proposal);
        return Answer(CatalogStatus.Accepted, proposal.Hash);
    }

    /// <inheritdoc />
    public async ValueTask<MoveReply> MoveAsync(ApiMove move, string node, string reason)
    {
        if (_isUnclear)
        {
            await ReadAgainAsync();
        }

        if (Running is not { Text: { } text } running || compile(text).Value is not { } catalog)
        {
            return new MoveReply(MoveStatus.NoCatalog, default, default, null, 0, "The cluster has no catalog that this silo can read.", "");
        }

        // Nothing is awaited between the decision and the write that it becomes; and no other turn begins before that has ended.
        var decision = ApiMoves.Decide(catalog, running.Number, move, clock.GetUtcNow());
        if (decision.Bundle is { } bundle)
        {
            await AcceptAsync(new CatalogProposal(bundle.Text, bundle.Hash, node, running.Number, Wins: true));
            logger.ApiMoved(move.Name, move.Version, decision.From, decision.To, Running!.Number, node);
            outbox.Note(ClusterEvent.Of(EventKind.ApiMoved, node) with
            {
                Api = new ApiTransition(move.Name, move.Version, decision.From, decision.To),
                Number = Running!.Number,
                Detail = reason.Length == 0 ? $"operator at {node}" : $"{reason} (operator at {node})",
            });
        }

        return new MoveReply(
            decision.Status, decision.From, decision.To, decision.Action, Running!.Number, decision.Reason, decision.DefaultTakenFrom);
    }

    /// <inheritdoc />
    public ValueTask<CatalogAnswer> ReadAsync(long seenRevision, string seenHash) =>
        new(Answer(Running is null ? CatalogStatus.None : CatalogStatus.Current, seenHash));

    /// <inheritdoc />
    public ValueTask SubscribeAsync(Guid edge, ICatalogObserver observer)
    {
        _observers.Subscribe(edge, observer);
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(CatalogProposal proposal)
    {
        var number = Math.Max((Running?.Number ?? 0) + 1, proposal.SeenRevision + 1);
        var next = _record.With(new StoredRevision(number, proposal.Hash, proposal.Node, clock.GetUtcNow(), proposal.Text));
        try
        {
            await _store.WriteAsync(next);
        }
        catch (Exception fault)
        {
            // It may have been written all the same. Until that is known the old revision runs here.
            _isUnclear = true;
            _reread.Change(RereadPeriod, RereadPeriod);
            logger.RevisionNotStored(number, proposal.Node, fault);
            throw new CatalogUnavailableException($"Revision {number} of the catalog could not be stored. {fault.Message}");
        }

        _record = next;
        await AnnounceAsync();
    }

    private async Task RereadAsync()
    {
        try
        {
            await ReadAgainAsync();
        }
        // The outermost step of a timer: a provider throws whatever its medium throws, and the timer tries again.
        catch (Exception fault)
        {
            logger.CatalogNotRead(fault);
        }
    }

    private async Task ReadAgainAsync()
    {
        var before = Running;
        _record = await _store.ReadAsync();
        _isUnclear = false;
        _reread.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (Running?.Number > (before?.Number ?? 0))
        {
            await AnnounceAsync();
        }
    }

    private async Task AnnounceAsync()
    {
        var running = Running!;
        logger.RevisionAccepted(running.Number, running.Hash, running.Node);
        outbox.Note(ClusterEvent.Of(EventKind.RevisionAccepted, running.Node) with { Number = running.Number, Detail = running.Hash });
        await _observers.Notify(observer => observer.ChangedAsync(running.Number));
    }

    private string[] ProblemsOf(CatalogProposal proposal)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(proposal.Text)));
        if (hash != proposal.Hash)
        {
            return [$"the bundle's hash is {hash}, not {proposal.Hash}: it was damaged on its way; offer it again"];
        }

        var result = compile(proposal.Text);
        return result.Value is not null
            ? []
            : [.. result.Problems.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.ToString())];
    }

    private CatalogAnswer Answer(CatalogStatus status, string callersHash, params string[] problems) =>
        Running is { } running
            ? new CatalogAnswer(
                status, running.Number, running.Hash, running.Hash == callersHash ? null : running.Text, running.Node, running.AtUtc, problems)
            : new CatalogAnswer(status, 0, "", null, "", default, problems);
}
