using Gateway.Core.Groups;

namespace Gateway.Grains.EndpointGroups;

/// <summary>The ears of the edges that pull. Whom to tell is the machine's to say; this only knows how to reach them.</summary>
internal sealed class GroupListeners
{
    /// <summary>
    /// What a new ear hears: an ask that concerns nobody. The first nudge that matters finds its way opened and its code compiled.
    /// </summary>
    public static readonly GroupNews Greeting =
        GroupNews.None with { Asks = [new OpinionAsk(0, "", default, 0, FailureStage.Connect, ByProbe: false)] };

    private static readonly TimeSpan SweepPeriod = TimeSpan.FromMinutes(1);

    private readonly Dictionary<Guid, IGroupObserver> _observers = [];
    private TimeSpan _lastSweep;

    /// <summary>How many are known.</summary>
    public int Count => _observers.Count;

    /// <summary>Notes a Pull.</summary>
    /// <returns>Whether the edge has an ear that was not known.</returns>
    public bool Note(Guid edge, IGroupObserver? observer, GroupMachine machine, TimeSpan now)
    {
        var isNew = false;
        if (observer is null)
        {
            _observers.Remove(edge);
        }
        else
        {
            isNew = !_observers.ContainsKey(edge);
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

        return isNew;
    }

    /// <summary>Sends the news to those that they concern. One-way: done when it is handed over.</summary>
    public async Task NudgeAsync(string group, IReadOnlyList<(Guid Edge, GroupNews News)> nudges)
    {
        foreach (var (edge, news) in nudges)
        {
            if (_observers.TryGetValue(edge, out var observer))
            {
                await observer.NudgeAsync(group, news);
            }
        }
    }
}
