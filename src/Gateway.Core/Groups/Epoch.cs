namespace Gateway.Core.Groups;

/// <summary>
/// Names one activation of a group's grain. Taken by a conditional write before the first answer, so that a stale twin is
/// fenced; ordered by number, then tag.
/// </summary>
/// <param name="Number">Greater than any stored or seen before, and at least the UTC time in milliseconds; 0 is no epoch.</param>
/// <param name="Tag">63 random bits: two activations that arrive at one number still differ.</param>
[GenerateSerializer, Immutable, Alias("gateway.Epoch")]
public readonly record struct Epoch([property: Id(0)] long Number, [property: Id(1)] long Tag) : IComparable<Epoch>
{
    /// <summary>The epoch that follows everything known.</summary>
    /// <param name="stored">Number of the stored epoch; 0 if none.</param>
    /// <param name="seen">Highest number any caller has named; 0 if none.</param>
    /// <param name="utcMilliseconds">The time of day: it keeps numbers rising when storage has been rolled back.</param>
    /// <param name="random">Any 64 random bits.</param>
    public static Epoch After(long stored, long seen, long utcMilliseconds, long random) =>
        new(Math.Max(Math.Max(stored + 1, seen + 1), utcMilliseconds), random & long.MaxValue);

    // Midnight before the year 10000, UTC.
    private const long LastNumber = 253_402_300_800_000;

    /// <summary>Whether the number is one that <see cref="After"/> can have come to: others would leave no room for a later one.</summary>
    public bool IsPlausible => Number is >= 0 and < LastNumber;

    /// <inheritdoc />
    public int CompareTo(Epoch other) => Number != other.Number ? Number.CompareTo(other.Number) : Tag.CompareTo(other.Tag);

    /// <summary>Whether the left epoch is the older one.</summary>
    public static bool operator <(Epoch left, Epoch right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left epoch is the newer one.</summary>
    public static bool operator >(Epoch left, Epoch right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left epoch is not the newer one.</summary>
    public static bool operator <=(Epoch left, Epoch right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left epoch is not the older one.</summary>
    public static bool operator >=(Epoch left, Epoch right) => left.CompareTo(right) >= 0;
}
