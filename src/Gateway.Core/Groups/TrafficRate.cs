namespace Gateway.Core.Groups;

/// <summary>An edge's recent request rate for one group, as an average that forgets within a few windows.</summary>
internal struct TrafficRate
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    private TimeSpan _windowStart;
    private int _count;
    private double _perSecond;

    /// <summary>When the last request came.</summary>
    public TimeSpan Last { get; private set; }

    /// <summary>Notes a request.</summary>
    public void Count(TimeSpan now)
    {
        Last = now;
        if (now - _windowStart >= Window)
        {
            CloseWindow(now);
        }

        _count++;
    }

    /// <summary>Requests per second.</summary>
    public readonly double PerSecond => _perSecond;

    // A window without requests counts as it should: the longer it was, the less the past weighs.
    private void CloseWindow(TimeSpan now)
    {
        var elapsed = now - _windowStart;
        var weight = Math.Pow(0.5, elapsed / Window);
        _perSecond = (_perSecond * weight) + (_count / elapsed.TotalSeconds * (1 - weight));
        _windowStart = now;
        _count = 0;
    }
}
