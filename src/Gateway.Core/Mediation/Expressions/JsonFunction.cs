using System.Globalization;
using System.Text.Json;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>A function at a path's end, as Jayway has them.</summary>
/// <param name="Name">Its name.</param>
internal sealed record JsonFunction(string Name)
{
    public static readonly IReadOnlyList<string> Known = ["length", "size", "min", "max", "avg", "sum", "first", "last", "keys"];

    /// <summary>The function's value as text.</summary>
    /// <param name="found">What the path before it leads to.</param>
    /// <param name="definite">Whether that is one value at most.</param>
    /// <returns>Null when it has none.</returns>
    public string? Of(IReadOnlyList<JsonElement> found, bool definite)
    {
        if (definite && found.Count == 0)
        {
            return null;
        }

        var items = definite && found[0].ValueKind == JsonValueKind.Array ? [.. found[0].EnumerateArray()] : found;
        switch (Name)
        {
            case "length" or "size":
                return definite ? LengthOf(found[0]) : Text(found.Count);
            case "first":
                return items.Count > 0 ? JsonText.Of(items[0]) : null;
            case "last":
                return items.Count > 0 ? JsonText.Of(items[^1]) : null;
            case "keys":
                return definite && found[0].ValueKind == JsonValueKind.Object ? Keys(found[0]) : null;
        }

        var numbers = new List<double>(items.Count);
        foreach (var item in items)
        {
            if (item.ValueKind == JsonValueKind.Number)
            {
                numbers.Add(item.GetDouble());
            }
        }

        return numbers.Count == 0 ? null : Text(Name switch
        {
            "min" => numbers.Min(),
            "max" => numbers.Max(),
            "avg" => numbers.Average(),
            _ => numbers.Sum(),
        });
    }

    private static string? LengthOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => Text(value.GetArrayLength()),
        JsonValueKind.Object => Text(value.GetPropertyCount()),
        JsonValueKind.String => Text(value.GetString()!.Length),
        _ => null,
    };

    private static string Keys(JsonElement value) => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var member in value.EnumerateObject())
        {
            writer.WriteStringValue(member.Name);
        }

        writer.WriteEndArray();
    });

    // Java writes whole doubles with a fraction.
    private static string Text(double number) =>
        number == Math.Floor(number) && Math.Abs(number) < 1e7 ? number.ToString("0.0", CultureInfo.InvariantCulture) : number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
