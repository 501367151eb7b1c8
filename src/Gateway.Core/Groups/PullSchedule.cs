namespace Gateway.Core.Groups;

/// <summary>When an edge asks a group's grain for news: every second while it has use for them, else every ten.</summary>
internal sealed class PullSchedule
{
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ShortestBackOff = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestBackOffBusy = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestBackOffIdle = TimeSpan.FromSeconds(2);

    private TimeSpan _due = TimeSpan.MinValue;
    private TimeSpan _answeredAt;
    private int _failures;

    /// <summary>Whether a Pull is on its way.</summary>
    public bool InFlight { get; private set; }

    /// <summary>Failed Pulls in a row.</summary>
    public int Failures => _failures;

    /// <summary>When it is time. A group that has come into use since the last answer need not sit out the long period.</summary>
    public TimeSpan Due(bool inUse)
    {
        if (InFlight)
        {
            return TimeSpan.MaxValue;
        }

        var early = _answeredAt + Busy;
        return inUse && _failures == 0 && early < _due ? early : _due;
    }

    /// <summary>Whether it is time.</summary>
    public bool IsDue(bool inUse, TimeSpan now) => now >= Due(inUse);

    public void Sent() => InFlight = true;

    public void DueAt(TimeSpan when) => _due = when;

    /// <summary>At once: on reconnect and on a new epoch.</summary>
    public void DueNow() => _due = TimeSpan.MinValue;

    public void Answered(TimeSpan next, TimeSpan now)
    {
        _answeredAt = now;
        InFlight = false;
        _failures = 0;
        _due = next;
    }

    /// <summary>Backs off, with jitter, so that a cluster's edges do not ask in step.</summary>
    /// <param name="inUse">Whether requests would profit from the group's grain now.</param>
    /// <param name="jitter">0 to 1.</param>
    /// <param name="now">The edge's clock.</param>
    public void Failed(bool inUse, double jitter, TimeSpan now)
    {
        InFlight = false;
        var longest = inUse ? LongestBackOffBusy : LongestBackOffIdle;
        var backOff = ShortestBackOff * Math.Pow(2, Math.Min(_failures++, 5));
        _due = now + ((backOff < longest ? backOff : longest) * (0.5 + (jitter / 2)));
    }

    /// <summary>The period after an answer.</summary>
    public static TimeSpan Period(bool inUse) => inUse ? Busy : Idle;
}
