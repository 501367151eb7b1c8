using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Gateway.Edge.Tests.Fixtures;
using Gateway.Testing;

namespace Gateway.Edge.Tests.Soap;

/// <summary><c>?wsdl</c> of a SOAP API: its own description with the gateway's addresses.</summary>
public sealed class DescriptionTests : IAsyncLifetime
{
    private const string Schema =
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:o\"><xs:include schemaLocation=\"more/types.xsd\"/><xs:element name=\"Place\" type=\"o:T\" xmlns:o=\"urn:o\"/></xs:schema>";

    private ScriptedBackend _backend = null!;
    private TestEdge _edge = null!;

    public async Task InitializeAsync()
    {
        _backend = await ScriptedBackend.StartAsync();
        _edge = await TestEdge.StartAsync(
            Toml.Endpoint("one", _backend.Url, "type = \"soap\"", Toml.NeverSuspended)
            + Toml.Api("orders", "one", "type = \"soap\"", "wsdl = \"orders.wsdl\"") + Toml.Resource("/*", "POST")
            + Toml.Api("plain", "one", "type = \"soap\"", "wsdl = \"orders.wsdl\"", "transports = [\"http\"]")
            + Toml.Api("locked", "one", "type = \"soap\"", "wsdl = \"orders.wsdl\"", "security = \"required\"")
            + Toml.Api("none", "one", "type = \"soap\"")
            + "[[apim.gateway.environment]]\nname = \"Outside\"\ntype = \"production\"\nhttp_endpoint = \"http://api.example.com\"\nhttps_endpoint = \"https://api.example.com\"\n",
            prepare: static folder =>
            {
                Directory.CreateDirectory(Path.Combine(folder, "more"));
                File.WriteAllText(Path.Combine(folder, "orders.xsd"), Schema);
                File.WriteAllText(
                    Path.Combine(folder, "more", "types.xsd"),
                    "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" targetNamespace=\"urn:o\"><xs:simpleType name=\"T\"><xs:restriction base=\"xs:string\"/></xs:simpleType></xs:schema>");
                File.WriteAllText(
                    Path.Combine(folder, "orders.wsdl"),
                    """
                    <definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/">
                      <types><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:import namespace="urn:o" schemaLocation="orders.xsd"/></xs:schema></types>
                      <service name="Orders"><port name="P"><soap:address location="http://secret.internal/orders"/></port></service>
                    </definitions>
                    """);
            });
    }

    public async Task DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _backend.DisposeAsync();
    }

    [Theory]
    [InlineData("/orders/1?wsdl", "https://api.example.com/orders/1")]
    [InlineData("/orders/1/?WSDL", "https://api.example.com/orders/1")]
    [InlineData("/plain/1?wsdl", "http://api.example.com/plain/1")]
    public async Task The_description_has_the_gateways_address(string target, string address)
    {
        var answer = await RawConnection.GetAsync(_edge.HttpPort, target);

        Assert.Equal((200, SoapText.Type11), (answer.Status, Assert.Single(answer.Values("Content-Type"))));
        var xml = XDocument.Parse(answer.Body);
        Assert.Equal(address, (string?)xml.Descendants("{http://schemas.xmlsoap.org/wsdl/soap/}address").Single().Attribute("location"));
        Assert.Equal($"{address}?xsd=orders.xsd", (string?)xml.Descendants("{http://www.w3.org/2001/XMLSchema}import").Single().Attribute("schemaLocation"));
        Assert.DoesNotContain("secret.internal", answer.Body, StringComparison.Ordinal);
        Assert.Equal(0, _backend.Count);
    }

    [Fact]
    public async Task Its_schemas_are_read_and_compiled_by_following_where_they_lead()
    {
        var schemas = new XmlSchemaSet { XmlResolver = new ThroughGateway(_edge.HttpPort) };
        schemas.Add(null, "https://api.example.com/orders/1?xsd=orders.xsd");
        schemas.Compile();

        var place = (XmlSchemaElement)schemas.GlobalElements[new XmlQualifiedName("Place", "urn:o")]!;
        Assert.Equal(new XmlQualifiedName("T", "urn:o"), place.SchemaTypeName);
        await Task.CompletedTask;
    }

    [Theory]
    [InlineData("/orders/1?wsdl2", 404)]
    [InlineData("/orders/1?xsd=deployment.toml", 404)]
    [InlineData("/orders/1?xsd=..%2Fdeployment.toml", 404)]
    [InlineData("/locked/1?wsdl", 401)]
    [InlineData("/orders/1/deeper?wsdl", 405)]
    [InlineData("/orders/1", 405)]
    public async Task Nothing_else_is_answered(string target, int status)
    {
        Assert.Equal(status, (await RawConnection.GetAsync(_edge.HttpPort, target)).Status);
        Assert.Equal(0, _backend.Count);
    }

    [Fact]
    public async Task An_API_without_a_description_asks_its_backend()
    {
        await RawConnection.GetAsync(_edge.HttpPort, "/none/1?wsdl");

        Assert.Equal(1, _backend.Count);
    }

    [Fact]
    public async Task HEAD_is_answered_without_the_document()
    {
        var answer = await RawConnection.AskAsync(_edge.HttpPort, "HEAD /orders/1?wsdl HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n");

        Assert.Equal((200, ""), (answer.Status, answer.Body));
    }

    /// <summary>Asks the gateway for what its advertised address is asked for.</summary>
    private sealed class ThroughGateway(int port) : XmlUrlResolver
    {
        public override object? GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn)
        {
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{port}{absoluteUri.PathAndQuery}");
            using var answer = http.Send(request).EnsureSuccessStatusCode();
            var copy = new MemoryStream();
            answer.Content.ReadAsStream().CopyTo(copy);
            copy.Position = 0;
            return copy;
        }
    }
}
