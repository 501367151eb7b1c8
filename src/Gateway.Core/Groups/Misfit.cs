namespace Gateway.Core.Groups;

/// <summary>Why something that an edge sent does not fit. It is counted and ignored, never trusted.</summary>
public enum Misfit
{
    /// <summary>The group has no leaf of this id.</summary>
    UnknownMember,

    /// <summary>Routed under another epoch.</summary>
    OtherEpoch,

    /// <summary>Routed under another gen of the member: an earlier one, late; or one that has never been.</summary>
    OtherGen,

    /// <summary>A permit or an ask that is not, or no longer, this edge's.</summary>
    Void,

    /// <summary>A number or a word that no edge of this product sends.</summary>
    OutOfBounds,

    /// <summary>Behind the most items that a call may carry.</summary>
    TooMany,
}
