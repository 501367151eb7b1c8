using System.Collections.Immutable;
using System.Text.Json;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>What one step of a path leads to.</summary>
internal enum JsonStepKind
{
    /// <summary>A member of an object.</summary>
    Name,

    /// <summary>An item of an array; from the end when negative.</summary>
    Index,

    /// <summary>Several items of an array.</summary>
    Indexes,

    /// <summary>Items of an array from one to before another.</summary>
    Slice,

    /// <summary>Every member or item.</summary>
    All,

    /// <summary>The value itself and everything below it.</summary>
    Deep,

    /// <summary>The items, or members, for which a condition holds.</summary>
    Filter,
}

/// <summary>One step of a <see cref="JsonPath"/>.</summary>
/// <param name="Kind">What it leads to.</param>
internal sealed record JsonStep(JsonStepKind Kind)
{
    public string Name { get; init; } = "";

    public int Index { get; init; }

    public ImmutableArray<int> Indexes { get; init; } = [];

    /// <summary>First of a slice; null: from the beginning.</summary>
    public int? From { get; init; }

    /// <summary>Behind the last of a slice; null: to the end.</summary>
    public int? To { get; init; }

    public JsonCondition? Condition { get; init; }

    public bool IsDefinite => Kind is JsonStepKind.Name or JsonStepKind.Index;

    /// <summary>Takes a definite step.</summary>
    public bool TryStep(JsonElement from, out JsonElement to)
    {
        if (Kind == JsonStepKind.Name)
        {
            if (from.ValueKind == JsonValueKind.Object)
            {
                return from.TryGetProperty(Name, out to);
            }
        }
        else if (from.ValueKind == JsonValueKind.Array && At(from, Index) is { } item)
        {
            to = item;
            return true;
        }

        to = default;
        return false;
    }

    /// <summary>An item by its number; from the end when negative.</summary>
    public static JsonElement? At(JsonElement array, int index)
    {
        var length = array.GetArrayLength();
        var at = index < 0 ? index + length : index;
        return at >= 0 && at < length ? array[at] : null;
    }
}
