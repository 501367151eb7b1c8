using System.Text;
using Gateway.Core.Documents;
using Gateway.Core.Mocks;
using Gateway.Core.OpenApi;

namespace Gateway.Core.Tests.Mocks;

public sealed class MockChoiceTests
{
    private const string Definition =
        """
        openapi: 3.1.0
        info: {title: T, version: "1"}
        paths:
          /a:
            get:
              responses:
                "200":
                  headers: {X-Rate: {schema: {type: integer}, example: 10}, X-None: {schema: {type: string}}, Content-Length: {example: 1}}
                  content:
                    application/json:
                      examples: {first: {value: {n: 1}}, second: {$ref: "#/components/examples/second"}}
                    application/xml: {example: "<n>1</n>"}
                    text/plain: {example: one}
                "201": {description: empty}
                "40X": {content: {application/json: {example: range}}}
                "4XX": {content: {application/json: {example: wide}}}
            post: {responses: {"5XX": {content: {text/plain: {example: bad}}}, default: {content: {text/plain: {example: other}}}}}
            put: {responses: {"50X": {content: {text/plain: {example: bad}}}}}
            delete: {responses: {}}
        components: {examples: {second: {value: {n: 2}}}}
        """;

    [Theory]
    [InlineData("GET", "", "", 200, "application/json", """{"n":1}""", "")]
    [InlineData("GET", "application/xml", "", 200, "application/xml", "<n>1</n>", "")]
    [InlineData("GET", "text/*", "", 200, "text/plain", "one", "")]
    [InlineData("GET", "text/plain;q=0.4, application/xml;q=0.5, application/json;q=0", "", 200, "application/xml", "<n>1</n>", "")]
    [InlineData("GET", "*/*;q=0.1, text/plain", "", 200, "text/plain", "one", "")]
    [InlineData("GET", "", "example=second", 200, "application/json", """{"n":2}""", "example=second")]
    [InlineData("GET", "", "respond-async, code=200; example=\"second\"", 200, "application/json", """{"n":2}""", "code=200, example=second")]
    [InlineData("GET", "", "code=201", 201, "", "", "code=201")]
    [InlineData("GET", "", "code=404, code=200", 404, "application/json", "\"range\"", "code=404")]
    [InlineData("GET", "", "CODE = 422", 422, "application/json", "\"wide\"", "code=422")]
    [InlineData("POST", "", "", 200, "text/plain", "other", "")]
    [InlineData("POST", "", "code=503", 503, "text/plain", "bad", "code=503")]
    [InlineData("PUT", "", "", 500, "text/plain", "bad", "")]
    public void An_answer_is_chosen_by_code_example_and_type(string method, string accept, string prefer, int status, string type, string body, string applied)
    {
        var answer = Choose(method, accept, prefer);
        Assert.Equal(
            (MockRefusal.None, status, type, body, applied),
            (answer.Refusal, answer.Status, answer.MediaType, Encoding.UTF8.GetString(answer.Body.Span), answer.Applied));
    }

    [Theory]
    [InlineData("GET", "", "code=abc", MockRefusal.MalformedCode)]
    [InlineData("GET", "", "code=99", MockRefusal.MalformedCode)]
    [InlineData("GET", "", "code=100", MockRefusal.MalformedCode)]
    [InlineData("GET", "", "code=2000", MockRefusal.MalformedCode)]
    [InlineData("GET", "", "code=302", MockRefusal.NotDefined)]
    [InlineData("POST", "", "code=404", MockRefusal.NotDefined)]
    [InlineData("DELETE", "", "", MockRefusal.NotDefined)]
    [InlineData("GET", "", "example=third", MockRefusal.NotDefined)]
    [InlineData("GET", "image/png", "", MockRefusal.NotAcceptable)]
    [InlineData("GET", "application/json;q=0, application/xml;q=0, text/plain;q=0", "", MockRefusal.NotAcceptable)]
    public void What_there_is_no_answer_for_is_refused(string method, string accept, string prefer, MockRefusal why) =>
        Assert.Equal(why, Choose(method, accept, prefer).Refusal);

    [Fact]
    public void Headers_that_have_examples_are_sent_except_those_of_the_message_itself() =>
        Assert.Equal(new MockHeader("X-Rate", "10"), Assert.Single(Choose("GET", "", "").Headers));

    private static MockAnswer Choose(string method, string accept, string prefer)
    {
        Assert.True(OpenApiDocument.TryRead(DocumentReader.Read(Definition).Root!, out var document, out _));
        var operation = OpenApiExamples.Of(document!, document!.Find("/a", method)!, static (_, _) => Assert.Fail("too large"));
        return MockChoice.Choose(operation, accept, Preferences.Parse(prefer));
    }
}
