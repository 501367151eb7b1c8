using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Core.Configuration.Import;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Import;

/// <summary>A WSDL, an OpenAPI definition and a Synapse configuration of WSO2's, imported and served. Only their hosts are those of the test.</summary>
public sealed class ImportedDefinitionTests
{
    private const string Envelope =
        "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Body>"
        + "<CheckPhoneNumber xmlns=\"http://ws.cdyne.com/PhoneVerify/query\"><PhoneNumber>1</PhoneNumber></CheckPhoneNumber></soapenv:Body></soapenv:Envelope>";

    [Fact]
    public async Task A_wsdl_is_served_as_a_SOAP_api_and_says_the_gateways_address()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var text = Imports.Fixture("phoneverify.wsdl").Replace("http://ws.cdyne.com/phoneverify/", backend.Url + "/phoneverify/", StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(Imports.Single("phoneverify.wsdl", text, new ImportOptions { Anonymous = true }));

        using var call = Call("/phone-verify/1.0.0");
        using var answer = await edge.Http.SendAsync(call);
        var wsdl = await edge.Http.GetStringAsync("/phone-verify/1.0.0?wsdl");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var received = backend.Requests.Single();
        Assert.Equal(("/phoneverify/phoneverify.asmx", Envelope), (received.Target, Encoding.UTF8.GetString(received.Body.Span)));
        Assert.Equal(4, Count(wsdl, $":address location=\"https://localhost:{edge.HttpsPort}/phone-verify/1.0.0\""));
        Assert.Equal(0, Count(wsdl, $":address location=\"{backend.Url}"));
    }

    [Theory]
    [InlineData("/products")]
    [InlineData("/products/7")]
    public async Task A_definition_with_examples_in_its_schemas_answers_with_them_when_it_is_mocked(string path)
    {
        var options = new ImportOptions { Anonymous = true, Mock = true };
        await using var edge = await Imports.StartAsync(Imports.Single("oas.json", Imports.Fixture("oas3-schema-examples.json"), options));

        using var answer = await edge.Http.GetAsync("/product-catalog-api/1.0.0" + path);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var product = """{"id":"p123","name":"Smartphone","description":"Latest model smartphone with 128GB storage","price":499.99,"available":true}""";
        var expected = path == "/products" ? $"[{product}]" : product;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(await answer.Content.ReadAsStringAsync())));
    }

    [Fact]
    public async Task A_definition_without_mocks_is_forwarded()
    {
        await using var backend = await ScriptedBackend.StartAsync();
        var text = Imports.Fixture("oas3-schema-examples.json").Replace("http://product-api-service:80", backend.Url, StringComparison.Ordinal);
        await using var edge = await Imports.StartAsync(Imports.Single("oas.json", text, new ImportOptions { Anonymous = true }));

        using var answer = await edge.Http.GetAsync("/product-catalog-api/1.0.0/products/7");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("/products/7", backend.Requests.Single().Target);
    }

    [Fact]
    public async Task Synapses_sample_of_failover_sends_a_message_on_to_whoever_takes_it()
    {
        await using var primary = await ScriptedBackend.StartAsync("primary");
        await using var first = await ScriptedBackend.StartAsync("first");
        await using var second = await ScriptedBackend.StartAsync("second");
        var text = Imports.Fixture("synapse_sample_53.xml").Replace("http://localhost:9001", primary.Url, StringComparison.Ordinal)
            .Replace("http://localhost:9002", first.Url, StringComparison.Ordinal).Replace("http://localhost:9003", second.Url, StringComparison.Ordinal);
        var imported = Imports.Single("synapse_sample_53.xml", text, new ImportOptions());

        // As its report asks: endpoints without an API get one.
        var api = "\n[[api]]\nname = \"Balance\"\ncontext = \"/balance\"\nversion = \"1.0.0\"\nendpoint = \"synapse-sample-53\"\ntype = \"soap\"\n";
        await using var edge = await Imports.StartAsync(imported with { Toml = imported.Toml + api });
        await edge.WaitForGroupsAsync();
        await primary.RefuseAsync();
        await first.RefuseAsync();

        using var call = Call("/balance/1.0.0");
        using var answer = await edge.Http.SendAsync(call);

        Assert.Equal("second", answer.Headers.GetValues("X-Backend").Single());
        var received = second.Requests.Single();
        Assert.Equal(("/services/LBService1", Envelope), (received.Target, Encoding.UTF8.GetString(received.Body.Span)));
    }

    private static int Count(string text, string what) => text.Split(what).Length - 1;

    private static HttpRequestMessage Call(string path) => new(HttpMethod.Post, path)
    {
        Content = new StringContent(Envelope, Encoding.UTF8, "text/xml"),
        Headers = { { "SOAPAction", "\"http://ws.cdyne.com/PhoneVerify/query/CheckPhoneNumber\"" } },
    };
}
