using Gateway.Core.Suspension;

namespace Gateway.Core.Groups;

/// <summary>What is stored of a group: one record, replaced by conditional writes only.</summary>
public sealed record GroupRecord
{
    /// <summary>
    /// The form of this record. Fields that a record does not have yet stand at their defaults, those that a reader does not know
    /// are ignored: so form 1 may grow.
    /// </summary>
    public int Schema { get; init; } = 1;

    /// <summary>Number of the epoch that wrote it; 0: never written.</summary>
    public long EpochNumber { get; init; }

    /// <summary>Tag of the epoch that wrote it.</summary>
    public long EpochTag { get; init; }

    /// <summary>The catalog revision of the members.</summary>
    public long Revision { get; init; }

    /// <summary>The members, so that an activation can serve before it has seen the catalog.</summary>
    public IReadOnlyList<MemberRecord> Members { get; init; } = [];

    /// <summary>An offset up to which turns have been dealt: a new epoch starts here.</summary>
    public long Checkpoint { get; init; }

    /// <summary>A failover group's choice; null: it is none, or has not chosen yet.</summary>
    public FailoverRecord? Failover { get; init; }

    /// <summary>The epoch that wrote it.</summary>
    public Epoch WrittenBy() => new(EpochNumber, EpochTag);
}

/// <summary>One member in a <see cref="GroupRecord"/>.</summary>
/// <param name="Id">Name of the endpoint.</param>
/// <param name="Weight">Turns per ring.</param>
public sealed record MemberRecord(string Id, int Weight)
{
    /// <summary>Its gen.</summary>
    public long Gen { get; init; } = 1;

    /// <summary>Its state.</summary>
    public MemberState State { get; init; }

    /// <summary>What brought it there.</summary>
    public CauseKind Cause { get; init; }

    /// <summary>How far the failed try had come that brought it there.</summary>
    public FailureStage Stage { get; init; }

    /// <summary>When its delay or suspension runs out, as UTC milliseconds; <see cref="long.MaxValue"/>: never.</summary>
    public long UntilUtcMs { get; init; }

    /// <summary>How long the delay or suspension is in whole, in milliseconds; no activation waits longer, whatever its clock says.</summary>
    public long LengthMs { get; init; }

    /// <summary>Length of the last suspension since it was active, in milliseconds.</summary>
    public long LastSuspensionMs { get; init; }

    /// <summary>Suspensions in a row since it was active.</summary>
    public int Suspensions { get; init; }

    /// <summary>Marking errors that are still let pass; null: none has happened.</summary>
    public int? RetriesLeft { get; init; }

    /// <summary>An operator's word.</summary>
    public OperatorWord Word { get; init; }

    /// <summary>The operator's reason, for the word or for the suspension.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Who said it.</summary>
    public string By { get; init; } = "";

    /// <summary>When the word ends, as UTC milliseconds; 0: when it is taken back.</summary>
    public long WordUntilUtcMs { get; init; }

    /// <summary>For how long the word was said, in milliseconds: no activation holds it longer, whatever its clock says. 0: not known.</summary>
    public long WordLengthMs { get; init; }
}

/// <summary>A failover group's choice in a <see cref="GroupRecord"/>.</summary>
/// <param name="Current">The member that serves; null: none could.</param>
/// <param name="LastSubstitute">The member that stood in last; null: none ever did.</param>
/// <param name="LastPlace">Its place in the configured order.</param>
public sealed record FailoverRecord(string? Current, string? LastSubstitute, int LastPlace);
