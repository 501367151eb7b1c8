namespace Gateway.Core.Groups;

/// <summary>
/// How far this activation may count on being the only one. A confirmed write shows that nobody else had taken the group when it
/// began; for 5 s from there nobody else deals a permit, and so this activation may.
/// </summary>
internal sealed class FenceLease(TimeSpan takenAt)
{
    /// <summary>How often it is written while a trial is due.</summary>
    public static readonly TimeSpan WritePeriod = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Length = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestLife = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoragePatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ChangesPatience = TimeSpan.FromSeconds(3);

    private TimeSpan _confirmed = takenAt;
    private TimeSpan _notBefore = takenAt + Length;
    private TimeSpan? _wantedSince;

    /// <summary>Since when changes have been waiting to be written; null: nothing waits.</summary>
    public TimeSpan? BehindSince { get; set; }

    /// <summary>From when on permits may be dealt.</summary>
    public TimeSpan DealsFrom => _notBefore;

    /// <summary>When the lease is to be written next; null: no trial is due.</summary>
    public TimeSpan? WriteDue => _wantedSince is { } since ? Later(since, _confirmed + WritePeriod) : null;

    /// <summary>Notes whether a trial is due.</summary>
    public void Want(bool isDue, TimeSpan now) => _wantedSince = isDue ? _wantedSince ?? now : null;

    /// <summary>Notes a write that was confirmed.</summary>
    /// <param name="started">When it was sent.</param>
    public void Confirmed(TimeSpan started) => _confirmed = Later(_confirmed, started);

    /// <summary>Notes that an epoch was taken, or that the record had to be written again over somebody else's: their permits run out first.</summary>
    public void Doubt(TimeSpan now) => _notBefore = Later(_notBefore, now + Length);

    /// <summary>How long a permit dealt now may live, at most <paramref name="wanted"/>; zero: none may be dealt.</summary>
    public TimeSpan LifeAt(TimeSpan now, TimeSpan wanted)
    {
        if (now < _notBefore)
        {
            return TimeSpan.Zero;
        }

        var fenced = _confirmed + Length - now;
        return fenced >= ShortestLife ? (fenced < wanted ? fenced : wanted) : IsStorageDown(now) ? wanted : TimeSpan.Zero;
    }

    /// <summary>Whether edges are to be told that the group goes on in memory only.</summary>
    public bool IsUnfenced(TimeSpan now) => (BehindSince is { } since && now - since >= ChangesPatience) || IsStorageDown(now);

    private bool IsStorageDown(TimeSpan now) => WriteDue is { } due && now - due >= StoragePatience;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
