using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gateway.Core.Configuration;
using Gateway.Core.Configuration.Files;
using Gateway.Core.Events;
using Gateway.Grains.Nodes;
using Gateway.Management;
using Gateway.Management.Configuration;
using Gateway.Management.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Edge.Catalog;

/// <summary>
/// Reads the node's file again on SIGHUP and when it has changed. A file that does not check out is refused whole: what ran goes on.
/// </summary>
internal sealed partial class DeploymentReload : BackgroundService
{
    // Polled, because file events do not reach through every kind of mount.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly NodeCommandLine _command;
    private readonly CatalogSubscription _subscription;
    private readonly CatalogActivation _catalogs;
    private readonly TimeProvider _clock;
    private readonly GatewayInstruments _instruments;
    private readonly EventOutbox _outbox;
    private readonly NodeIdentity _identity;
    private readonly ILogger<DeploymentReload> _logger;
    private volatile bool _asked;
    private ImmutableArray<(DateTime Written, long Length)> _seen;
    private ImmutableArray<string> _files;
    private string _hash;
    private string _node;

    public DeploymentReload(
        NodeCommandLine command, Deployment running, CatalogSubscription subscription, CatalogActivation catalogs, TimeProvider clock,
        GatewayInstruments instruments, EventOutbox outbox, NodeIdentity identity, ILogger<DeploymentReload> logger)
    {
        _command = command;
        _subscription = subscription;
        _catalogs = catalogs;
        _clock = clock;
        _instruments = instruments;
        _outbox = outbox;
        _identity = identity;
        _logger = logger;
        _files = [command.File, .. running.Catalog.Files.Where(file => !DocumentAddress.IsMeant(file.Path)).Select(file => file.Shown)];
        _seen = Look();
        _hash = running.Catalog.Bundle.Hash;
        _node = NodeTables(running);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, _clock);
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _asked = true;
            timer.Period = TimeSpan.FromMilliseconds(1);
        });
        while (await Ticks(timer, stoppingToken))
        {
            timer.Period = LookEvery;
            var now = Look();
            if (_asked || !now.SequenceEqual(_seen))
            {
                _asked = false;
                await ReloadAsync(stoppingToken);

                // Looked at before it was read: what changes meanwhile is read again.
                _seen = _files.Length == now.Length ? now : Look();
            }
        }
    }

    private static async Task<bool> Ticks(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task ReloadAsync(CancellationToken stoppingToken)
    {
        var folder = DeploymentFile.FolderOf(_command.File);
        var read = await DeploymentFile.ReadAsync(_command.File, NodeKind.Edge, _command.Overrides, strict: false, folder, stoppingToken);
        if (stoppingToken.IsCancellationRequested)
        {
            return;
        }

        _files = [_command.File, .. folder.Asked.Distinct(StringComparer.Ordinal)];
        if (read.Value is not { } deployment)
        {
            _instruments.Reloaded(ReloadOutcome.Refused);
            LogRefused(_command.File, string.Join(Environment.NewLine, read.Problems));
            _outbox.Note(ClusterEvent.Of(EventKind.ConfigurationRefused, _identity.Id) with
            {
                Detail = $"the node's file does not check out: {read.Problems.Length} problems, in the node's log",
            });
            return;
        }

        if (NodeTables(deployment) is var node && node != _node)
        {
            _node = node;
            LogNodeTables(_command.File);
        }

        if (deployment.Catalog.Bundle.Hash == _hash)
        {
            _instruments.Reloaded(ReloadOutcome.Unchanged);
            LogUnchanged(_command.File);
            return;
        }

        if (_catalogs.Check(deployment.Catalog) is { IsEmpty: false } problems)
        {
            _instruments.Reloaded(ReloadOutcome.Refused);
            LogRefused(_command.File, string.Join(Environment.NewLine, problems));
            return;
        }

        _hash = deployment.Catalog.Bundle.Hash;
        _subscription.Offer(deployment.Catalog);
        LogOffered(_command.File, _hash[..12]);
    }

    // The node's own tables are read at start. Compared without their secrets: those never become text.
    private static string NodeTables(Deployment deployment) =>
        $"{deployment.Node.Server} {deployment.Node.Cluster} {deployment.Node.Management} {deployment.Node.Listeners} {deployment.Node.Environment} {deployment.Node.Cors} "
        + $"{deployment.Node.Tls} {deployment.Node.Cluster.Tls}";

    private ImmutableArray<(DateTime Written, long Length)> Look() => [.. _files.Select(Look)];

    private static (DateTime Written, long Length) Look(string path)
    {
        // A mounted configuration is a link: turned to another target, the link itself stays as old as it was.
        var file = new FileInfo(path);
        try
        {
            file = (FileInfo?)file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Missing, or links in a circle: reading it will say so.
            return default;
        }

        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    [LoggerMessage(EventId = 3211, EventName = "ReloadRefused", Level = LogLevel.Error,
        Message = "{File} is refused, what runs goes on:\n{Problems}")]
    private partial void LogRefused(string file, string problems);

    [LoggerMessage(EventId = 3212, EventName = "ReloadUnchanged", Level = LogLevel.Information,
        Message = "{File} read again: the same catalog")]
    private partial void LogUnchanged(string file);

    [LoggerMessage(EventId = 3213, EventName = "ReloadOffered", Level = LogLevel.Information,
        Message = "{File} read again: catalog {Hash} offered")]
    private partial void LogOffered(string file, string hash);

    [LoggerMessage(EventId = 3214, EventName = "NodeTablesChanged", Level = LogLevel.Warning,
        Message = "{File} read again: the node's own tables have changed; they are read when the node starts")]
    private partial void LogNodeTables(string file);
}
