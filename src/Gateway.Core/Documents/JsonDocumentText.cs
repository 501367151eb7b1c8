using System.Text;
using System.Text.Json;

namespace Gateway.Core.Documents;

/// <summary>Reads JSON (RFC 8259), with comments and trailing commas let through.</summary>
internal static class JsonDocumentText
{
    public static DocumentRead Read(string text, DocumentLimits limits)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var builder = new DocumentBuilder(limits);
        var place = new Utf8Place();
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions
        {
            // One more, so that the builder is the one who says so.
            MaxDepth = limits.Depth + 1,
            AllowTrailingCommas = true,
            CommentHandling = JsonCommentHandling.Skip,
        });
        try
        {
            while (!builder.HasFailed && reader.Read())
            {
                place.MoveTo(utf8, (int)reader.TokenStartIndex);
                Take(ref reader, builder, place.Line, place.Column);
            }
        }
        catch (JsonException e)
        {
            place.MoveTo(utf8, LineStart(utf8, (int)(e.LineNumber ?? 0)) + (int)(e.BytePositionInLine ?? 0));
            var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
            builder.Fail(place.Line, place.Column, $"this is not JSON: {(end < 0 ? e.Message : e.Message[..end]).TrimEnd('.')}");
        }
        catch (InvalidOperationException)
        {
            builder.Fail(place.Line, place.Column, "this text has half of a character: an escape \\uD800 to \\uDFFF without its other half");
        }

        return builder.Result();
    }

    private static void Take(ref Utf8JsonReader reader, DocumentBuilder builder, int line, int column)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                builder.Open(line, column, reader.TokenType == JsonTokenType.StartObject);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                builder.Close();
                break;
            case JsonTokenType.PropertyName:
                builder.Key(line, column, reader.GetString()!);
                break;
            case JsonTokenType.String:
                builder.Add(new DocumentScalar(line, column, DocumentScalarKind.Text, reader.GetString()!), 1);
                break;
            case JsonTokenType.Number:
                builder.Add(new DocumentScalar(line, column, DocumentScalarKind.Number, Encoding.UTF8.GetString(reader.ValueSpan)), 1);
                break;
            case JsonTokenType.True or JsonTokenType.False:
                builder.Add(new DocumentScalar(line, column, DocumentScalarKind.Flag, reader.GetBoolean() ? "true" : "false"), 1);
                break;
            case JsonTokenType.Null:
                builder.Add(new DocumentScalar(line, column, DocumentScalarKind.Null, ""), 1);
                break;
        }
    }

    private static int LineStart(ReadOnlySpan<byte> utf8, int line)
    {
        var start = 0;
        for (var i = 0; i < line; i++)
        {
            var end = utf8[start..].IndexOf((byte)'\n');
            if (end < 0)
            {
                break;
            }

            start += end + 1;
        }

        return start;
    }

    /// <summary>Line and column of a byte, found by going on from the last.</summary>
    private struct Utf8Place
    {
        private int _at;

        public Utf8Place()
        {
        }

        public int Line { get; private set; } = 1;

        public int Column { get; private set; } = 1;

        public void MoveTo(ReadOnlySpan<byte> utf8, int offset)
        {
            if (offset < _at)
            {
                this = new Utf8Place();
            }

            for (; _at < offset && _at < utf8.Length; _at++)
            {
                var b = utf8[_at];
                if (b == (byte)'\n')
                {
                    (Line, Column) = (Line + 1, 1);
                }
                else if ((b & 0xC0) != 0x80)
                {
                    // Columns count UTF-16 units, as those of YAML do; a lead byte of four stands for two.
                    Column += b >= 0xF0 ? 2 : 1;
                }
            }
        }
    }
}
