using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core.Configuration;

namespace Gateway.Cli;

/// <summary>Problems for programs: an array of file, line, column, severity, message and hint.</summary>
internal static class ProblemJson
{
    // For a terminal or a file, never for a web page: quotes may stay readable.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(ImmutableArray<Problem> problems)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartArray();
            Write(problems, json);
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Writes them into an array that has begun.</summary>
    public static void Write(ImmutableArray<Problem> problems, Utf8JsonWriter json)
    {
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("file", problem.Place.File);
            json.WriteNumber("line", problem.Place.Line);
            json.WriteNumber("column", problem.Place.Column);
            json.WriteString("severity", problem.Severity == Severity.Error ? "error" : "warning");
            json.WriteString("message", problem.Message);
            json.WriteString("hint", problem.Hint);
            json.WriteEndObject();
        }
    }
}
