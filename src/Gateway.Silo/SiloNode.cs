using Gateway.Grains.Nodes;
using Gateway.Management;
using Gateway.Management.Views;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gateway.Silo;

/// <summary>What the silo says of itself. It belongs to the cluster from its start until it is told to stop.</summary>
internal sealed class SiloNode(NodeIdentity identity, IServiceProvider services) : INodeView, IClusterAccess, IHostedLifecycleService
{
    private volatile bool _active;
    private volatile bool _draining;

    /// <inheritdoc />
    public bool IsReady => _active && !_draining;

    /// <inheritdoc />
    public bool IsDraining => _draining;

    /// <summary>A silo cannot be drained and stay: its grains move when it stops.</summary>
    public bool TryDrain(bool drains) => false;

    /// <inheritdoc />
    public IGrainFactory? Grains => _active ? services.GetRequiredService<IGrainFactory>() : null;

    /// <summary>A silo serves no requests, and so no revision.</summary>
    public NodeReport Report() => new(identity.Id, identity.Kind, 0, "cluster", _draining, -1, identity.Version);

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _active = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        _draining = true;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        _active = false;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
