using Gateway.Core.Documents;
using Gateway.Core.Mocks;
using Gateway.Core.OpenApi;

namespace Gateway.Core.Tests.Mocks;

public sealed class SchemaExampleTests
{
    private const string Schemas =
        """
            Pet: {type: object, required: [id], properties: {id: {type: integer, format: int64}, name: {type: string, example: Rex}}}
            Node: {type: object, properties: {value: {type: string}, next: {$ref: "#/components/schemas/Node"}, all: {type: array, items: {$ref: "#/components/schemas/Node"}}}}
            Loop: {$ref: "#/components/schemas/Loop"}
            Dog: {allOf: [{$ref: "#/components/schemas/Pet"}, {type: object, properties: {bark: {type: boolean}}}], properties: {tail: {type: number}}}
            Secret: {type: object, properties: {open: {type: string}, hidden: {type: string, writeOnly: true}}}
            Tagged: {type: object, xml: {name: tagged, namespace: "urn:t", prefix: t}, properties: {id: {type: integer, xml: {attribute: true, name: key}}, tags: {type: array, xml: {wrapped: true}, items: {type: string, xml: {name: tag}}}, words: {type: array, items: {type: string}}}}
        """;

    [Theory]
    [InlineData("{type: string}", "\"string\"")]
    [InlineData("{type: integer}", "0")]
    [InlineData("{type: number}", "1.5")]
    [InlineData("{type: boolean}", "true")]
    [InlineData("{type: string, format: date}", "\"2000-01-23\"")]
    [InlineData("{type: string, format: uuid}", "\"046b6c7f-0b8a-43b9-b35d-6489e6daee91\"")]
    [InlineData("{type: string, enum: [b, a]}", "\"b\"")]
    [InlineData("{type: integer, default: 5}", "5")]
    [InlineData("{type: integer, example: 0.10}", "0.10")]
    [InlineData("{type: ['null', integer]}", "0")]
    [InlineData("{type: string, examples: [x, y]}", "\"x\"")]
    [InlineData("{const: 3}", "3")]
    [InlineData("{type: array, items: {type: integer}}", "[0]")]
    [InlineData("{type: array}", "[]")]
    [InlineData("{type: object, additionalProperties: {type: integer}}", """{"additionalProp1":0}""")]
    [InlineData("{properties: {a: {type: string}}}", """{"a":"string"}""")]
    [InlineData("{$ref: '#/components/schemas/Pet'}", """{"id":0,"name":"Rex"}""")]
    [InlineData("{$ref: '#/components/schemas/Dog'}", """{"id":0,"name":"Rex","bark":true,"tail":1.5}""")]
    [InlineData("{oneOf: [{$ref: '#/components/schemas/Pet'}, {type: string}]}", """{"id":0,"name":"Rex"}""")]
    [InlineData("{anyOf: [{type: 'null'}, {type: integer}]}", "0")]
    [InlineData("{$ref: '#/components/schemas/Node'}", """{"value":"string","all":[]}""")]
    [InlineData("{$ref: '#/components/schemas/Secret'}", """{"open":"string"}""")]
    [InlineData("{$ref: '#/components/schemas/Loop'}", "")]
    [InlineData("{$ref: '#/nowhere'}", "")]
    [InlineData("{$ref: 'other.yaml#/x'}", "")]
    [InlineData("{}", "")]
    public void A_schema_makes_a_typical_value(string schema, string json) => Assert.Equal(json, Made("application/json", schema));

    [Theory]
    [InlineData("{$ref: '#/components/schemas/Pet'}", "<Pet><id>0</id><name>Rex</name></Pet>")]
    [InlineData("{type: array, items: {$ref: '#/components/schemas/Pet'}}", "<response><Pet><id>0</id><name>Rex</name></Pet></response>")]
    [InlineData("{$ref: '#/components/schemas/Tagged'}", "<t:tagged key=\"0\" xmlns:t=\"urn:t\"><tags><tag>string</tag></tags><words>string</words></t:tagged>")]
    [InlineData("{type: string, example: 'a<&'}", "<response>a&lt;&amp;</response>")]
    [InlineData("{type: object, properties: {'a b': {type: string}}}", "<response><a_x0020_b>string</a_x0020_b></response>")]
    public void Xml_has_the_shape_of_the_schema(string schema, string xml) => Assert.Equal(xml, Made("application/xml", schema));

    [Fact]
    public void A_schema_that_makes_too_much_is_said_to()
    {
        var levels = string.Concat(Enumerable.Range(0, 12).Select(i =>
            $"    L{i}: {{type: object, properties: {{{string.Join(", ", Enumerable.Range(0, 8).Select(k => $"p{k}: {{$ref: '#/components/schemas/L{i + 1}'}}"))}}}}}\n"));
        var isTooLarge = false;
        Make("application/json", "{$ref: '#/components/schemas/L0'}", levels, () => isTooLarge = true);
        Assert.True(isTooLarge);
    }

    [Theory]
    [InlineData("produces: [application/xml], responses: {'200': {schema: {$ref: '#/definitions/Pet'}}}", "application/xml", "<Pet><id>0</id></Pet>")]
    [InlineData("responses: {'200': {schema: {$ref: '#/definitions/Pet'}}}", "application/json", """{"id":0}""")]
    [InlineData("responses: {'200': {examples: {text/plain: hi}, schema: {type: string}}}", "text/plain", "hi")]
    public void Swagger_2_has_them_elsewhere(string operation, string type, string text)
    {
        var root = DocumentReader.Read($"swagger: '2.0'\npaths: {{/a: {{get: {{{operation}}}}}}}\ndefinitions: {{Pet: {{type: object, properties: {{id: {{type: integer}}}}}}}}").Root!;
        Assert.True(OpenApiDocument.TryRead(root, out var document, out _));
        var content = Assert.Single(OpenApiExamples.Of(document!, document!.Operations[0], static (_, _) => { }).Responses[0].Contents);
        Assert.Equal((type, text), (content.MediaType, content.Examples[0].Text));
    }

    [Fact]
    public void The_product_catalog_of_WSO2s_samples_answers_with_the_examples_of_its_properties()
    {
        var root = DocumentReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Configuration", "Fixtures", "oas3-schema-examples.json"))).Root!;
        Assert.True(OpenApiDocument.TryRead(root, out var document, out _));
        var answer = OpenApiExamples.Of(document!, document!.Find("/products/{id}", "GET")!, static (_, _) => { }).Responses[0].Contents[0].Examples[0].Text;
        Assert.Equal("""{"id":"p123","name":"Smartphone","description":"Latest model smartphone with 128GB storage","price":499.99,"available":true}""", answer);
    }

    private static string Made(string type, string schema) => Make(type, schema, Schemas, static () => Assert.Fail("too large"));

    private static string Make(string type, string schema, string schemas, Action tooLarge)
    {
        var read = DocumentReader.Read(
            $"openapi: 3.1.0\npaths: {{/a: {{get: {{responses: {{'200': {{content: {{{type}: {{schema: {schema}}}}}}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}");
        Assert.Empty(read.Faults);
        Assert.True(OpenApiDocument.TryRead(read.Root!, out var document, out _));
        return OpenApiExamples.Of(document!, document!.Operations[0], (_, _) => tooLarge()).Responses[0].Contents is [var content] ? content.Examples[0].Text : "";
    }
}
