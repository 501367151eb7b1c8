namespace Gateway.Core.Groups;

/// <summary>
/// Whether an edge counts on a group's grain. It opens when the grain does not answer, so that no later request waits for it, and
/// closes after two quick answers in a row, but not before its hold is over.
/// </summary>
internal sealed class Circuit
{
    /// <summary>How long a Take may take.</summary>
    public static readonly TimeSpan TakeDeadline = TimeSpan.FromMilliseconds(150);

    private static readonly TimeSpan FirstHold = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestHold = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Relapse = TimeSpan.FromSeconds(60);

    private TimeSpan _hold;
    private TimeSpan _closedAt = TimeSpan.MinValue;
    private TimeSpan _notBefore = TimeSpan.MinValue;
    private int _quickAnswers;

    /// <summary>Open from the start: an edge serves before it has reached anybody.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>When it may close at the earliest.</summary>
    public TimeSpan NotBefore => _notBefore;

    public void Open(TimeSpan now)
    {
        if (IsOpen)
        {
            return;
        }

        var relapsed = _hold > TimeSpan.Zero && now - _closedAt < Relapse;
        _hold = relapsed ? (_hold * 2 < LongestHold ? _hold * 2 : LongestHold) : FirstHold;
        _notBefore = now + _hold;
        _quickAnswers = 0;
        IsOpen = true;
    }

    /// <summary>Notes an answered Pull.</summary>
    public void Answered(TimeSpan roundTrip, TimeSpan now)
    {
        _quickAnswers = roundTrip <= TakeDeadline ? _quickAnswers + 1 : 0;
        if (IsOpen && _quickAnswers >= 2 && now >= _notBefore)
        {
            IsOpen = false;
            _closedAt = now;
        }
    }

    /// <summary>Notes a Pull without an answer.</summary>
    public void Unanswered() => _quickAnswers = 0;
}
