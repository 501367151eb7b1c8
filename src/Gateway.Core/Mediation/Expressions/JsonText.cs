using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Core.Mediation.Expressions;

/// <summary>JSON values as text, as WSO2's expressions give them.</summary>
internal static class JsonText
{
    // What is written goes into messages, never into a page: only what JSON itself wants escaped is.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>A string without quotes; anything else as JSON without blanks.</summary>
    public static string Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object or JsonValueKind.Array => Compact(value),
        JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };

    /// <summary>A list of values as JSON.</summary>
    public static string OfList(IReadOnlyList<JsonElement> values) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            value.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    /// <summary>Any value as JSON without blanks, a string with its quotes.</summary>
    public static string Compact(JsonElement value) => Write(value.WriteTo);

    /// <summary>Whether the value's text is this one; compared without making it, where it is a string.</summary>
    public static bool Is(JsonElement value, string text) =>
        value.ValueKind == JsonValueKind.String ? value.ValueEquals(text) : Of(value) == text;

    /// <summary>What some code writes.</summary>
    public static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
