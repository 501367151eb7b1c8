namespace Gateway.Core.Groups;

/// <summary>How a pick came about.</summary>
public enum PickMode
{
    /// <summary>A turn of the cluster's cursor, for the member whose turn it was.</summary>
    Cluster,

    /// <summary>This edge's own cursor, as configured (<c>cursor = "local"</c>), or a group of one.</summary>
    Local,

    /// <summary>This edge's own cursor, because the group's grain cannot be reached.</summary>
    Degraded,

    /// <summary>Another member, because the one whose turn it was cannot be used here.</summary>
    Spill,
}

/// <summary>A member picked for one try.</summary>
/// <param name="Member">Its id.</param>
/// <param name="Mode">How it came about.</param>
/// <param name="Epoch">Number of the slot's epoch; 0 without a slot.</param>
/// <param name="Offset">The slot's offset.</param>
public readonly record struct Pick(string Member, PickMode Mode, long Epoch, long Offset)
{
    /// <summary>Whether a turn of the cluster's cursor was used.</summary>
    public bool HasSlot => Epoch != 0;
}

/// <summary>What came of asking for a pick.</summary>
public enum PickOutcome
{
    /// <summary>There it is.</summary>
    Picked,

    /// <summary>No turn in stock: wait for the Take in flight, or send the one that <see cref="EdgeGroup.NextTake"/> gives.</summary>
    Wait,

    /// <summary>No member can be used here now.</summary>
    NoneAvailable,
}
