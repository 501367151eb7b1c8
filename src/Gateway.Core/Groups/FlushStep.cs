namespace Gateway.Core.Groups;

/// <summary>What a flush needs of storage next.</summary>
public enum FlushAct
{
    /// <summary>Nothing: it is over.</summary>
    None,

    /// <summary>The record as it is stored.</summary>
    Read,

    /// <summary>A write, conditional on what was read or written last.</summary>
    Write,
}

/// <summary>What came of bringing the record up to date.</summary>
public enum FlushOutcome
{
    /// <summary>The record is up to date, or will be tried again.</summary>
    Kept,

    /// <summary>As <see cref="Kept"/>, and the group goes on under a later epoch.</summary>
    Raised,

    /// <summary>The group belongs to another activation: this one must end.</summary>
    Lost,
}

/// <summary>One step of a flush.</summary>
/// <param name="Act">What to do; its result is told to <see cref="RecordUpkeep"/>.</param>
/// <param name="Record">What to write; null for the other acts.</param>
/// <param name="Outcome">What came of the flush, once it is over.</param>
public readonly record struct FlushStep(FlushAct Act, GroupRecord? Record, FlushOutcome Outcome)
{
    /// <summary>Read.</summary>
    public static FlushStep Read => new(FlushAct.Read, null, FlushOutcome.Kept);

    /// <summary>The flush is over.</summary>
    /// <param name="outcome">What came of it.</param>
    public static FlushStep Done(FlushOutcome outcome) => new(FlushAct.None, null, outcome);
}
