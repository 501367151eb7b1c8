using Gateway.Core.Groups;

namespace Gateway.Grains.EndpointGroups;

/// <summary>The ears of the edges that pull. Whom to tell is the machine's to say; this only knows how to reach them.</summary>
internal sealed class GroupListeners
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, IGroupObserver> _observers = [];
    private TimeSpan _lastSweep;

    /// <summary>How many are known.</summary>
    public int Count => _observers.Count;

    /// <summary>Notes a Pull.</summary>
    public void Note(Guid edge, IGroupObserver? observer, GroupMachine machine, TimeSpan now)
    {
        if (observer is null)
        {
            _observers.Remove(edge);
        }
        else
        {
            _observers[edge] = observer;
        }

        if (now - _lastSweep >= SweepPeriod)
        {
            _lastSweep = now;
            var listening = machine.ToNudge(now).ToHashSet();
            foreach (var known in _observers.Keys.Where(known => !listening.Contains(known)).ToArray())
            {
                _observers.Remove(known);
            }
        }
    }

    /// <summary>Sends the newest snapshot to all that listen. One-way: done when it is handed over.</summary>
    public async Task NudgeAsync(string group, GroupMachine machine, TimeSpan now)
    {
        foreach (var edge in machine.ToNudge(now).ToArray())
        {
            if (_observers.TryGetValue(edge, out var observer))
            {
                await observer.NudgeAsync(group, GroupNews.None with { Snapshot = machine.Snapshot });
            }
        }
    }
}
