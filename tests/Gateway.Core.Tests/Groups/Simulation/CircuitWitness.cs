namespace Gateway.Core.Tests.Groups.Simulation;

/// <summary>Follows one edge's circuit from outside: when it may be expected to be closed again.</summary>
internal sealed class CircuitWitness
{
    private bool _isOpen = true;
    private TimeSpan _hold;
    private TimeSpan _openedAt;
    private TimeSpan _closedAt;

    public void Note(bool isOpen, TimeSpan now)
    {
        if (isOpen == _isOpen)
        {
            return;
        }

        _isOpen = isOpen;
        if (!isOpen)
        {
            Witness.Claim(now >= _openedAt + _hold, "a circuit closed before its hold was over");
            _closedAt = now;
            return;
        }

        var relapsed = _hold > TimeSpan.Zero && now - _closedAt < TimeSpan.FromSeconds(60);
        _hold = TimeSpan.FromSeconds(relapsed ? Math.Min(_hold.TotalSeconds * 2, 30) : 0.5);
        _openedAt = now;
    }

    /// <summary>Five seconds after a repair, or when the hold is over: it grows up to 30 s under relapses.</summary>
    public TimeSpan BackBy(TimeSpan repaired)
    {
        var fromRepair = repaired + TimeSpan.FromSeconds(5);
        var fromHold = _openedAt + _hold + TimeSpan.FromSeconds(1);
        return fromRepair > fromHold ? fromRepair : fromHold;
    }
}
