using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Revisions;
using Gateway.Core.Events;
using Gateway.Edge.Cluster;
using Gateway.Grains.Catalog;
using Gateway.Grains.Nodes;
using Gateway.Management;
using Gateway.Management.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Catalog;

/// <summary>
/// Keeps this edge on the cluster's running revision: offers the node's own file, asks every few seconds, listens for news. Until
/// the cluster has answered, the edge serves its own file, unnumbered, or the last revision that the cluster gave it. What it serves
/// it says with every question: that is how a change is acknowledged.
/// </summary>
internal sealed partial class CatalogSubscription : BackgroundService, ICatalogObserver
{
    private static readonly TimeSpan GoodbyeDeadline = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryPeriod = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    private readonly CatalogActivation _catalogs;
    private readonly ClusterConnection _cluster;
    private readonly NodeIdentity _node;
    private readonly bool _ownFileWins;
    private readonly TimeProvider _clock;
    private readonly GatewayInstruments _instruments;
    private readonly EventOutbox _outbox;
    private readonly ILogger<CatalogSubscription> _logger;
    private readonly CatalogSealing _sealing;
    private readonly CandidateChecks _checks;
    private readonly LastGood? _lastGood;
    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Guid _ear = Guid.NewGuid();
    private volatile Core.Configuration.Catalog? _offer;
    private volatile string _ownHash = "";
    private volatile Core.Configuration.Catalog? _own;
    private (long Revision, string Cluster, string OwnHash) _kept;
    private string _unusable = "";
    private string _fault = "";
    private bool _isFailing;
    private IGrainFactory? _through;
    private ICatalogObserver? _reference;

    public CatalogSubscription(
        CatalogActivation catalogs, ClusterConnection cluster, NodeIdentity node, ClusterSettings settings, TimeProvider clock,
        GatewayInstruments instruments, EventOutbox outbox, CatalogSealing sealing, LastGood lastGood, ILogger<CatalogSubscription> logger)
    {
        _catalogs = catalogs;
        _cluster = cluster;
        _node = node;
        _ownFileWins = settings.Mode == ClusterMode.Embedded;
        _clock = clock;
        _instruments = instruments;
        _outbox = outbox;
        _logger = logger;
        _sealing = sealing;
        _checks = new CandidateChecks(catalogs, sealing, node);

        // The embedded silo keeps its revisions itself, in the same folder.
        _lastGood = _ownFileWins ? null : lastGood;
        cluster.Connected += Wake;
    }

    /// <summary>Offers a catalog to the cluster. The first one is served at once: there is nothing to be better than it.</summary>
    /// <exception cref="CatalogUnusableException">It is the first one, and cannot be served by this node.</exception>
    public void Offer(Core.Configuration.Catalog catalog)
    {
        (_own, _ownHash) = (catalog, catalog.Bundle.Hash);
        if (_catalogs.Current is null && StartFromLastGood(catalog))
        {
            return;
        }

        _offer = catalog;
        if (_catalogs.Current is null)
        {
            _catalogs.Activate(0, catalog);
        }

        Wake();
    }

    /// <inheritdoc />
    public Task ChangedAsync(long revision)
    {
        Wake();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task LookAsync(string ticket)
    {
        _checks.Ask(ticket);
        Wake();
        return Task.CompletedTask;
    }

    /// <summary>Stops, and says goodbye to the cluster: nobody is to wait for this edge.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_cluster.Grains is { } grains)
        {
            var leaving = LeaveAsync(grains).WaitAsync(GoodbyeDeadline, _clock, cancellationToken);
            await leaving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _cluster.Connected -= Wake;
        base.Dispose();
        _news.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One at a time: a catalog is put in force by nobody else, and an answer that comes late must not undo a newer one.
        var work = Task.CompletedTask;
        while (!stoppingToken.IsCancellationRequested)
        {
            var synchronized = false;
            if (_cluster.Grains is { } grains)
            {
                work = work.IsCompleted ? SynchronizeAsync(grains) : work;
                await work.WaitAsync(Deadline, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                synchronized = work.IsCompletedSuccessfully;
                Complain(work);
            }

            var wait = _news.WaitAsync(synchronized ? EdgeRoster.AttendsEvery : RetryPeriod, stoppingToken);
            await ((Task)wait).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.WaitAsync(GoodbyeDeadline, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Said once for all that follow each other.
    private void Complain(Task work)
    {
        if (work.Exception?.InnerException is { } fault && !_isFailing)
        {
            LogFailing(fault.GetType().Name, fault.Message);
        }

        _isFailing = work.IsFaulted || (_isFailing && !work.IsCompleted);
    }

    private async Task SynchronizeAsync(IGrainFactory grains)
    {
        var grain = grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key);
        var current = _catalogs.Current;
        var offer = _offer;
        var answer = offer is not null
            ? await grain.ProposeAsync(
                new CatalogProposal(_sealing.Seal(offer), offer.Bundle.Hash, _node.Id, Seen, _ownFileWins))
            : await grain.ReadAsync(Seen, current?.Catalog.Bundle.Hash ?? "");
        if (offer is not null && Interlocked.CompareExchange(ref _offer, null, offer) == offer)
        {
            Tell(offer, answer);
        }

        if (!BelongsElsewhere(answer))
        {
            Adopt(answer, offer);
        }

        if (!ReferenceEquals(_through, grains))
        {
            _reference = grains.CreateObjectReference<ICatalogObserver>(this);
            _through = grains;
        }

        await grain.AttendAsync(new EdgeAttendance(_node.Id, _ear, Seen, _fault), _reference!);
        await _checks.AnswerAsync(grain);
    }

    // A client that has stopped throws at once instead of answering with a failed task; async makes both one.
    private async Task LeaveAsync(IGrainFactory grains) => await grains.GetGrain<ICatalogGrain>(ICatalogGrain.Key).LeaveAsync(_node.Id, _ear);

    private void Adopt(CatalogAnswer answer, Core.Configuration.Catalog? offer)
    {
        var current = _catalogs.Current;
        if (current is not null && Seen == answer.Revision && current.Catalog.Bundle.Hash == answer.Hash)
        {
            _fault = "";
            Keep(answer, current.Catalog);
            return;
        }

        // Storage has lost revisions that this edge has served, or all of them: its own is offered again, and numbered above all it has seen.
        if (current is not null && answer.Revision < Seen)
        {
            _offer = current.Catalog;
            if (offer is null)
            {
                Wake();
            }

            return;
        }

        var catalog = answer.Hash == offer?.Bundle.Hash ? offer
            : answer.Hash == current?.Catalog.Bundle.Hash ? current.Catalog
            : answer.Text is null ? null
            : Read(answer);
        if (catalog is null)
        {
            return;
        }

        try
        {
            _catalogs.Activate(answer.Revision, catalog);
        }
        catch (CatalogUnusableException fault)
        {
            // Asked for again every few seconds: a file may be there by then. Said once.
            _fault = "this node lacks credentials or files that it needs; its log says which";
            if (_unusable != answer.Hash)
            {
                _unusable = answer.Hash;
                _instruments.Reloaded(ReloadOutcome.Refused);
                LogUnusable(answer.Revision, fault.Message);
                NoteRefused(answer.Revision, _fault);
            }

            return;
        }

        (_unusable, _fault, _isForeign) = ("", "", false);
        Keep(answer, catalog);
        _instruments.Reloaded(ReloadOutcome.Applied);
        LogServing(answer.Revision, answer.Hash[..12], answer.Node);
        _outbox.Note(ClusterEvent.Of(EventKind.RevisionAdopted, _node.Id) with { Number = answer.Revision, Detail = answer.Hash });
    }

    private void Wake()
    {
        try
        {
            _news.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }
}
