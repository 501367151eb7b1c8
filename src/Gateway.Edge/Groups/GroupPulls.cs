using Gateway.Edge.Cluster;
using Microsoft.Extensions.Hosting;

namespace Gateway.Edge.Groups;

/// <summary>Starts and stops the groups, and tells them of the way to the cluster. When each has something to send is its own to know.</summary>
internal sealed class GroupPulls : IHostedService
{
    private readonly EdgeGroups _groups;
    private readonly ClusterConnection _cluster;

    public GroupPulls(EdgeGroups groups, GroupEar ear, ClusterConnection cluster)
    {
        _groups = groups;
        _cluster = cluster;
        ear.ListenFor(groups);
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _cluster.Connected += TellReconnected;
        _cluster.Disconnected += TellDisconnected;
        _groups.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _cluster.Connected -= TellReconnected;
        _cluster.Disconnected -= TellDisconnected;
        return _groups.StopAsync();
    }

    private void TellReconnected()
    {
        foreach (var shell in _groups.Shells.Values)
        {
            shell.Reconnected();
        }
    }

    private void TellDisconnected()
    {
        foreach (var shell in _groups.Shells.Values)
        {
            shell.Disconnected();
        }
    }
}
