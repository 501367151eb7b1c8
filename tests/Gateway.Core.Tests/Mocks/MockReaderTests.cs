using Gateway.Core.Configuration;
using Gateway.Core.Mocks;

namespace Gateway.Core.Tests.Mocks;

/// <summary><c>mock</c> of a resource, read, refused and written again.</summary>
public sealed class MockReaderTests
{
    private const string Petstore = "openapi: 3.0.0\npaths:\n  /pets/{petId}:\n    get: {responses: {'200': {content: {application/json: {example: 1}}}}}\n";

    [Theory]
    [InlineData("{ inline = \"mc.setPayloadJSON({})\" }")]
    [InlineData("{ inline = \"\\nvar a = <b>\\n</b>;\\n\" }")]
    [InlineData("{ inline = \"\" }")]
    public void A_bundle_has_the_mock_and_is_read_again_as_the_same(string mock)
    {
        var read = CatalogReader.Read("a.toml", Api("PROTOTYPED", mock));
        Assert.Empty(read.Problems);
        Assert.Contains($"mock = {mock}", read.Value!.Bundle.Text, StringComparison.Ordinal);
        Assert.Equal(read.Value.Bundle, CatalogReader.Read("b.toml", read.Value.Bundle.Text).Value!.Bundle);
    }

    [Fact]
    public void Files_of_mocks_travel_in_the_bundle()
    {
        var text = Api("CREATED", "{ openapi = \"petstore.yaml\" }") + $"[[file]]\npath = \"petstore.yaml\"\ntext = '''{Petstore}'''\n";
        var read = CatalogReader.Read("a.toml", text);
        Assert.Empty(read.Problems);
        var mock = Assert.IsType<OpenApiMock>(read.Value!.Apis[0].Resources[0].Mock);
        Assert.Equal("GET", Assert.Single(mock.Operations.Keys));
        Assert.Equal(read.Value.Bundle, CatalogReader.Read("b.toml", read.Value.Bundle.Text).Value!.Bundle);
    }

    [Theory]
    [InlineData("PUBLISHED", "{ inline = \"1\" }", "a.toml:11:8: error: [[api]] 'M' is PUBLISHED, but its resource /pets/{id} has a mock")]
    [InlineData("PROTOTYPED", "{ }", "a.toml:11:8: error: 'mock' of a resource of [[api]] 'M' needs exactly one of: inline, openapi, script")]
    [InlineData("PROTOTYPED", "{ inline = \"1\", script = \"a.js\" }", "a.toml:11:8: error: 'mock' of a resource of [[api]] 'M' needs exactly one of: inline, openapi, script")]
    [InlineData("PROTOTYPED", "{ inlin = \"1\" }", "a.toml:11:10: error: unknown key 'inlin' in 'mock' of a resource of [[api]] 'M'")]
    [InlineData("PROTOTYPED", "\"a.js\"", "a.toml:11:8: error: 'mock' in a resource of [[api]] 'M' must be a table, not a text")]
    [InlineData("PROTOTYPED", "{ inline = \"var a =\\n 1 +;\" }", "a.toml:11:19: error: line 2, column 5 of the script: this is not a script: unexpected token ';'")]
    [InlineData("PROTOTYPED", "{ script = \"bad.js\" }", "bad.js:2:5: error: </a> closes <b> of line 1")]
    [InlineData("PROTOTYPED", "{ script = \"none.js\" }", "a.toml:11:19: error: the file none.js cannot be used")]
    [InlineData("PROTOTYPED", "{ openapi = \"bad.js\" }", "bad.js:1:1: error: this is no OpenAPI definition")]
    [InlineData("PROTOTYPED", "{ openapi = \"broken.yaml\" }", "broken.yaml:3:1: error: this is not YAML: while parsing a node")]
    [InlineData("PROTOTYPED", "{ openapi = \"other.yaml\" }", "a.toml:11:20: error: other.yaml has no operation GET /pets/{id}")]
    public void What_is_wrong_with_a_mock_is_said_with_its_place(string lifecycle, string mock, string problem)
    {
        var files = "[[file]]\npath = \"bad.js\"\ntext = \"x = <a><b>\\n    </a>\"\n[[file]]\npath = \"broken.yaml\"\ntext = \"openapi: 3.0.0\\npaths: [\"\n"
            + "[[file]]\npath = \"other.yaml\"\ntext = \"openapi: 3.0.0\\npaths: {/dogs: {get: {responses: {}}}}\"\n";
        var read = CatalogReader.Read("a.toml", Api(lifecycle, mock) + files);
        Assert.Null(read.Value);
        Assert.Contains(read.Problems, found => found.ToString().StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("mc.setPayloadJSON(1)", false)]
    [InlineData("var a = mc.getProperty('x'); mc.setPayloadXML(<a/>)", false)]
    [InlineData("mc.getPayloadJSON()", true)]
    [InlineData("mc.getJsonText()", true)]
    [InlineData("mc['get' + 'PayloadJSON']()", true)]
    [InlineData("f(mc)", true)]
    [InlineData("var m = this", true)]
    [InlineData("m\\u0063", true)]
    public void A_body_is_read_only_for_a_script_that_may_look_at_it(string script, bool reads) =>
        Assert.Equal(reads, ((ScriptMock)CatalogReader.Read("a.toml", Api("CREATED", $"{{ inline = '''{script}''' }}")).Value!.Apis[0].Resources[0].Mock!).ReadsBody);

    [Fact]
    public void An_api_needs_an_endpoint_for_resources_without_mocks()
    {
        var read = CatalogReader.Read("a.toml", Api("PROTOTYPED", "{ inline = \"1\" }") + "[[api.resource]]\npath = \"/x\"\nmethods = [\"GET\"]\n");
        Assert.Contains(read.Problems, problem => problem.Message.Contains("has no endpoint", StringComparison.Ordinal));
    }

    private static string Api(string lifecycle, string mock) =>
        $"# place\n\n[[api]]\nname = \"M\"\ncontext = \"/m\"\nversion = \"1\"\nlifecycle = \"{lifecycle}\"\n[[api.resource]]\npath = \"/pets/{{id}}\"\nmethods = [\"GET\"]\nmock = {mock}\n";
}
