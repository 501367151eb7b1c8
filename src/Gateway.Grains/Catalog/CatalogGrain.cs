using System.Security.Cryptography;
using System.Text;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Moves;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Configuration.Sealing;
using Gateway.Core.Events;
using Gateway.Grains.EndpointGroups;
using Gateway.Grains.Nodes;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using Orleans.Utilities;

namespace Gateway.Grains.Catalog;

/// <summary>The catalog's revisions: accepts by the rule of <see cref="CatalogProposal"/>, stores, tells the edges.</summary>
[KeepAlive, GrainType("catalog")]
internal sealed partial class CatalogGrain : Grain, ICatalogGrain
{
    private static readonly TimeSpan ListenFor = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RereadPeriod = TimeSpan.FromMilliseconds(500);

    private readonly IGrainStorage _storage;
    private readonly CatalogCompiler _compile;
    private readonly CatalogSealing _sealing;
    private readonly EventOutbox _outbox;
    private readonly TimeProvider _clock;
    private readonly ILogger<CatalogGrain> _logger;
    private readonly ObserverManager<Guid, ICatalogObserver> _observers;
    private CatalogStore _store = null!;
    private CatalogRecord _record = new();
    private bool _isUnclear;
    private IGrainTimer _reread = null!;

    public CatalogGrain(
        IGrainStorage storage, CatalogCompiler compile, CatalogSealing sealing, EventOutbox outbox, GroupHosting hosting, TimeProvider clock,
        ILogger<CatalogGrain> logger)
    {
        _storage = storage;
        _compile = compile;
        _sealing = sealing;
        _outbox = outbox;
        _clock = clock;
        _logger = logger;
        _observers = new ObserverManager<Guid, ICatalogObserver>(ListenFor, logger) { GetDateTime = () => clock.GetUtcNow().UtcDateTime };
        _start = clock.GetTimestamp();
        _edges = new EdgeRoster(TimeSpan.Zero, hosting.HasOneEdge);
    }

    private StoredRevision? Running => _record.Revisions.Count > 0 ? _record.Revisions[0] : null;

    /// <inheritdoc />
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _store = new CatalogStore(_storage, this.GetGrainId(), _clock);
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
            _logger.RevisionRefused(proposal.Hash, proposal.Node, problems[0]);
            return Answer(CatalogStatus.Refused, proposal.Hash, problems);
        }

        var status = _record.Judge(proposal);
        if (status == CatalogStatus.Accepted)
        {
            await AcceptAsync(proposal);
        }
        else if (status == CatalogStatus.Current && !IsSafe(Running!) && ToStore(Running! with { Text = proposal.Text, IsSafe = false }) is { IsSafe: true } safe)
        {
            // Stored in clear, or sealed with a key that was: the same bundle under the same number, as it is to be.
            await StoreAsync(AllToStore(_record with { Revisions = [safe, .. _record.Revisions.Skip(1)] }), safe.Number, proposal.Node);
        }

        return Answer(status, proposal.Hash);
    }

    /// <inheritdoc />
    public async ValueTask<MoveReply> MoveAsync(ApiMove move, string node, string reason)
    {
        if (_isUnclear)
        {
            await ReadAgainAsync();
        }

        if (Running is not { Text: { } text } running)
        {
            return new MoveReply(MoveStatus.NoCatalog, default, default, null, 0, "The cluster has no catalog.", "");
        }

        if (_sealing.Open($"revision {running.Number}", text, running.Hash) is var read && read.Value is not { } catalog)
        {
            return new MoveReply(MoveStatus.NoCatalog, default, default, null, 0, $"This silo cannot read the catalog: {read.Problems[0].Message}. {read.Problems[0].Hint}", "");
        }

        // Nothing is awaited between the decision and the write that it becomes; and no other turn begins before that has ended.
        var decision = ApiMoves.Decide(catalog, running.Number, move, _clock.GetUtcNow());
        if (decision.Bundle is { } bundle)
        {
            var origin = move.Origin ?? new RevisionOrigin(RevisionCause.Move, "", "", 0);
            await AcceptAsync(new CatalogProposal(bundle.Text, bundle.Hash, node, running.Number, Wins: true) { Origin = origin });
            _logger.ApiMoved(move.Name, move.Version, decision.From, decision.To, Running!.Number, node);
            _outbox.Note(ClusterEvent.Of(EventKind.ApiMoved, node) with
            {
                Api = new ApiTransition(move.Name, move.Version, decision.From, decision.To),
                Number = Running!.Number,
                Origin = origin,
                Detail = reason.Length == 0 ? $"operator at {node}" : $"{reason} (operator at {node})",
            });
        }

        return new MoveReply(
            decision.Status, decision.From, decision.To, decision.Action, Running!.Number, decision.Reason, decision.DefaultTakenFrom);
    }

    /// <inheritdoc />
    public ValueTask<CatalogAnswer> ReadAsync(long seenRevision, string seenHash) =>
        new(Answer(Running is null ? CatalogStatus.None : CatalogStatus.Current, seenHash));

    private async Task AcceptAsync(CatalogProposal proposal)
    {
        var number = Math.Max((Running?.Number ?? 0) + 1, proposal.SeenRevision + 1);
        var newest = new StoredRevision(number, proposal.Hash, proposal.Node, _clock.GetUtcNow(), proposal.Text) { Origin = proposal.Origin };
        var next = _record.With(ToStore(newest)) with { Cluster = _record.Cluster.Length > 0 ? _record.Cluster : Guid.NewGuid().ToString("N") };
        var before = Running?.Number ?? 0;
        await StoreAsync(AllToStore(next), number, proposal.Node);
        await AnnounceAsync(before);
    }

    private async Task StoreAsync(CatalogRecord next, long number, string node)
    {
        try
        {
            await _store.WriteAsync(next);
        }
        catch (Exception fault)
        {
            // It may have been written all the same. Until that is known the old revision runs here.
            _isUnclear = true;
            _reread.Change(RereadPeriod, RereadPeriod);
            _logger.RevisionNotStored(number, node, fault);
            throw new CatalogUnavailableException($"Revision {number} of the catalog could not be stored. {fault.Message}");
        }

        _record = next;
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
            _logger.CatalogNotRead(fault);
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
            await AnnounceAsync(before?.Number ?? 0);
        }
    }

    private async Task AnnounceAsync(long before)
    {
        var running = Running!;
        _logger.RevisionAccepted(running.Number, running.Hash, running.Node, (running.Origin ?? RevisionOrigin.OfFile).InWords());
        _outbox.Note(ClusterEvent.Of(EventKind.RevisionAccepted, running.Node) with
        {
            Number = running.Number,
            Before = before,
            Detail = running.Hash,
            Origin = running.Origin,
        });
        await _observers.Notify(observer => observer.ChangedAsync(running.Number));
    }

    private string[] ProblemsOf(CatalogProposal proposal)
    {
        var isSealed = CatalogSecrets.KeyIdOf(proposal.Text).Length > 0;
        var hash = isSealed ? proposal.Hash : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(proposal.Text)));
        if (hash != proposal.Hash)
        {
            return [$"the bundle's hash is {hash}, not {proposal.Hash}: it was damaged on its way; offer it again"];
        }

        // A silo without the key takes a sealed one as it is: every edge that opens it looks at its hash.
        var result = isSealed && _sealing.KeyId.Length > 0 ? _sealing.Open("catalog", proposal.Text, proposal.Hash) : _compile(proposal.Text);
        return result.Value is not null
            ? []
            : [.. result.Problems.Where(problem => problem.Severity == Severity.Error).Select(problem => problem.ToString())];
    }

    private CatalogAnswer Answer(CatalogStatus status, string callersHash, params string[] problems) =>
        Running is { } running
            ? new CatalogAnswer(
                status, running.Number, running.Hash, running.Hash == callersHash ? null : running.Text, running.Node, running.AtUtc, problems) { Cluster = _record.Cluster }
            : new CatalogAnswer(status, 0, "", null, "", default, problems);
}
