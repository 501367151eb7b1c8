using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Management.OpenApi;

/// <summary>The description as a page to read: headings, tables, nothing that runs.</summary>
internal static class DocsPage
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The page's style; it follows the reader's light or dark.</summary>
    public const string Style =
        """
        :root { color-scheme: light dark; --line: #8886; --soft: #8882; }
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; }
        h1, h2, h3 { line-height: 1.2; }
        h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
        code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
        pre { overflow-x: auto; padding: 0.5rem; background: var(--soft); }
        table { border-collapse: collapse; width: 100%; }
        th, td { text-align: left; vertical-align: top; padding: 0.25rem 1rem 0.25rem 0; border-bottom: 1px solid var(--line); }
        .method { display: inline-block; min-width: 3.5rem; font-weight: bold; }
        nav ul { columns: 2; padding-left: 1rem; }
        @media (max-width: 40rem) { nav ul { columns: 1; } }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="document">The description.</param>
    public static string Write(JsonObject document)
    {
        var page = new StringBuilder();
        var info = document["info"]!;
        page.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append($"<title>{Text(info["title"])}</title><link rel=\"stylesheet\" href=\"/docs/style.css\"></head><body>")
            .Append($"<h1>{Text(info["title"])}</h1><p>{Text(info["description"])}</p><p>For programs: <a href=\"/openapi.json\">openapi.json</a></p>");
        var operations = Operations(document).ToArray();
        page.Append("<nav aria-label=\"Requests\"><ul>");
        foreach (var (method, path, operation) in operations)
        {
            page.Append($"<li><a href=\"#{Text(operation["operationId"])}\"><code>{method} {Encode(path)}</code></a></li>");
        }

        page.Append("</ul></nav><main>");
        foreach (var tag in document["tags"]!.AsArray())
        {
            page.Append($"<h2>{Text(tag!["name"])}</h2><p>{Text(tag["description"])}</p>");
            foreach (var (method, path, operation) in operations.Where(entry => (string?)entry.Operation["tags"]![0] == (string?)tag["name"]))
            {
                Write(page, method, path, operation);
            }
        }

        page.Append("</main><h2>Bodies</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            page.Append($"<details id=\"schema-{Encode(name)}\"><summary><code>{Encode(name)}</code></summary><pre>")
                .Append(Encode(schema!.ToJsonString(Readable))).Append("</pre></details>");
        }

        return page.Append("</body></html>\n").ToString();
    }

    private static void Write(StringBuilder page, string method, string path, JsonObject operation)
    {
        page.Append($"<section id=\"{Text(operation["operationId"])}\"><h3><code><span class=\"method\">{method}</span> {Encode(path)}</code></h3>")
            .Append($"<p><strong>{Text(operation["summary"])}.</strong> {Text(operation["description"])}{(operation["security"] is null ? "" : " Needs no token.")}</p>");
        if (operation["parameters"] is JsonArray parameters)
        {
            page.Append("<table><thead><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr></thead><tbody>");
            foreach (var parameter in parameters)
            {
                page.Append($"<tr><td><code>{Text(parameter!["name"])}</code></td><td>{Text(parameter["in"])}</td><td>{Text(parameter["description"])}</td></tr>");
            }

            page.Append("</tbody></table>");
        }

        page.Append("<table><thead><tr><th>Body</th><th>Meaning</th><th>Form</th></tr></thead><tbody>");
        if (operation["requestBody"] is { } body)
        {
            page.Append($"<tr><td>request</td><td></td><td>{Form(body["content"])}</td></tr>");
        }

        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            page.Append($"<tr><td>{Encode(status)}</td><td>{Text(answer!["description"])}</td><td>{Form(answer["content"])}</td></tr>");
        }

        page.Append("</tbody></table></section>");
    }

    private static string Form(JsonNode? content)
    {
        var forms = content is JsonObject types ? types.Select(type => $"<code>{Encode(type.Key)}</code> {Links(type.Value!["schema"])}") : [];
        return string.Join("<br>", forms);
    }

    private static string Links(JsonNode? schema)
    {
        var names = schema?["oneOf"] is JsonArray choices ? choices.Select(choice => (string?)choice!["$ref"]) : [(string?)schema?["$ref"]];
        return string.Join(" or ", names.OfType<string>().Select(name => name[(name.LastIndexOf('/') + 1)..])
            .Select(name => $"<a href=\"#schema-{Encode(name)}\"><code>{Encode(name)}</code></a>"));
    }

    private static IEnumerable<(string Method, string Path, JsonObject Operation)> Operations(JsonObject document) =>
        document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject()
            .Select(operation => (operation.Key.ToUpperInvariant(), path.Key, operation.Value!.AsObject())));

    private static string Text(JsonNode? text) => Encode((string?)text ?? "");

    private static string Encode(string text) => HtmlEncoder.Default.Encode(text);
}
