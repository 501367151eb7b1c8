using Gateway.Edge.Cluster;
using Microsoft.Extensions.Hosting;

namespace Gateway.Edge.Groups;

/// <summary>The clock of the groups: sends every group's Pull when it is due, and lets overdue requests go on. Each group has at most one on its way, and a stopping edge waits for them.</summary>
internal sealed class GroupPulls : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(25);

    private readonly EdgeGroups _groups;
    private readonly ClusterConnection _cluster;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, Task> _pulls = new(StringComparer.Ordinal);

    public GroupPulls(EdgeGroups groups, GroupEar ear, ClusterConnection cluster, TimeProvider clock)
    {
        _groups = groups;
        _cluster = cluster;
        _clock = clock;
        ear.ListenFor(groups);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _cluster.Connected += PullAllNow;
        using var timer = new PeriodicTimer(Tick, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var (name, shell) in _groups.Shells)
                {
                    shell.ServeOverdue();
                    if (!_pulls.TryGetValue(name, out var pull) || pull.IsCompleted)
                    {
                        _pulls[name] = shell.PullAsync();
                    }
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _cluster.Connected -= PullAllNow;
            await Task.WhenAll(_pulls.Values.Concat(_groups.Shells.Values.Select(shell => shell.Quiet)));
        }
    }

    private void PullAllNow()
    {
        foreach (var shell in _groups.Shells.Values)
        {
            shell.With(static (group, _) =>
            {
                group.Reconnected();
                return true;
            });
        }
    }
}
