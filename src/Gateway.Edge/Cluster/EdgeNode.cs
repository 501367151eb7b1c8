using Gateway.Edge.Catalog;
using Gateway.Edge.Draining;
using Gateway.Edge.Groups;
using Gateway.Grains.Nodes;
using Gateway.Management;
using Gateway.Management.Views;
using Microsoft.Extensions.Hosting;

namespace Gateway.Edge.Cluster;

/// <summary>What the edge says of itself; and its first step on the way out, which is to say so.</summary>
internal sealed class EdgeNode : INodeView, ICatalogView, IHostedLifecycleService
{
    private readonly NodeIdentity _identity;
    private readonly CatalogActivation _catalogs;
    private readonly GroupViews _groups;
    private readonly EdgeDrain _drain;
    private volatile bool _listening;

    public EdgeNode(NodeIdentity identity, CatalogActivation catalogs, GroupViews groups, EdgeDrain drain)
    {
        _identity = identity;
        _catalogs = catalogs;
        _groups = groups;
        _drain = drain;
    }

    /// <inheritdoc />
    public bool IsReady => _listening && !IsDraining && _catalogs.Current is not null;

    /// <inheritdoc />
    public bool IsDraining => _drain.IsDraining;

    /// <inheritdoc />
    public bool TryDrain(bool drains)
    {
        _drain.Order(drains);
        return true;
    }

    /// <inheritdoc />
    public NodeReport Report()
    {
        var mode = GroupMode.Cluster;
        var age = -1L;
        foreach (var name in _groups.Names)
        {
            if (_groups.Find(name) is { } group)
            {
                mode = group.Mode == GroupMode.Degraded ? GroupMode.Degraded : mode;
                age = Math.Max(age, group.SnapshotAgeMs);
            }
        }

        return new NodeReport(
            _identity.Id, _identity.Kind, _catalogs.Current?.Revision ?? 0, mode == GroupMode.Degraded ? "degraded" : "cluster", IsDraining,
            age, _identity.Version);
    }

    /// <inheritdoc />
    public ValueTask<CatalogRevision?> ReadAsync(CancellationToken deadline) =>
        ValueTask.FromResult(_catalogs.Current is { } current ? new CatalogRevision(current.Revision, current.Catalog) : null);

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _listening = true;
        return Task.CompletedTask;
    }

    /// <summary>Readiness turns 503 first; the listeners, if they were ever open, go on accepting until balancers have seen it.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken) => _drain.BeginStopAsync(_listening);

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => _drain.EndStopAsync();
}
