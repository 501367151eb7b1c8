namespace Gateway.Simulation.World;

/// <summary>A silo: where an activation lives, with a clock of its own.</summary>
internal sealed class SimulatedSilo(int number, VirtualTime time)
{
    private readonly Queue<Action> _pending = new();
    private TimeSpan _hungUntil = TimeSpan.FromDays(-1);

    public int Number { get; } = number;

    public bool IsUp { get; set; } = true;

    /// <summary>How far its time of day is off.</summary>
    public long ClockSkewMs { get; set; }

    /// <summary>From when on it can read the catalog.</summary>
    public TimeSpan CatalogFrom { get; set; }

    public bool IsHung => time.Now < _hungUntil;

    public long UtcMilliseconds => 1_700_000_000_000 + (long)time.Now.TotalMilliseconds + ClockSkewMs;

    /// <summary>When it last went on after it had hung.</summary>
    public TimeSpan WokeAt => _hungUntil;

    public void Hang(TimeSpan length)
    {
        _hungUntil = time.Now + length;
        time.After(length, () =>
        {
            if (!IsHung)
            {
                Wake();
            }
        });
    }

    /// <summary>Goes on: what came meanwhile is done now.</summary>
    public void Wake()
    {
        _hungUntil = time.Now < _hungUntil ? time.Now : _hungUntil;
        while (_pending.TryDequeue(out var work))
        {
            Do(work);
        }
    }

    /// <summary>Does something now; a silo that hangs does it when it goes on, and one that is down never does.</summary>
    public void Do(Action work)
    {
        if (!IsUp)
        {
            _pending.Clear();
        }
        else if (IsHung)
        {
            _pending.Enqueue(work);
        }
        else
        {
            work();
        }
    }
}
