using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gateway.Core.Configuration.Import;

namespace Gateway.Cli;

/// <summary>An import's report, for people and for programs.</summary>
internal static class ImportReportText
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly ImmutableArray<(ImportVerdict Verdict, string Heading, string Word)> Verdicts =
    [
        (ImportVerdict.Decision, "Decide first", "decision"), (ImportVerdict.NotSupported, "Not supported", "not supported"),
            (ImportVerdict.Changed, "Changed", "changed"),
        (ImportVerdict.Taken, "Taken", "taken"), (ImportVerdict.LeftOut, "Left out", "left out"),
    ];

    /// <summary>What demands a decision first, then what is lost, then what changed, then the rest.</summary>
    public static string Text(ImportResult result, ImmutableArray<string> written)
    {
        var text = new StringBuilder();
        foreach (var problem in result.Problems)
        {
            text.Append(problem).Append('\n');
        }

        foreach (var (verdict, heading, _) in Verdicts)
        {
            var lines = result.Report.Where(line => line.Verdict == verdict).ToArray();
            if (lines.Length == 0)
            {
                continue;
            }

            text.Append(heading).Append(":\n");
            foreach (var line in lines)
            {
                text.Append("  ").Append(line.Place).Append(": ").Append(Plain(line.Key)).Append(": ").Append(Plain(line.Text)).Append('\n');
            }
        }

        foreach (var file in written)
        {
            text.Append("Written: ").Append(file).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The configuration, its files, the report and the problems as one object.</summary>
    public static string Json(ImportResult result, ImmutableArray<string> written)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            if (result.Value is { } imported)
            {
                json.WriteString("name", imported.Name);
                json.WriteString("toml", imported.Toml);
                json.WriteStartObject("files");
                foreach (var file in imported.Files)
                {
                    json.WriteString(file.Path, file.Text);
                }

                json.WriteEndObject();
            }

            json.WriteStartArray("written");
            foreach (var file in written)
            {
                json.WriteStringValue(file);
            }

            json.WriteEndArray();
            json.WriteStartArray("report");
            foreach (var line in result.Report)
            {
                json.WriteStartObject();
                json.WriteString("verdict", Verdicts.First(known => known.Verdict == line.Verdict).Word);
                json.WriteString("key", line.Key);
                json.WriteString("file", line.Place.File);
                json.WriteNumber("line", line.Place.Line);
                json.WriteNumber("column", line.Place.Column);
                json.WriteString("text", line.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("problems");
            ProblemJson.Write(result.Problems, json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    // What comes from a file must not move a terminal's cursor.
    private static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
