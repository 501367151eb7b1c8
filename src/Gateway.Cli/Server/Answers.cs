using System.Globalization;
using System.Text.Json;

namespace Gateway.Cli.Server;

/// <summary>Reads answers of a node: what an older or a newer one does not say is empty, never a fault.</summary>
internal static class Answers
{
    /// <summary>A text; empty: it is not there.</summary>
    public static string Text(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number; null: it is not there.</summary>
    public static long? Number(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    /// <summary>Whether something is said to be so.</summary>
    public static bool Flag(this JsonElement answer, string name) => answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    /// <summary>An object; null: it is not there.</summary>
    public static JsonElement? Part(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>The entries of an array.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [];

    /// <summary>The texts of an array.</summary>
    public static IEnumerable<string> Texts(this JsonElement answer, string name) =>
        answer.Items(name).Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!);

    /// <summary>A span as people read it: <c>480 ms</c>, <c>12 s</c>, <c>4 min 5 s</c>, <c>3 h 20 min</c>.</summary>
    public static string Span(long milliseconds)
    {
        var span = TimeSpan.FromMilliseconds(milliseconds);
        return span < TimeSpan.FromSeconds(1) ? Text($"{milliseconds} ms")
            : span < TimeSpan.FromMinutes(1) ? Text($"{Math.Ceiling(span.TotalSeconds)} s")
            : span < TimeSpan.FromHours(1) ? Text($"{(int)span.TotalMinutes} min {span.Seconds} s")
            : Text($"{(long)span.TotalHours} h {span.Minutes} min");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
