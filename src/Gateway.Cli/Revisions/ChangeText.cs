using System.Text;
using System.Text.Json;

namespace Gateway.Cli.Revisions;

/// <summary>What a node says of a change, for people.</summary>
internal static class ChangeText
{
    /// <summary>The difference: a line for each thing that changes, then what becomes of live state.</summary>
    public static void Difference(JsonElement difference, StringBuilder text)
    {
        foreach (var endpoint in difference.GetProperty("endpoints").EnumerateArray())
        {
            Line(endpoint, $"endpoint {Plain(endpoint, "name")} ({Plain(endpoint, "type")})", text);
        }

        foreach (var api in difference.GetProperty("apis").EnumerateArray())
        {
            Line(api, $"API {Plain(api, "name")} {Plain(api, "version")}", text);
        }

        foreach (var file in difference.GetProperty("files").EnumerateArray())
        {
            Line(file, $"file {Plain(file, "path")}", text);
        }

        var effects = difference.GetProperty("effects");
        if (effects.GetArrayLength() > 0)
        {
            text.Append("Live state:\n");
            foreach (var effect in effects.EnumerateArray())
            {
                text.Append("  ").Append(Plain(effect.GetString()!)).Append('\n');
            }
        }
    }

    /// <summary>The edges, a line each.</summary>
    public static void Edges(JsonElement edges, StringBuilder text)
    {
        var longest = edges.EnumerateArray().Select(edge => Plain(edge, "id").Length).DefaultIfEmpty(0).Max();
        foreach (var edge in edges.EnumerateArray())
        {
            text.Append("  ").Append(Plain(edge, "id").PadRight(longest)).Append("  ").Append(Plain(edge, "state"))
                .Append(" (revision ").Append(edge.GetProperty("revision").GetInt64()).Append(')');
            var detail = Plain(edge, "detail");
            text.Append(detail.Length > 0 ? $": {detail}\n" : "\n");
        }
    }

    /// <summary>What besides is to be said of a change.</summary>
    public static void Notes(JsonElement answer, StringBuilder text)
    {
        if (answer.GetProperty("notApplied") is var others && others.GetArrayLength() > 0)
        {
            text.Append("Not applied, since each node has its own: ")
                .AppendJoin(", ", others.EnumerateArray().Select(other => Plain(other.GetString()!))).Append('\n');
        }
    }

    /// <summary>A refusal with all that it says besides its detail.</summary>
    public static string Problem(string body)
    {
        var text = new StringBuilder();
        JsonDocument problem;
        try
        {
            problem = JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return "";
        }

        using (problem)
        {
            var root = problem.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("problems", out var problems))
            {
                return "";
            }

            foreach (var line in problems.EnumerateArray())
            {
                text.Append(Plain(line, "file")).Append(':').Append(line.GetProperty("line").GetInt32()).Append(':').Append(line.GetProperty("column").GetInt32())
                    .Append(": ").Append(Plain(line, "severity")).Append(": ").Append(Plain(line, "message")).Append('\n');
                text.Append(Plain(line, "hint") is { Length: > 0 } hint ? $"    hint: {hint}\n" : "");
            }

            foreach (var edge in root.GetProperty("edges").EnumerateArray())
            {
                text.Append(Plain(edge, "id")).Append(": ").Append(Plain(edge, "detail")).Append('\n');
            }

            if (root.GetProperty("difference") is { ValueKind: JsonValueKind.Object } difference)
            {
                text.Append("What has changed since the revision that was expected:\n");
                Difference(difference, text);
            }
        }

        return text.ToString();
    }

    private static void Line(JsonElement change, string what, StringBuilder text)
    {
        text.Append("  ").Append(change.GetProperty("change").GetString() switch { "added" => '+', "removed" => '-', _ => '~' }).Append(' ').Append(what);
        if (change.TryGetProperty("keys", out var keys) && keys.GetArrayLength() > 0)
        {
            text.Append(": ").AppendJoin(", ", keys.EnumerateArray().Select(key => Plain(key.GetString()!)));
        }

        text.Append('\n');
    }

    private static string Plain(JsonElement item, string key) => Plain(item.GetProperty(key).GetString() ?? "");

    // What comes from elsewhere must not move a terminal's cursor.
    private static string Plain(string text) =>
        text.Any(letter => char.IsControl(letter) && letter != '\n') ? string.Concat(text.Select(letter => char.IsControl(letter) && letter != '\n' ? '?' : letter)) : text;
}
