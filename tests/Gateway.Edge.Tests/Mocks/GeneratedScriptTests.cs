using System.Net.Http.Headers;
using Gateway.Core.Documents;
using Gateway.Core.Mocks;
using Gateway.Core.OpenApi;
using Gateway.Edge.Tests.Fixtures;

namespace Gateway.Edge.Tests.Mocks;

/// <summary>Scripts that API Manager generated, as they are, and scripts that the gateway generates.</summary>
public sealed class GeneratedScriptTests
{
    private const string Definition =
        """
        openapi: 3.0.1
        info: {title: T, version: "1"}
        paths:
          /orders/{id}:
            get:
              responses:
                "200":
                  description: ok
                  content:
                    application/json: {example: {id: 7, note: "a \"quoted\" {brace}"}}
                    application/xml: {schema: {$ref: "#/components/schemas/Order"}}
                "404": {description: gone, content: {application/json: {example: {error: none}}}}
                "5XX": {description: bad, content: {application/json: {example: {error: bad}}}}
                default: {description: other, content: {application/json: {example: {error: other}}}}
            delete: {responses: {"204": {description: done}}}
            put: {responses: {"200": {description: ok, content: {text/csv: {example: "a,b"}}}}}
            patch: {responses: {default: {description: ok, content: {application/json: {example: 1}}}}}
        components:
          schemas:
            Order: {type: object, properties: {id: {type: integer, xml: {attribute: true}}, note: {type: string, example: "<{x}>"}}}
        """;

    [Theory]
    [InlineData("GET", "/pets", "", null, 200, null, "")]
    [InlineData("GET", "/pets/7", "", null, 200, null, "")]
    [InlineData("DELETE", "/oldpets", "", null, 200, null, "")]
    [InlineData("GET", "/pets", "?responseCode=404", null, 501, "application/json", """{"code":501,"description":"Not Implemented"}""")]
    [InlineData("GET", "/pets", "?responseCode=404", "application/xml", 501, "application/xml", "<response><code>501</code><description>Not Implemented</description></response>")]
    [InlineData("GET", "/pets", "?responseCode=__proto__", null, 200, "application/json", "{}")]
    public async Task Scripts_that_WSO2_generated_run_as_they_are(string method, string path, string query, string? accept, int status, string? type, string body)
    {
        var root = DocumentReader.Read(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Fixtures", "oas3-inline-mock-scripts.json"))).Root!;
        var scripts = root["paths"]!.Entries.SelectMany(entry => entry.Value.Entries.Select(
            operation => new MockScript(entry.Key, operation.Key.ToUpperInvariant(), operation.Value["x-mediation-script"]!.Text!))).ToList();
        Assert.Equal(3, scripts.Count);
        await AnswersAsync(scripts, method, path + query, accept, status, type, body);
    }

    [Theory]
    [InlineData("GET", "/orders/1", null, 200, "application/json", """{"id":7,"note":"a \"quoted\" {brace}"}""")]
    [InlineData("GET", "/orders/1", "application/xml", 200, "application/xml", "<Order id=\"0\"><note>&lt;&#123;x&#125;&gt;</note></Order>")]
    [InlineData("GET", "/orders/1?responseCode=404", "text/html", 404, "application/json", """{"error":"none"}""")]
    [InlineData("GET", "/orders/1?responseCode=502", null, 502, "application/json", """{"error":"bad"}""")]
    [InlineData("GET", "/orders/1?responseCode=418", null, 418, "application/json", """{"error":"other"}""")]
    [InlineData("DELETE", "/orders/1", null, 204, null, "")]
    [InlineData("DELETE", "/orders/1?responseCode=200", null, 501, "application/json", """{"code":501,"description":"Not Implemented"}""")]
    [InlineData("PUT", "/orders/1", null, 200, null, "")]
    [InlineData("PATCH", "/orders/1", null, 200, "application/json", "1")]
    public async Task Scripts_that_the_gateway_generates_answer_what_the_definition_says(string method, string path, string? accept, int status, string? type, string body)
    {
        Assert.True(OpenApiDocument.TryRead(DocumentReader.Read(Definition).Root!, out var document, out _));
        await AnswersAsync(MockScripts.Generate(document!), method, path, accept, status, type, body);
    }

    private static async Task AnswersAsync(IEnumerable<MockScript> scripts, string method, string path, string? accept, int status, string? type, string body)
    {
        var all = scripts.ToList();
        var resources = string.Concat(all.Select((script, i) =>
            $"[[api.resource]]\npath = \"{script.Path}\"\nmethods = [\"{script.Method}\"]\nmock = {{ script = \"{i}.js\" }}\n"));
        await using var edge = await TestEdge.StartAsync(
            "[[api]]\nname = \"M\"\ncontext = \"/m\"\nversion = \"1\"\nlifecycle = \"CREATED\"\n" + resources,
            prepare: folder => all.ForEach(script => File.WriteAllText(Path.Combine(folder, $"{all.IndexOf(script)}.js"), script.Script)));
        using var request = new HttpRequestMessage(new HttpMethod(method), "/m/1" + path);
        if (accept is not null)
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        }

        using var answer = await edge.Http.SendAsync(request);
        Assert.Equal((status, type, body), ((int)answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), await answer.Content.ReadAsStringAsync()));
    }
}
