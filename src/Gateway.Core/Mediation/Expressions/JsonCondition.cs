using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>What a filter <c>[?(…)]</c> asks of each value.</summary>
internal abstract record JsonCondition
{
    public abstract bool Holds(JsonElement here, JsonWalk walk);

    internal sealed record And(JsonCondition Left, JsonCondition Right) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk) => Left.Holds(here, walk) && Right.Holds(here, walk);
    }

    internal sealed record Or(JsonCondition Left, JsonCondition Right) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk) => Left.Holds(here, walk) || Right.Holds(here, walk);
    }

    internal sealed record Not(JsonCondition Inner) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk) => !Inner.Holds(here, walk);
    }

    /// <summary>The path leads somewhere.</summary>
    internal sealed record Exists(JsonOperand Operand) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk) => Operand.Of(here, walk).Count > 0;
    }

    /// <summary>The text of a value matches somewhere.</summary>
    internal sealed record Matches(JsonOperand Operand, Regex Pattern) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk)
        {
            var values = Operand.Of(here, walk);
            return values.Count == 1 && values[0].ValueKind == JsonValueKind.String && Pattern.IsMatch(values[0].GetString()!);
        }
    }

    /// <summary>One of Jayway's comparisons.</summary>
    internal sealed record Compare(JsonOperand Left, string Operator, JsonOperand Right) : JsonCondition
    {
        public override bool Holds(JsonElement here, JsonWalk walk)
        {
            var left = Left.Of(here, walk);
            var right = Right.Of(here, walk);
            return Operator switch
            {
                "==" => AreEqual(left, right),
                "!=" => !AreEqual(left, right),
                "in" => left.Count == 1 && Among(left[0], right),
                "nin" => left.Count == 1 && !Among(left[0], right),
                "contains" => left.Count == 1 && right.Count == 1 && Contains(left[0], right[0]),
                "size" => left.Count == 1 && right.Count == 1 && SizeOf(left[0]) is { } size && right[0].ValueKind == JsonValueKind.Number && right[0].GetDouble() == size,
                "empty" => left.Count == 1 && right.Count == 1 && SizeOf(left[0]) is { } size && right[0].ValueKind == (size == 0 ? JsonValueKind.True : JsonValueKind.False),
                _ => left.Count == 1 && right.Count == 1 && Order(left[0], right[0]) is { } order && Operator switch
                {
                    "<" => order < 0,
                    "<=" => order <= 0,
                    ">" => order > 0,
                    _ => order >= 0,
                },
            };
        }

        private static bool AreEqual(IReadOnlyList<JsonElement> left, IReadOnlyList<JsonElement> right) =>
            left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second));

        // Jayway takes a text for a number where it is compared with one.
        private static bool AreEqual(JsonElement left, JsonElement right) =>
            left.ValueKind == right.ValueKind && left.ValueKind != JsonValueKind.Number
                ? JsonElement.DeepEquals(left, right)
                : Number(left) is { } a && Number(right) is { } b && a == b;

        private static bool Among(JsonElement value, IReadOnlyList<JsonElement> list) =>
            list is [{ ValueKind: JsonValueKind.Array } array] && array.EnumerateArray().Any(item => AreEqual(value, item));

        private static bool Contains(JsonElement whole, JsonElement part) => whole.ValueKind switch
        {
            JsonValueKind.String => part.ValueKind == JsonValueKind.String && whole.GetString()!.Contains(part.GetString()!, StringComparison.Ordinal),
            JsonValueKind.Array => whole.EnumerateArray().Any(item => AreEqual(item, part)),
            _ => false,
        };

        private static int? SizeOf(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!.Length,
            JsonValueKind.Array => value.GetArrayLength(),
            JsonValueKind.Object => value.GetPropertyCount(),
            _ => null,
        };

        private static int? Order(JsonElement left, JsonElement right) => (left.ValueKind, right.ValueKind) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => Number(left)!.Value.CompareTo(Number(right)!.Value),
            (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left.GetString(), right.GetString()),
            _ => null,
        };

        private static double? Number(JsonElement value) => value.ValueKind switch
        {
            JsonValueKind.Number => value.GetDouble(),
            JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
            _ => null,
        };
    }
}

/// <summary>One side of a comparison: a literal, or a path from the value asked or from the message.</summary>
/// <param name="Literal">The literal; null: a path.</param>
/// <param name="Steps">The path's steps.</param>
/// <param name="FromRoot">Whether the path begins at the message.</param>
internal sealed record JsonOperand(JsonElement? Literal, ImmutableArray<JsonStep> Steps, bool FromRoot)
{
    public IReadOnlyList<JsonElement> Of(JsonElement here, JsonWalk walk) => Literal is { } literal ? [literal] : walk.Aside(Steps, here, FromRoot);
}
