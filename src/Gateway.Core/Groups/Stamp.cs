namespace Gateway.Core.Groups;

/// <summary>The age of a snapshot: epoch first, then version. An edge never goes back to a lower stamp.</summary>
/// <param name="Epoch">The activation it comes from.</param>
/// <param name="Version">Counts snapshots within the epoch, from 1; 0: none seen.</param>
[GenerateSerializer, Immutable, Alias("gateway.Stamp")]
public readonly record struct Stamp([property: Id(0)] Epoch Epoch, [property: Id(1)] long Version) : IComparable<Stamp>
{
    /// <inheritdoc />
    public int CompareTo(Stamp other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Version.CompareTo(other.Version);

    /// <summary>Whether the left stamp is the older one.</summary>
    public static bool operator <(Stamp left, Stamp right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left stamp is the newer one.</summary>
    public static bool operator >(Stamp left, Stamp right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left stamp is not the newer one.</summary>
    public static bool operator <=(Stamp left, Stamp right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left stamp is not the older one.</summary>
    public static bool operator >=(Stamp left, Stamp right) => left.CompareTo(right) >= 0;
}
