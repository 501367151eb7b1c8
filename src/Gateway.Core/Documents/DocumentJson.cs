using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.Core.Documents;

/// <summary>Writes a document as JSON.</summary>
internal static class DocumentJson
{
    public static string Write(DocumentNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            Write(node, json);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The number as JSON writes it; null when JSON cannot.</summary>
    public static string? Number(string text)
    {
        if (IsJsonNumber(text))
        {
            return text;
        }

        if (text.StartsWith("0x", StringComparison.Ordinal))
        {
            return UInt128.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex.ToString() : null;
        }

        if (text.StartsWith("0o", StringComparison.Ordinal))
        {
            return text.Length > 42 ? null : text.Skip(2).Aggregate(UInt128.Zero, static (sum, digit) => (sum * 8) + (UInt128)(digit - '0')).ToString();
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) : null;
    }

    private static void Write(DocumentNode node, Utf8JsonWriter json)
    {
        switch (node)
        {
            case DocumentMap map:
                json.WriteStartObject();
                foreach (var entry in map.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    Write(entry.Value, json);
                }

                json.WriteEndObject();
                break;
            case DocumentList list:
                json.WriteStartArray();
                foreach (var item in list.Items)
                {
                    Write(item, json);
                }

                json.WriteEndArray();
                break;
            case DocumentScalar { Kind: DocumentScalarKind.Null }:
                json.WriteNullValue();
                break;
            case DocumentScalar { Kind: DocumentScalarKind.Flag } flag:
                json.WriteBooleanValue(flag.Text == "true");
                break;
            case DocumentScalar { Kind: DocumentScalarKind.Number } number when Number(number.Text) is { } written:
                json.WriteRawValue(written, skipInputValidation: true);
                break;
            case DocumentScalar scalar:
                json.WriteStringValue(scalar.Text);
                break;
        }
    }

    private static bool IsJsonNumber(ReadOnlySpan<char> text)
    {
        var digits = text is ['-', ..] ? text[1..] : text;
        return CoreSchema.IsNumber(text) && digits is [>= '0' and <= '9', ..] && !(digits is ['0', >= '0' and <= '9', ..])
            && !text.ContainsAny('x', 'o') && !(text.IndexOf('.') is >= 0 and var dot && (dot + 1 == text.Length || !char.IsAsciiDigit(text[dot + 1])));
    }
}
