namespace Gateway.Core.Groups;

/// <summary>
/// When a group's record is to be written, and what follows from storage's answers: members at once, the cursor once a second while it
/// moves, the fence lease once a second while a trial is due. Storage that is down is tried again and again and holds nothing up.
/// Synchronous; the shell reads the clocks and does what each <see cref="FlushStep"/> says, one flush at a time.
/// </summary>
/// <param name="machine">Whose record it is.</param>
/// <param name="nextEpoch">The epoch after a stored number and one that a caller has seen.</param>
public sealed class RecordUpkeep(GroupMachine machine, Func<long, Epoch, Epoch> nextEpoch)
{
    private static readonly TimeSpan CursorPeriod = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(2);
    private const int ConflictsAtOnce = 3;

    private Stamp _writtenStamp = machine.Snapshot.Stamp;
    private long _writtenOffset = machine.NextOffset;
    private Epoch _seen;
    private bool _mustRead;
    private bool _isOver;
    private TimeSpan? _behindSince;
    private TimeSpan _lastWrite;
    private TimeSpan _notBefore;
    private TimeSpan _backOff;
    private TimeSpan? _armedFor;
    private int _conflicts;
    private Writing _writing;

    private readonly record struct Writing(Stamp Stamp, long Offset, TimeSpan Started, Epoch Epoch);

    /// <summary>Whether the last attempt failed.</summary>
    public bool StorageIsLost => _backOff > TimeSpan.Zero;

    /// <summary>Whether there is something to be written.</summary>
    public bool IsBehind => machine.Snapshot.Stamp != _writtenStamp || machine.NextOffset != _writtenOffset;

    /// <summary>How long changes have been waiting to be written.</summary>
    /// <param name="now">The grain's clock.</param>
    public TimeSpan Lag(TimeSpan now) => _behindSince is { } since ? now - since : TimeSpan.Zero;

    /// <summary>A caller has seen a later epoch than ours: the next flush finds out whose group this is.</summary>
    /// <param name="seen">That epoch.</param>
    public void Challenge(Epoch seen) => _seen = seen > _seen ? seen : _seen;

    /// <summary>To be asked after everything that may have changed the machine.</summary>
    /// <param name="now">The grain's clock.</param>
    /// <returns>When to begin a flush; null when that is arranged already or not needed.</returns>
    public TimeSpan? DueIn(TimeSpan now)
    {
        var urgent = _seen > machine.Epoch || machine.Snapshot.Stamp != _writtenStamp;
        var moves = machine.NextOffset != _writtenOffset;
        if (urgent || moves)
        {
            _behindSince ??= now;
            machine.Behind(_behindSince);
        }
        else if (machine.LeaseDue is null)
        {
            return null;
        }

        var at = urgent ? now : moves ? _lastWrite + CursorPeriod : TimeSpan.MaxValue;
        at = machine.LeaseDue is { } lease && lease < at ? lease : at;
        at = at < _notBefore ? _notBefore : at;
        if (_armedFor <= at)
        {
            return null;
        }

        _armedFor = at;
        return at > now ? at - now : TimeSpan.Zero;
    }

    /// <summary>Begins a flush.</summary>
    /// <param name="at">Now.</param>
    public FlushStep Begin(GrainTime at)
    {
        _conflicts = 0;
        return IsChallenged || _mustRead ? FlushStep.Read : Write(machine.Epoch, at);
    }

    /// <summary>Goes on with what is stored.</summary>
    /// <param name="stored">The record.</param>
    /// <param name="at">Now.</param>
    public FlushStep WasRead(GroupRecord stored, GrainTime at)
    {
        _mustRead = false;
        if (stored.WrittenBy() > machine.Epoch || (IsChallenged && stored.WrittenBy() != machine.Epoch))
        {
            Confirmed(at.Now);
            return FlushStep.Done(FlushOutcome.Lost);
        }

        // What is stored is ours, or older than ours: rolled back, flushed, or an unclear write of our own that never landed.
        // It stays somebody else's until a write is confirmed, be it the next one or a later flush's: its writer may deal by it until then.
        _isOver = true;
        return Write(IsChallenged ? nextEpoch(stored.EpochNumber, _seen) : machine.Epoch, at);
    }

    /// <summary>The write was confirmed.</summary>
    /// <param name="now">The grain's clock.</param>
    public FlushStep WasWritten(TimeSpan now)
    {
        var unchanged = machine.Snapshot.Stamp == _writing.Stamp;
        var isRaised = _writing.Epoch != machine.Epoch;
        machine.Written(_writing.Started);
        if (isRaised)
        {
            machine.RaiseTo(_writing.Epoch, now);
        }

        _writtenStamp = unchanged ? machine.Snapshot.Stamp : _writing.Stamp;
        _writtenOffset = _writing.Offset;
        if (_isOver)
        {
            _isOver = false;
            machine.WrittenOver(now);
        }

        Confirmed(now);
        return FlushStep.Done(isRaised ? FlushOutcome.Raised : FlushOutcome.Kept);
    }

    /// <summary>The record was not the one last read or written here.</summary>
    /// <param name="now">The grain's clock.</param>
    public FlushStep Conflicted(TimeSpan now)
    {
        _mustRead = true;
        return ++_conflicts < ConflictsAtOnce ? FlushStep.Read : Failed(now);
    }

    /// <summary>Storage failed, or did not answer in time: what was being written may have landed or not.</summary>
    /// <param name="now">The grain's clock.</param>
    public FlushStep Failed(TimeSpan now)
    {
        _backOff = StorageIsLost ? (_backOff * 2 < LongestBackOff ? _backOff * 2 : LongestBackOff) : FirstBackOff;
        _notBefore = now + _backOff;
        _armedFor = null;
        return FlushStep.Done(FlushOutcome.Kept);
    }

    private bool IsChallenged => _seen > machine.Epoch;

    private FlushStep Write(Epoch epoch, GrainTime at)
    {
        _writing = new Writing(machine.Snapshot.Stamp, machine.NextOffset, at.Now, epoch);
        return new FlushStep(FlushAct.Write, machine.Record(at) with { EpochNumber = epoch.Number, EpochTag = epoch.Tag }, FlushOutcome.Kept);
    }

    private void Confirmed(TimeSpan now)
    {
        _backOff = TimeSpan.Zero;
        _lastWrite = now;
        _behindSince = IsBehind ? now : null;
        machine.Behind(_behindSince);
        _armedFor = null;
    }
}
