namespace Gateway.Core.Groups;

/// <summary>How a pick came about.</summary>
public enum PickMode
{
    /// <summary>A turn of the cluster's cursor, for the member whose turn it was; in a failover group the cluster's current member.</summary>
    Cluster,

    /// <summary>
    /// This edge's own choice: as configured (<c>cursor = "local"</c>, or an algorithm that takes no turns), a group of one, or the member
    /// that the request's session is with.
    /// </summary>
    Local,

    /// <summary>This edge's own cursor, because the group's grain cannot be reached.</summary>
    Degraded,

    /// <summary>Another member, because the one whose turn it was cannot be used here, or because this request carries a trial.</summary>
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

    /// <summary>Whether it counts among its member's outstanding requests until <see cref="EdgeGroup.Ended"/>.</summary>
    public bool IsCounted { get; init; }

    /// <summary>What the try rests on: its outcome is told with it.</summary>
    public Routing Routing { get; init; }
}

/// <summary>What a try rests on. Its outcome counts only while that still holds: late news changes nothing.</summary>
/// <param name="Epoch">The epoch of the member's verdict; none while no snapshot names the member.</param>
/// <param name="Gen">The member's gen in that epoch.</param>
/// <param name="Turn">Counts what the edge itself has held against the member.</param>
/// <param name="Permit">The cluster's trial that it is; 0: none.</param>
/// <param name="IsTry">Whether it is the one try of the edge's own overlay.</param>
public readonly record struct Routing(Epoch Epoch, long Gen, int Turn, long Permit, bool IsTry)
{
    /// <summary>Whether somebody waits for its outcome, however it ends.</summary>
    public bool IsAwaited => Permit != 0 || IsTry;

    /// <summary>How often the edge had been asked for an opinion on the member by then: a try can only answer an ask that came before it.</summary>
    public int Asked { get; init; }
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
