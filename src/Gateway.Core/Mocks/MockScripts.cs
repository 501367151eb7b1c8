using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gateway.Core.OpenApi;
using Gateway.Core.Scripting;

namespace Gateway.Core.Mocks;

/// <summary>A script that was generated for an operation.</summary>
/// <param name="Path">The operation's path, as the definition has it.</param>
/// <param name="Method">Its verb in upper case.</param>
/// <param name="Script">The script.</param>
public sealed record MockScript(string Path, string Method, string Script);

/// <summary>
/// Writes mock scripts from an OpenAPI definition, of the form that API Manager generates since 3.1: all answers in a table by code and
/// type, the code chosen by the query parameter <c>responseCode</c>, the type by <c>Accept</c>. To be edited by whoever needs more.
/// </summary>
public static class MockScripts
{
    private const string Json = "application/json";
    private const string Xml = "application/xml";

    /// <summary>A script for each operation, in the order of the definition.</summary>
    public static ImmutableArray<MockScript> Generate(OpenApiDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return [.. document.Operations.Select(operation => new MockScript(operation.Path, operation.Method, Generate(document, operation)))];
    }

    /// <summary>The script of one operation.</summary>
    public static string Generate(OpenApiDocument document, OpenApiOperation operation)
    {
        var answers = OpenApiExamples.Of(document, operation, static (_, _) => { }).Responses;
        var text = new StringBuilder(
            """
            var accept = mc.getProperty('AcceptHeader');
            var responseCode = mc.getProperty('query.param.responseCode');
            var responseCodeSC;
            var responses = [];

            """);
        var (hasJson, hasXml) = (false, false);
        foreach (var answer in answers.OrderBy(IsRange))
        {
            var (json, xml) = (JsonOf(answer), XmlOf(answer));
            if (json is null && xml is null)
            {
                (json, xml) = ("\"\"", "\"\"");
            }

            hasJson |= json is not null;
            hasXml |= xml is not null;
            Add(text, answer, json, xml);
        }

        AddChoice(text, answers, !hasXml ? Json : !hasJson ? Xml : "");
        return text.ToString();
    }

    private static bool IsRange(MockResponse answer) => answer.Code.EndsWith("XX", StringComparison.OrdinalIgnoreCase);

    private static void Add(StringBuilder text, MockResponse answer, string? json, string? xml)
    {
        var code = answer.Code.All(char.IsAsciiDigit) && answer.Code.Length == 3 ? answer.Code : JsonSerializer.Serialize(answer.Code);
        var indent = "";
        if (IsRange(answer) && answer.Code[0] is >= '1' and <= '5')
        {
            // Every code of the range that has no answer of its own.
            text.Append($"for (var code = {answer.Code[0]}00; code <= {answer.Code[0]}99; code++) {{\n  if (responses[code]) {{\n    continue;\n  }}\n  responses[code] = [];\n");
            (code, indent) = ("code", "  ");
        }
        else
        {
            text.Append($"if (!responses[{code}]) {{\n  responses [{code}] = [];\n}}\n");
        }

        if (json is not null)
        {
            text.Append($"{indent}responses[{code}][\"{Json}\"] = {json};\n");
        }

        if (xml is not null)
        {
            text.Append($"{indent}responses[{code}][\"{Xml}\"] = {xml};\n");
        }

        text.Append(indent.Length > 0 ? "}\n\n" : "\n");
    }

    private static void AddChoice(StringBuilder text, ImmutableArray<MockResponse> answers, string only)
    {
        var codes = answers.Select(answer => IsRange(answer) ? $"{answer.Code[0]}00" : answer.Code)
            .Select(code => int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue);
        var lowest = codes.DefaultIfEmpty(int.MaxValue).Min() is var least and < int.MaxValue ? least : 0;
        text.Append(
            $$"""

            responses[501] = [];
            responses[501]["application/json"] = {
            "code" : 501,
            "description" : "Not Implemented"}
            responses[501]["application/xml"] = <response><code>501</code><description>Not Implemented</description></response>;

            if (responseCode == null) {
             responseCode = {{lowest}};
            }

            if (!responses[responseCode]) {
              if (responses["default"]) {
                responseCode = "default"
              } else {
                responseCode = 501;
              }
            }
            if (responseCode === "default") {
              responseCodeSC = mc.getProperty('query.param.responseCode');
            } else {
              responseCodeSC = responseCode;
            }
            if (accept == null || !responses[responseCode][accept]) {
             accept = "{{(only == Xml ? Xml : Json)}}";
            }

            {{(only == Xml ? Branch(Xml, "setPayloadXML") : only == Json ? Branch(Json, "setPayloadJSON") : $"{Branch(Json, "setPayloadJSON")} else {Branch(Xml, "setPayloadXML")}")}}

            """);
    }

    private static string Branch(string type, string member) =>
        $$"""
        if (accept == "{{type}}") {
         mc.setProperty('CONTENT_TYPE', '{{type}}');
         mc.setProperty('HTTP_SC', responseCodeSC + "");
         mc.{{member}}(responses[responseCode]["{{type}}"]);
        }
        """;

    private static string? JsonOf(MockResponse answer) =>
        answer.Contents.FirstOrDefault(content => OpenApiExamples.IsJson(content.MediaType) || content.MediaType == "*/*") is { } content
            ? content.Examples[0].Text is { Length: > 0 } json ? json : "\"\"" : null;

    private static string? XmlOf(MockResponse answer)
    {
        if (answer.Contents.FirstOrDefault(content => OpenApiExamples.IsXml(content.MediaType)) is not { } content)
        {
            return null;
        }

        // Braces are E4X's; what is no XML literal goes as a text.
        var xml = WithoutDeclaration(content.Examples[0].Text).Replace("{", "&#123;", StringComparison.Ordinal).Replace("}", "&#125;", StringComparison.Ordinal);
        return xml.Length > 0 && ScriptReader.Read("", $"x = {xml};").Source is not null ? xml : JsonSerializer.Serialize(content.Examples[0].Text);
    }

    private static string WithoutDeclaration(string xml)
    {
        var text = xml.Trim();
        return text.StartsWith("<?xml", StringComparison.Ordinal) && text.IndexOf("?>", StringComparison.Ordinal) is >= 0 and var end ? text[(end + 2)..].Trim() : text;
    }
}
