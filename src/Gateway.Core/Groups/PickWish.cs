namespace Gateway.Core.Groups;

/// <summary>What a request says of the member that it should go to.</summary>
/// <param name="MaySendOn">Whether it can go to another member when its try fails: only such a one carries a trial.</param>
/// <param name="Key">The <see cref="KeyHash"/> of its key; 0: it has none.</param>
public readonly record struct PickWish(bool MaySendOn, ulong Key)
{
    /// <summary>The member that its session is with; null: none is known.</summary>
    public string? Member { get; init; }

    /// <summary>Whether the key is that of a session: then the load of its member does not matter.</summary>
    public bool IsSession { get; init; }
}
