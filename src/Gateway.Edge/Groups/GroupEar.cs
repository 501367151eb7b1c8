using Gateway.Core.Groups;
using Gateway.Grains.EndpointGroups;

namespace Gateway.Edge.Groups;

/// <summary>Hears of news between two pulls. One ear for all groups of the edge.</summary>
internal sealed class GroupEar : IGroupObserver
{
    private readonly Lock _gate = new();
    private IGrainFactory? _through;
    private IGroupObserver? _reference;
    private volatile EdgeGroups? _groups;

    /// <summary>Names the groups that listen. Before that, news is lost, as it may be at any time.</summary>
    public void ListenFor(EdgeGroups groups) => _groups = groups;

    /// <summary>This ear as grains can reach it.</summary>
    /// <param name="grains">The way to the cluster; a new one needs a new reference.</param>
    public IGroupObserver In(IGrainFactory grains)
    {
        lock (_gate)
        {
            if (_reference is null || !ReferenceEquals(_through, grains))
            {
                // Orleans holds the object weakly: this one lives as long as the edge does.
                _reference = grains.CreateObjectReference<IGroupObserver>(this);
                _through = grains;
            }

            return _reference;
        }
    }

    /// <inheritdoc />
    public Task NudgeAsync(string group, GroupNews news)
    {
        if (_groups is { } groups && groups.Shells.TryGetValue(group, out var shell))
        {
            shell.Nudged(news);
        }

        return Task.CompletedTask;
    }
}
