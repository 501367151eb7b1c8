using System.Globalization;

namespace Gateway.Core.Events;

/// <summary>Where an event stands in the cluster's order. Later ones are greater, over changes of the grain that keeps the order too.</summary>
/// <param name="Epoch">The activation that gave the number; 0: no position.</param>
/// <param name="Number">Counts the events of that activation, from 1.</param>
[GenerateSerializer, Immutable, Alias("gateway.EventPosition")]
public readonly record struct EventPosition([property: Id(0)] long Epoch, [property: Id(1)] long Number) : IComparable<EventPosition>
{
    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out EventPosition position)
    {
        position = default;
        var dash = text.IndexOf('-');
        if (dash < 0 || !TryParse(text[..dash], out long epoch) || !TryParse(text[(dash + 1)..], out long number))
        {
            return false;
        }

        position = new EventPosition(epoch, number);
        return true;
    }

    /// <inheritdoc />
    public int CompareTo(EventPosition other) => Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Number.CompareTo(other.Number);

    /// <summary>The position as an SSE id: <c>epoch-number</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Epoch}-{Number}");

    /// <summary>Whether the left one comes first.</summary>
    public static bool operator <(EventPosition left, EventPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether the left one comes later.</summary>
    public static bool operator >(EventPosition left, EventPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether the left one does not come later.</summary>
    public static bool operator <=(EventPosition left, EventPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the left one does not come first.</summary>
    public static bool operator >=(EventPosition left, EventPosition right) => left.CompareTo(right) >= 0;

    private static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
