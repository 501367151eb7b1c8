using System.Collections.Immutable;
using Gateway.Core.Suspension;

namespace Gateway.Core.Addresses;

/// <summary>
/// Where the computed addresses of one endpoint stand, on one edge: each by the same rules as a member of a group
/// (<see cref="Standing"/>), so that one that fails does not suspend the others. An address that has never failed takes no room; of those that have,
/// the book keeps the ones used last. Times are those of the edge's clock. Not safe for concurrent use.
/// </summary>
public sealed class AddressBook
{
    /// <summary>The most addresses that a book keeps.</summary>
    public const int Most = 256;

    private readonly int _room;
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byUse = new();
    private SuspensionPolicy _suspend;
    private MarkPolicy _mark;
    private TimeSpan _longestTry;
    private long _changes;

    /// <param name="suspend">How long a failing address is left alone.</param>
    /// <param name="mark">What it may do a few times before.</param>
    /// <param name="longestTry">How long a try may take: a trial that has not ended by then is given to somebody else.</param>
    /// <param name="room">The most addresses that it keeps, at least 1.</param>
    public AddressBook(SuspensionPolicy suspend, MarkPolicy mark, TimeSpan longestTry, int room = Most)
    {
        (_suspend, _mark, _longestTry, _room) = (suspend, mark, longestTry, room);
    }

    /// <summary>How many addresses it keeps.</summary>
    public int Count => _entries.Count;

    /// <summary>Other rules from now on; what stands, stands.</summary>
    public void Adopt(SuspensionPolicy suspend, MarkPolicy mark, TimeSpan longestTry) =>
        (_suspend, _mark, _longestTry) = (suspend, mark, longestTry);

    /// <summary>Asks whether an address may be tried.</summary>
    /// <param name="authority">Scheme, host and port.</param>
    /// <param name="now">The edge's clock.</param>
    /// <param name="permit">The leave; nothing when it may not be tried.</param>
    /// <param name="wait">When it may not: how much longer.</param>
    public bool MayTry(string authority, TimeSpan now, out AddressPermit permit, out TimeSpan wait)
    {
        permit = new AddressPermit(authority, _changes, IsTrial: false);
        wait = TimeSpan.Zero;
        if (!_entries.TryGetValue(authority, out var node))
        {
            return true;
        }

        Touch(node);
        var entry = node.Value;
        entry.Standing = entry.Standing.At(now);
        switch (entry.Standing.State)
        {
            case MemberState.Active:
                return true;
            case MemberState.Trial when entry.TrialUntil <= now:
                entry.TrialUntil = now + _longestTry;
                entry.ChangedAt = ++_changes;
                permit = new AddressPermit(authority, _changes, IsTrial: true);
                return true;
            case MemberState.Trial:
                wait = entry.TrialUntil - now;
                return false;
            default:
                wait = entry.Standing.RemainingAt(now);
                return false;
        }
    }

    /// <summary>Notes that a try was answered.</summary>
    public AddressChange Succeeded(in AddressPermit permit)
    {
        if (Find(permit) is not { } entry || entry.Standing == Standing.AfterSuccess)
        {
            return AddressChange.None;
        }

        var wasLeftAlone = entry.Standing.State is not MemberState.Active;
        entry.Standing = Standing.AfterSuccess;
        entry.TrialUntil = TimeSpan.Zero;
        entry.ChangedAt = ++_changes;
        return wasLeftAlone ? AddressChange.Back : AddressChange.None;
    }

    /// <summary>Notes that a try failed by the backend's fault.</summary>
    /// <param name="permit">The try.</param>
    /// <param name="errorCode">WSO2's code.</param>
    /// <param name="now">The edge's clock.</param>
    public AddressChange Failed(in AddressPermit permit, int errorCode, TimeSpan now)
    {
        if (!permit.IsTrial && !Standing.Counts(errorCode, _suspend, _mark))
        {
            return AddressChange.None;
        }

        var isKnown = _entries.ContainsKey(permit.Authority);
        if (Find(permit) is not { } entry)
        {
            if (isKnown)
            {
                return AddressChange.None;
            }

            entry = Add(permit.Authority);
        }

        var before = entry.Standing.At(now);
        entry.Standing = before.AfterError(errorCode, _suspend, _mark, now);
        entry.TrialUntil = TimeSpan.Zero;
        if (entry.Standing.State == before.State || entry.Standing.State == MemberState.Active)
        {
            return AddressChange.None;
        }

        entry.ChangedAt = ++_changes;
        return AddressChange.LeftAlone;
    }

    /// <summary>Notes that a try ended without saying anything of the backend: a trial is then anybody's again.</summary>
    public void GaveBack(in AddressPermit permit)
    {
        if (permit.IsTrial && Find(permit) is { } entry)
        {
            entry.TrialUntil = TimeSpan.Zero;
        }
    }

    /// <summary>The addresses that are not simply in use, the ones used last first.</summary>
    public ImmutableArray<AddressStanding> LeftAloneAt(TimeSpan now) =>
    [
        .. _byUse.Select(entry => (entry.Authority, Standing: entry.Standing.At(now))).Where(pair => pair.Standing.State != MemberState.Active)
            .Select(pair => new AddressStanding(pair.Authority, pair.Standing.State, pair.Standing.RemainingAt(now), pair.Standing.Suspensions)),
    ];

    // A try that began before the last change of its address says nothing of what it is now.
    private Entry? Find(in AddressPermit permit) =>
        _entries.TryGetValue(permit.Authority, out var node) && node.Value.ChangedAt <= permit.Seen ? node.Value : null;

    private void Touch(LinkedListNode<Entry> node)
    {
        if (node.Previous is not null)
        {
            _byUse.Remove(node);
            _byUse.AddFirst(node);
        }
    }

    private Entry Add(string authority)
    {
        if (_entries.Count >= _room)
        {
            _entries.Remove(_byUse.Last!.Value.Authority);
            _byUse.RemoveLast();
        }

        var entry = new Entry(authority);
        _entries[authority] = _byUse.AddFirst(entry);
        return entry;
    }

    private sealed class Entry(string authority)
    {
        public string Authority { get; } = authority;

        public Standing Standing { get; set; }

        /// <summary>When the leave for its trial runs out; not after now: nobody has it.</summary>
        public TimeSpan TrialUntil { get; set; }

        /// <summary>The number of its last change.</summary>
        public long ChangedAt { get; set; }
    }
}
