namespace Gateway.Core.Groups;

/// <summary>What is stored of a group: one record, replaced by conditional writes only.</summary>
public sealed record GroupRecord
{
    /// <summary>The form of this record. Readers of form 1 ignore fields they do not know.</summary>
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

    /// <summary>The epoch that wrote it.</summary>
    public Epoch WrittenBy() => new(EpochNumber, EpochTag);
}

/// <summary>One member in a <see cref="GroupRecord"/>.</summary>
/// <param name="Id">Name of the endpoint.</param>
/// <param name="Weight">Turns per ring.</param>
public sealed record MemberRecord(string Id, int Weight);
